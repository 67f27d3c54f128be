"""What a person does in each scene of a guide: by lesson and scene, with mouse and keyboard alike.

An act gets the page and a way to press: a click, or focus and Enter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page, expect

Press = Callable[[Locator], None]
Act = Callable[[Page, Press], None]


def unit(page: Page, layer: int, index: int) -> Locator:
    return page.locator(f'[data-unit="{layer}:{index}"]')


def named(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stage").get_by_role("button", name=name, exact=True)


def activations(page: Page, layer: int) -> list[float]:
    found: list[float] = page.locator(f'[data-unit^="{layer}:"]').evaluate_all(
        "(nodes) => nodes.map((node) => Number(node.ariaLabel.match(/activation ([\\d.]+)/)[1]))"
    )
    return found


def most_active(page: Page, press: Press) -> None:
    labels = activations(page, 2)
    other = labels.index(min(labels))
    press(unit(page, 2, other))  # another unit is not the one that was asked for
    expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
    press(unit(page, 2, other))
    press(unit(page, 2, labels.index(max(labels))))


def until_lost(page: Page, press: Press) -> None:
    stage = page.get_by_test_id("stage")
    digit = stage.get_attribute("data-prediction")
    by_activation = [
        (value, layer, index)
        for layer in (1, 2)
        for index, value in enumerate(activations(page, layer))
    ]
    for _, layer, index in sorted(by_activation, reverse=True):
        press(unit(page, layer, index))
        if stage.get_attribute("data-prediction") != digit:
            return


def three_flips(page: Page, press: Press) -> None:
    for _ in range(3):
        press(named(page, "Flip the coins"))


def two_networks(page: Page, press: Press) -> None:
    press(page.locator("summary", has_text="More").first)
    press(page.locator('[data-value="without"]'))


def train(page: Page, press: Press) -> None:
    press(named(page, "Train"))
    expect(page.get_by_test_id("stage")).to_have_attribute(
        "data-state", "finished", timeout=180_000
    )


def peek(page: Page, press: Press) -> None:
    all_of_them = named(page, "Do that 1,000 times")
    expect(all_of_them).to_be_disabled()
    more = named(page, "Add a pair and look")
    press(named(page, "Another comparison"))
    while more.is_enabled():
        press(more)
    press(all_of_them)


def average(page: Page, press: Press) -> None:
    press(named(page, "Average over many coins"))


def flip_and_average(page: Page, press: Press) -> None:
    press(named(page, "Flip the coins"))
    expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
    average(page, press)


def play(page: Page, press: Press) -> None:
    press(page.get_by_test_id("play"))
    expect(page.get_by_test_id("stage")).to_have_attribute("data-at", "20")


def back_to_the_best(page: Page, press: Press) -> None:
    play(page, press)
    expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
    page.get_by_role("slider", name="Step of the run").fill("3")


def next_digits(page: Page, press: Press) -> None:
    press(named(page, "Another digit of this step"))
    expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
    press(named(page, "Another digit of this step"))


def keeps_unit_3(page: Page, press: Press) -> None:
    """Choose digits until one keeps the unit that the scene speaks of."""
    masks = page.get_by_role("group", name="Examples of this step").get_by_role("button")
    silent = page.locator('[data-unit="1:2"].dropped')
    expect(silent).to_have_count(1)
    for at in range(masks.count()):
        finished = "true" if not silent.count() else "false"
        expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", finished)
        if finished == "true":
            return
        press(masks.nth(at))


def play_to_the_end(page: Page, press: Press) -> None:
    press(page.get_by_test_id("play"))
    expect(page.get_by_test_id("stage")).to_have_attribute("data-step", "200", timeout=30_000)


def papers_rate(page: Page, press: Press) -> None:
    rate = page.get_by_role("slider", name=re.compile("^dropout rate"))
    rate.fill("0.8")
    expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
    rate.fill("0.2")


def picked(page: Page, press: Press, *values: str) -> None:
    """The last of these choices is the one that does it."""
    guide = page.get_by_test_id("guide")
    for value in values:
        expect(guide).to_have_attribute("data-finished", "false")
        press(page.locator(f'[data-value="{value}"]'))


def three_rules(page: Page, press: Press) -> None:
    picked(page, press, "classical", "inverted", "mistake")


def relu_and_sigmoid(page: Page, press: Press) -> None:
    picked(page, press, "tanh", "relu", "sigmoid")


def wide_rate(page: Page, press: Press) -> None:
    rate = page.get_by_role("slider", name=re.compile("^dropout rate"))
    rate.fill("0.7")
    expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
    rate.fill("0.9")


def tick_and_run(page: Page, press: Press) -> None:
    box = page.locator('[data-call="1"]')
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
    press(named(page, "Run them"))


def slide(name: str, short: str, value: str) -> Act:
    """To move a slider, first not far enough."""

    def act(page: Page, press: Press) -> None:
        slider = page.get_by_test_id("stage").locator(f'input[type=range][name="{name}"]')
        slider.fill(short)
        expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
        slider.fill(value)

    return act


def flip(times: int) -> Act:
    """To flip the coins so often, once seen not to be enough before."""

    def act(page: Page, press: Press) -> None:
        for _ in range(times):
            expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
            press(named(page, "Flip the coins"))

    return act


def building(page: Page, press: Press) -> None:
    press(named(page, "transformer"))
    expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
    press(named(page, "much data"))


def rules(page: Page, press: Press) -> None:
    press(named(page, "candidate"))  # another rule is not one of the two
    expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
    press(named(page, "h, each step"))
    press(named(page, "variational"))


def place(name: str) -> Act:
    return lambda page, press: press(page.locator(f'[data-unit="{name}"]'))


def until_a_character_goes(page: Page, press: Press) -> None:
    place("embedding")(page, press)
    guide = page.get_by_test_id("guide")
    for _ in range(40):
        if guide.get_attribute("data-finished") == "true":
            return
        press(named(page, "Flip the coins"))


def three_places(page: Page, press: Press) -> None:
    for name in ("after_attention", "mlp", "after_mlp"):
        expect(page.get_by_test_id("guide")).to_have_attribute("data-finished", "false")
        place(name)(page, press)


def by_batch_and_by_row(page: Page, press: Press) -> None:
    press(named(page, "batch"))
    press(named(page, "row"))


OPENED: Mapping[str, str] = {
    "variants_dense": "dropout",
    "variants_conv": "spatial_2d",
    "variants_recurrent": "lstm_c",
    "variants_transformer": "attention",
    "variants_residual": "layer_drop",
}
"""Guides of families in *Variants*, and the variant with which they are opened."""

ACTS: Mapping[str, Mapping[str, Act]] = {
    "why": {
        "by_heart": play,
        "new_digits": back_to_the_best,
        "silenced": play,
        "pairs": lambda page, press: press(named(page, "Show the pairs")),
    },
    "toggle_neurons": {
        "one_unit": lambda page, press: press(unit(page, 1, 5)),
        "most_active": most_active,
        "how_many": until_lost,
        "three_flips": three_flips,
        "two_networks": two_networks,
    },
    "expected_activations": {
        "one_sum": three_flips,
        "repair": three_rules,
        "spread": wide_rate,
        "before_after": relu_and_sigmoid,
        "calls": tick_and_run,
    },
    "thinned_networks": {
        "one_step": next_digits,
        "silent": keeps_unit_3,
        "how_many": play_to_the_end,
        "losses": lambda page, press: press(named(page, "Measure without masks")),
        "two_ps": papers_rate,
    },
    "feature_maps": {
        "one_map": lambda page, press: press(unit(page, 1, 2)),
        "neighbours": average,
        "three_ways": flip_and_average,
    },
    "live_training": {"helps": train, "small": train, "few": train, "peeking": peek},
    "variants": {
        "one_rule": flip(2),
        "at_one": slide("p", "0.9", "1"),
        "building": building,
    },
    "variants_dense": {
        "own_coin": flip(2),
        "mean_square": slide("p", "0.4", "0.5"),
        "for_a_while": slide("at", "6", "3"),
    },
    "variants_conv": {
        "goes_together": flip(2),
        "from_beside": slide("block", "3", "6"),
        "fewer_coins": flip(5),
    },
    "variants_recurrent": {
        "which_kills": slide("times", "10", "20"),
        "never_read": rules,
        "missed": flip(2),
    },
    "variants_transformer": {
        "row_sums": place("attention"),
        "same_character": until_a_character_goes,
        "three_places": three_places,
    },
    "variants_residual": {
        "how_deep": slide("step", "10", "20"),
        "who_shares": by_batch_and_by_row,
        "what_is_left": slide("p", "0.9", "1"),
    },
}

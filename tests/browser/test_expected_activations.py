"""The lesson Expected activations in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dropviz.figures.theme import PALETTES
from scripts.served_app import go_by_navigation, open_stage, settle
from tests.browser.frames import painted

PAGE = "/expected_activations"


def rate(root: Locator) -> Locator:
    return root.get_by_role("slider", name=re.compile("^dropout rate"))


def arm(root: Locator, name: str) -> Locator:
    return root.locator(f'[data-arm="{name}"]')


def agreeing(root: Locator) -> dict[str, str | None]:
    names = ("none", "inverted", "classical", "mistake")
    painted(root)
    return {name: arm(root, name).get_attribute("data-agree") for name in names}


def test_verdicts_at_an_ordinary_rate(stage: Callable[[str], Locator]) -> None:
    root = stage(f"{PAGE}?p=0.4")
    assert agreeing(root) == {
        "none": "false", "inverted": "true", "classical": "true", "mistake": "false",
    }  # fmt: skip
    expect(arm(root, "none")).to_contain_text("inference is 1.67 times the training mean")
    expect(root).to_have_attribute("data-droppable", "10")


def test_the_slider_repaints_all_arms_and_writes_the_link(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(PAGE)
    kept = []
    for p in ("0", "0.25", "0.5", "0.75", "1"):
        rate(root).fill(p)
        expect(root).to_have_attribute("data-p-drop", p)
        kept.append(int(root.get_attribute("data-kept")))
    assert kept == sorted(kept, reverse=True)
    assert (kept[0], kept[-1]) == (10, 0)
    rate(root).fill("0.5")
    expect(arm(root, "mistake")).to_contain_text("inference is 2.00 times the training mean")
    expect(page).to_have_url(re.compile(r"p=0\.5"))


def test_p_0_and_p_1(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(f"{PAGE}?p=0")
    assert set(agreeing(root).values()) == {"true"}
    expect(page.get_by_test_id("caption")).to_contain_text("p = 0 drops nothing")
    rate(root).fill("1")
    expect(page.get_by_test_id("caption")).to_contain_text("only zeros pass")
    assert agreeing(root)["classical"] == "true"
    assert agreeing(root)["inverted"] == "false"
    expect(page.get_by_test_id("caption")).to_contain_text("no scaling and inverted give 2.07")
    expect(arm(root, "mistake")).to_contain_text("Undefined: inference is 2.07 / 0")
    expect(root).not_to_contain_text("NaN")
    expect(root).not_to_contain_text("Infinity")


def test_cancelling_contributions_agree_at_any_rate(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{PAGE}?values=signs&n=6&p=0.3")
    assert set(agreeing(root).values()) == {"true"}
    expect(page.get_by_test_id("caption")).to_contain_text("cancel")
    expect(page.get_by_test_id("caption")).to_contain_text("agree at any p below 1")
    rate(root).fill("1")
    assert agreeing(root)["mistake"] == "false"


def test_inputs_that_are_all_zero(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(f"{PAGE}?n=3&x=000&p=0.5")
    assert set(agreeing(root).values()) == {"true"}
    expect(page.get_by_test_id("caption")).to_contain_text("Every contribution w x is 0")
    expect(root).not_to_contain_text("NaN")


def test_fewer_inputs_leave_the_bars_reachable(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(f"{PAGE}?n=5")
    root.locator('[data-input="a:0"]').focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(root.locator('[data-input="a:4"]')).to_be_focused()
    root.get_by_role("slider", name=re.compile("^inputs n")).fill("3")
    expect(root.locator('[data-input="a:4"]')).to_be_hidden()
    expect(root.locator('[data-input="a:0"]')).to_have_attribute("tabindex", "0")


def test_negative_sums_keep_their_sign(stage: Callable[[str], Locator]) -> None:
    root = stage(f"{PAGE}?values=equal&n=2&w=00&p=0.5")
    expect(arm(root, "none")).to_contain_text("inference is 2.00 times")
    expect(arm(root, "inverted")).to_contain_text("−3.00")


def test_arrow_keys_move_a_bar_and_the_link_keeps_it(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{PAGE}?values=equal&n=3&p=0.5")
    bar = root.locator('[data-input="a:0"]')
    bar.focus()
    page.keyboard.press("ArrowUp")
    expect(bar).to_have_attribute("aria-valuenow", "1.1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    expect(root.locator('[data-input="a:1"]')).to_have_attribute("aria-valuenow", "0")
    expect(arm(root, "inverted")).to_contain_text("Agree: inference is the training mean, 2.10.")
    expect(page).to_have_url(re.compile(r"x=b0(&|$)"))
    caption = page.get_by_test_id("caption").inner_text()
    page.reload()
    expect(page.get_by_test_id("caption")).to_have_text(caption, timeout=20_000)
    page.get_by_role("button", name="Undo").click()
    expect(bar).to_have_attribute("aria-valuenow", "1")


def test_a_drag_sets_weights(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(f"{PAGE}?n=4&p=0.5")
    row = root.get_by_role("group", name="weights").bounding_box()
    across = [row["x"] + row["width"] * (i + 0.5) / 4 for i in range(4)]
    page.mouse.move(across[0], row["y"] + 2)
    page.mouse.down()
    page.mouse.move(across[1], row["y"] + 2, steps=5)
    page.mouse.move(across[1], row["y"] + row["height"] + 30, steps=3)
    page.mouse.up()
    weights = [painted(root).locator(f'[data-input="w:{i}"]') for i in range(2)]
    assert float(weights[0].get_attribute("aria-valuenow")) >= 1.3
    expect(weights[1]).to_have_attribute("aria-valuenow", "-1.5")


def test_presets_new_values_and_coins(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(PAGE)
    first = arm(root, "inverted").text_content()
    root.get_by_role("button", name="Flip the coins").click()
    expect(root).to_have_attribute("data-seed", "8")
    assert arm(root, "inverted").text_content() != first
    sums = root.locator(".sums")
    before = sums.inner_text()
    root.get_by_role("button", name="New values").click()
    expect(sums).not_to_have_text(before)
    expect(page).to_have_url(re.compile(r"input_seed=1"))
    for _ in range(3):  # faster than the server answers
        root.get_by_role("button", name="Flip the coins").click()
    expect(root).not_to_contain_text("NaN")
    root.get_by_role("combobox", name="values").select_option("equal")
    expect(sums).to_contain_text("of all inputs 10.0")


@pytest.mark.parametrize("p", ["0.5", "0.9"])
def test_sampling_noise_is_not_called_a_gap(
    stage: Callable[[str], Locator], page: Page, p: str
) -> None:
    """Equal inputs: no sum is negative, so a ReLU changes nothing, whatever the samples."""
    root = stage(f"{PAGE}?values=equal&n=64&p={p}")
    for _ in range(2):
        expect(arm(root, "inverted")).to_contain_text("After a ReLU: no gap.")
        expect(arm(root, "classical")).to_contain_text("After a ReLU: no gap.")
        root.get_by_role("button", name="Flip the coins").click()


def test_a_gap_from_samples_has_a_standard_error(stage: Callable[[str], Locator]) -> None:
    root = stage(f"{PAGE}?values=signs&n=40&p=0.5")
    expect(arm(root, "inverted")).to_contain_text(
        re.compile(r"After a ReLU: 2\.\d\d too low \(standard error 0\.\d\d\)\.")
    )
    root = stage(f"{PAGE}?n=64&p=0.1")
    expect(arm(root, "inverted")).to_contain_text("After a ReLU no gap is resolved")
    expect(arm(root, "none")).to_contain_text("After a ReLU inference is about 1.00 too high.")


def boxes(root: Locator, name: str) -> dict[str, dict[str, float]]:
    """Where the bars, the zero line and the names beside the lines are."""
    return arm(root, name).evaluate(
        """(arm) => {
          const box = (nodes) => {
            const all = nodes.map((node) => node.getBoundingClientRect());
            return {left: Math.min(...all.map((one) => one.left)), right: Math.max(...all.map((one) => one.right)),
                    top: Math.min(...all.map((one) => one.top)), bottom: Math.max(...all.map((one) => one.bottom))};
          };
          const find = (choice) => [...arm.querySelectorAll(choice)].filter((node) => node.textContent || node.getAttribute('d'));
          return {bars: box(find('.bars')), zero: box(find('.zero')), names: box(find('text.label'))};
        }"""  # noqa: E501
    )


@pytest.mark.parametrize("query", ["p=0.4", "p=0.97&n=64", "p=1"])
def test_names_of_lines_stand_beside_the_bars(stage: Callable[[str], Locator], query: str) -> None:
    root = stage(f"{PAGE}?{query}")
    for name in ("none", "inverted", "classical", "mistake"):
        found = boxes(root, name)
        assert found["names"]["left"] >= found["bars"]["right"]
        assert found["names"]["right"] <= arm(root, name).evaluate(
            "(arm) => arm.getBoundingClientRect().right + 1"
        )


def test_at_p_1_all_mass_is_at_0_in_every_panel(stage: Callable[[str], Locator]) -> None:
    root = stage(f"{PAGE}?p=1")
    heights = set()
    for name in ("none", "inverted", "classical", "mistake"):
        found = boxes(root, name)
        bars, zero = found["bars"], found["zero"]
        assert abs(bars["top"] + bars["bottom"] - zero["top"] - zero["bottom"]) / 2 < 0.6
        assert bars["right"] - bars["left"] > 50
        heights.add(round(bars["bottom"] - bars["top"], 1))
    assert len(heights) == 1
    assert 2 < heights.pop() < 6


def test_leaving_and_coming_back_finds_the_stage_as_it_was(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{PAGE}?values=equal&n=3&p=0.5")
    root.locator('[data-input="a:0"]').focus()
    page.keyboard.press("ArrowUp")
    expect(page).to_have_url(re.compile(r"x=b(&|$)"))
    caption = page.get_by_test_id("caption").inner_text()
    go_by_navigation(page, "Home")
    expect(page.get_by_role("heading", level=1)).to_have_text("dropviz")
    go_by_navigation(page, "Expected activations")
    expect(page.get_by_role("heading", level=1)).to_have_text("Expected activations")
    expect(root).to_have_attribute("data-p-drop", "0.5", timeout=10_000)
    expect(root.locator('[data-input="a:0"]')).to_have_attribute("aria-valuenow", "1.1")
    expect(page.get_by_test_id("caption")).to_have_text(caption)
    expect(page).to_have_url(re.compile(r"x=b(&|$)"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_plots_follow_the_theme(browser: Browser, base_url: str, scheme: str) -> None:
    context = browser.new_context(base_url=base_url, color_scheme=scheme)
    page = context.new_page()
    root = open_stage(page, f"{PAGE}?p=0.4")

    def colours(choice: str, value: str) -> list[str]:
        return arm(root, "inverted").evaluate(
            """(arm, [choice, value]) => {
              const probe = document.createElement('i');
              probe.style.color = value;
              arm.append(probe);
              const wanted = getComputedStyle(probe).color;
              probe.remove();
              const style = getComputedStyle(arm.querySelector(choice));
              return [wanted, style.stroke, style.fill];
            }""",
            [choice, value],
        )

    wanted, stroke, _ = colours(".theory", PALETTES[scheme].theory)
    assert stroke == wanted
    wanted, stroke, _ = colours(".run", PALETTES[scheme].with_dropout)
    assert stroke == wanted
    wanted, _, fill = colours("text.label", PALETTES[scheme].ink)
    assert fill == wanted
    context.close()


def test_taps_on_a_phone(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    root = open_stage(page, f"{PAGE}?values=equal&n=4&p=0.5")
    root.get_by_role("button", name="Flip the coins").tap()
    expect(root).to_have_attribute("data-seed", "8")
    weights = root.get_by_role("group", name="weights")
    weights.scroll_into_view_if_needed()
    box = weights.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.4, box["y"] + box["height"] - 2)
    weight = root.locator('[data-input="w:1"]')
    expect(weight).to_have_attribute("aria-valuenow", re.compile(r"-1\.[345]"))
    expect(page).to_have_url(re.compile("w=-"))
    root.get_by_role("button", name="Undo").tap()
    expect(weight).to_have_attribute("aria-valuenow", "1")
    context.close()


@pytest.mark.alone
@pytest.mark.parametrize("n", [14, 64])
def test_the_slider_repaints_thirty_times_a_second(
    stage: Callable[[str], Locator], page: Page, n: int
) -> None:
    """A new rate in every frame, as a drag makes them."""
    root = stage(f"{PAGE}?n={n}")
    settle(page)
    per_second = root.evaluate(
        """async (root) => {
          const slider = root.querySelector('input[name=p]');
          const first = Number(root.dataset.frame);
          const start = performance.now();
          let now = start;
          for (let i = 0; i < 60; i++) {
            slider.value = 0.2 + i / 100;
            slider.dispatchEvent(new Event('input', {bubbles: true}));
            now = await new Promise(requestAnimationFrame);
          }
          return (Number(root.dataset.frame) - first) / ((now - start) / 1000);
        }"""
    )
    assert per_second >= 30


NUMBERS = """(root) => {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let count = 0;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const box = node.parentElement.getBoundingClientRect();
    if (!box.width || box.top >= innerHeight || !node.parentElement.checkVisibility()) continue;
    if (node.parentElement.closest("option, code")) continue;
    count += (node.textContent.match(/\\d[\\d.,]*/g) ?? []).length;
  }
  return count;
}"""


def test_few_numbers_stand_above_the_fold(stage: Callable[[str], Locator]) -> None:
    """It was 110."""
    found = {scene: stage(f"{PAGE}?scene={scene}").evaluate(NUMBERS) for scene in range(6)}
    assert found[0] <= 60, found
    assert max(found[scene] for scene in range(1, 6)) <= 30, found


def test_one_rule_alone_and_one_closer_look(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(f"{PAGE}?p=0.5")
    root.get_by_role("button", name="divide in both").click()
    expect(root).to_have_attribute("data-rule", "mistake")
    expect(arm(root, "mistake")).to_be_visible()
    expect(arm(root, "none")).to_be_hidden()
    expect(page).to_have_url(re.compile("rule=mistake"))
    root.get_by_role("button", name="activation", exact=True).click()
    root.get_by_role("button", name="sigmoid").click()
    expect(root).to_contain_text("a dropped unit says 0.50 before it, 0 after")
    expect(page).to_have_url(re.compile("closer=activation.*activation=sigmoid"))
    root.get_by_role("button", name="none").last.click()
    expect(root).to_contain_text("In theory 1 / (1 − p) = 2.00")


def test_the_calls_are_run_by_pytorch_and_judged(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{PAGE}?scene=5")
    rows = root.locator(".calls-list li")
    expect(rows).to_have_count(10)
    expect(root.locator(".call-result").first).to_have_text("")
    for at in (0, 2, 3, 5, 7, 8, 9):
        root.locator(f'[data-call="{at}"]').check()
    root.get_by_role("button", name="Run them").click()
    expect(root.locator('.call-result[data-drops="true"]')).to_have_count(7)
    expect(rows.nth(3)).to_contain_text("values are 0, the others 2")
    expect(page.locator(".guide-says")).to_contain_text("you judged 10 right")
    expect(page).to_have_url(re.compile("ticked=1011010111.*ran=yes"))

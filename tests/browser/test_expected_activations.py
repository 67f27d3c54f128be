"""The lesson Expected activations in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.served_app import settle

PAGE = "/expected_activations"


def rate(root: Locator) -> Locator:
    return root.get_by_role("slider", name=re.compile("^dropout rate"))


def arm(root: Locator, name: str) -> Locator:
    return root.locator(f'[data-arm="{name}"]')


def agreeing(root: Locator) -> dict[str, str | None]:
    names = ("none", "inverted", "classical", "mistake")
    return {name: arm(root, name).get_attribute("data-agree") for name in names}


def test_verdicts_at_an_ordinary_rate(stage) -> None:
    root = stage(f"{PAGE}?p=0.4")
    assert agreeing(root) == {
        "none": "false", "inverted": "true", "classical": "true", "mistake": "false",
    }  # fmt: skip
    expect(arm(root, "none")).to_contain_text("inference is 1.67 times the training mean")
    expect(root).to_have_attribute("data-droppable", "10")


def test_the_slider_repaints_all_arms_and_writes_the_link(stage, page: Page) -> None:
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
    expect(page).to_have_url(re.compile(r"p=0\.5"), timeout=5000)
    expect(page.get_by_text("Done: find the rate")).to_be_visible(timeout=10_000)


def test_p_0_and_p_1(stage, page: Page) -> None:
    root = stage(f"{PAGE}?p=0")
    assert set(agreeing(root).values()) == {"true"}
    expect(page.get_by_test_id("caption")).to_contain_text("p = 0 drops nothing")
    rate(root).fill("1")
    expect(page.get_by_test_id("caption")).to_contain_text("only zeros pass")
    assert agreeing(root)["classical"] == "true"
    assert agreeing(root)["inverted"] == "false"
    expect(arm(root, "mistake")).to_contain_text("Undefined: inference is 2.07 / 0")
    expect(root).not_to_contain_text("NaN")
    expect(root).not_to_contain_text("Infinity")


def test_cancelling_contributions_agree_at_any_rate(stage, page: Page) -> None:
    root = stage(f"{PAGE}?values=signs&n=6&p=0.3")
    assert set(agreeing(root).values()) == {"true"}
    expect(page.get_by_test_id("caption")).to_contain_text("cancel")
    rate(root).fill("1")
    assert agreeing(root)["mistake"] == "false"


def test_inputs_that_are_all_zero(stage, page: Page) -> None:
    root = stage(f"{PAGE}?n=3&x=000&p=0.5")
    assert set(agreeing(root).values()) == {"true"}
    expect(page.get_by_test_id("caption")).to_contain_text("Every contribution w x is 0")
    expect(root).not_to_contain_text("NaN")


def test_fewer_inputs_leave_the_bars_reachable(stage, page: Page) -> None:
    root = stage(f"{PAGE}?n=5")
    root.locator('[data-input="a:0"]').focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(root.locator('[data-input="a:4"]')).to_be_focused()
    root.get_by_role("slider", name=re.compile("^inputs n")).fill("3")
    expect(root.locator('[data-input="a:4"]')).to_be_hidden()
    expect(root.locator('[data-input="a:0"]')).to_have_attribute("tabindex", "0")


def test_negative_sums_keep_their_sign(stage) -> None:
    root = stage(f"{PAGE}?values=equal&n=2&w=00&p=0.5")
    expect(arm(root, "none")).to_contain_text("inference is 2.00 times")
    expect(arm(root, "inverted")).to_contain_text("−3.00")


def test_arrow_keys_move_a_bar_and_the_link_keeps_it(stage, page: Page) -> None:
    root = stage(f"{PAGE}?values=equal&n=3&p=0.5")
    bar = root.locator('[data-input="a:0"]')
    bar.focus()
    page.keyboard.press("ArrowUp")
    expect(bar).to_have_attribute("aria-valuenow", "1.1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    expect(root.locator('[data-input="a:1"]')).to_have_attribute("aria-valuenow", "0")
    expect(arm(root, "inverted")).to_contain_text("Agree: inference is the training mean, 2.10.")
    expect(page).to_have_url(re.compile(r"x=b0(&|$)"), timeout=5000)
    caption = page.get_by_test_id("caption").inner_text()
    page.reload()
    expect(page.get_by_test_id("caption")).to_have_text(caption, timeout=20_000)
    page.get_by_role("button", name="Undo").click()
    expect(bar).to_have_attribute("aria-valuenow", "1")


def test_a_drag_sets_weights(stage, page: Page) -> None:
    root = stage(f"{PAGE}?n=4&p=0.5")
    row = root.get_by_role("group", name="weights").bounding_box()
    across = [row["x"] + row["width"] * (i + 0.5) / 4 for i in range(4)]
    page.mouse.move(across[0], row["y"] + 2)
    page.mouse.down()
    page.mouse.move(across[1], row["y"] + 2, steps=5)
    page.mouse.move(across[1], row["y"] + row["height"] + 30, steps=3)
    page.mouse.up()
    weights = [root.locator(f'[data-input="w:{i}"]') for i in range(2)]
    assert float(weights[0].get_attribute("aria-valuenow")) >= 1.3
    expect(weights[1]).to_have_attribute("aria-valuenow", "-1.5")


def test_presets_new_values_and_coins(stage, page: Page) -> None:
    root = stage(PAGE)
    first = arm(root, "inverted").inner_text()
    root.get_by_role("button", name="Flip the coins").click()
    expect(root).to_have_attribute("data-seed", "8")
    assert arm(root, "inverted").inner_text() != first
    sums = root.locator(".inputs p")
    before = sums.inner_text()
    root.get_by_role("button", name="New values").click()
    expect(sums).not_to_have_text(before)
    expect(page).to_have_url(re.compile(r"input_seed=1"), timeout=5000)
    for _ in range(3):  # faster than the server answers
        root.get_by_role("button", name="Flip the coins").click()
    expect(root).not_to_contain_text("NaN")
    root.get_by_role("combobox", name="values").select_option("equal")
    expect(sums).to_contain_text("Σ w x = 10.0")


def test_back_undoes_the_last_gesture(stage, page: Page) -> None:
    root = stage(f"{PAGE}?p=0.2")
    rate(root).fill("0.6")
    expect(page).to_have_url(re.compile(r"p=0\.6"), timeout=5000)
    page.go_back()
    expect(root).to_have_attribute("data-p-drop", "0.2", timeout=5000)


@pytest.mark.parametrize("n", [14, 64])
def test_the_slider_repaints_thirty_times_a_second(stage, page: Page, n: int) -> None:
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

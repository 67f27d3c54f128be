"""The lesson Thinned sub-networks in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dropviz.lessons.thinned_networks.guide import HALFWAY
from scripts.served_app import go_by_navigation, open_stage, settle
from tests.browser.frames import frames, painted

LESSON = "/thinned_networks"
SLIDER = re.compile("^dropout rate")
STEP = HALFWAY.step
HALF = f"{LESSON}?step={STEP}&example={HALFWAY.example}&edges=gradient"


def test_play_runs_in_the_browser_and_pause_tells_the_link(
    stage: Callable[[str], Locator], page: Page
) -> None:
    page.clock.install()
    root = stage(f"{LESSON}?step=1&speed=30")
    page.get_by_test_id("play").click()
    expect(root).to_have_attribute("data-playing", "true")
    page.clock.run_for(1200)
    assert "step=" not in page.url  # nothing is told while it plays
    page.get_by_test_id("play").click()
    expect(root).to_have_attribute("data-playing", "false")
    step = int(root.get_attribute("data-step"))
    assert 15 <= step <= 90
    expect(page).to_have_url(re.compile(rf"step={step}\b"))
    expect(page.get_by_test_id("caption")).to_contain_text(f"Step {step}, example 1:")


def test_playing_stops_at_the_last_step_and_starts_over(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{LESSON}?step=195&speed=30")
    page.get_by_test_id("play").click()
    expect(root).to_have_attribute("data-step", "200")
    expect(root).to_have_attribute("data-playing", "false")
    page.get_by_test_id("play").click()
    expect(root).to_have_attribute("data-playing", "true")
    assert int(painted(root).get_attribute("data-step")) < 100


def test_nothing_plays_before_somebody_presses_play(
    stage: Callable[[str], Locator], page: Page
) -> None:
    page.clock.install()
    root = stage(HALF)
    page.clock.run_for(5000)
    expect(root).to_have_attribute("data-playing", "false")
    expect(root).to_have_attribute("data-step", str(STEP))


def test_space_and_arrow_keys(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(HALF)
    root.locator(".network").focus()
    page.keyboard.press("ArrowRight")
    expect(root).to_have_attribute("data-step", str(STEP + 1))
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(root).to_have_attribute("data-step", str(STEP - 1))
    page.keyboard.press("Space")
    expect(root).to_have_attribute("data-playing", "true")
    page.keyboard.press("Space")
    expect(root).to_have_attribute("data-playing", "false")
    # A form control keeps its own keys.
    slider = root.get_by_role("slider", name=SLIDER)
    slider.focus()
    step = root.get_attribute("data-step")
    page.keyboard.press("ArrowRight")
    expect(root).to_have_attribute("data-p-drop", "0.31")
    expect(root).to_have_attribute("data-step", step)


def test_scrubbing_by_slider_and_by_the_curve(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(HALF)
    root.get_by_role("slider", name="Step of the run").fill("42")
    expect(root).to_have_attribute("data-step", "42")
    expect(page).to_have_url(re.compile("step=42"))
    box = root.locator("canvas.curves").bounding_box()
    page.mouse.move(box["x"] + 100, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 60, steps=5)
    page.mouse.up()
    assert int(painted(root).get_attribute("data-step")) > 60


def test_a_thumbnail_chooses_an_example_of_the_same_step(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(HALF)
    examples = root.get_by_role("group", name="Examples of this step").get_by_role("button")
    expect(examples).to_have_count(32)
    labels = {examples.nth(i).get_attribute("aria-label").split(": ")[1] for i in range(32)}
    assert len(labels) > 3  # their masks differ
    examples.nth(9).click()
    expect(root).to_have_attribute("data-example", "10")
    expect(root).to_have_attribute("data-step", str(STEP))
    kept = root.get_attribute("data-kept")
    expect(examples.nth(9)).to_have_attribute("aria-label", re.compile(f": {kept} of 32"))
    expect(root.locator(".unit.dropped")).to_have_count(32 - int(kept))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(root).to_have_attribute("data-example", "11")
    expect(root).to_contain_text("A fresh mask for every example")


def test_the_strip_of_the_last_ones_returns_to_a_step(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(HALF)
    last = root.get_by_role("group", name=re.compile("^The last")).get_by_role("button")
    expect(last).to_have_count(12)
    last.nth(2).click()
    expect(root).to_have_attribute("data-step", str(STEP - 9))


def test_one_mask_per_batch_is_offered_as_the_contrast(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(HALF)
    root.get_by_role("button", name="one per batch").click()
    expect(root).to_have_attribute("data-retraining", "false", timeout=10_000)
    expect(root).to_contain_text("One mask for the whole batch", timeout=10_000)
    expect(page).to_have_url(re.compile("masks=batch"))
    examples = root.get_by_role("group", name="Examples of this step").get_by_role("button")
    pictures = root.evaluate(
        """(root) => [...root.querySelectorAll('.chooser canvas')].map((c) => c.toDataURL())"""
    )
    assert len(set(pictures)) == 1
    expect(examples).to_have_count(32)


def test_dragging_the_rate_moves_the_masks_and_release_trains_again(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(HALF)
    slider = root.get_by_role("slider", name=SLIDER)
    before = int(root.get_attribute("data-kept"))
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.3 * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], y, steps=8)
    expect(root).to_have_attribute("data-retraining", "true")
    preview = int(root.get_attribute("data-kept"))
    assert preview < before
    expect(page.get_by_test_id("caption")).to_contain_text("still those trained at p = 0.30")
    settle(page)
    assert not re.search(r"[?&]p=", page.url)  # not before it is let go
    page.mouse.up()
    expect(root).to_have_attribute("data-retraining", "false", timeout=10_000)
    assert int(root.get_attribute("data-kept")) == preview
    expect(page).to_have_url(re.compile(r"[?&]p=0\.\d"))


def test_a_drag_out_and_back_is_over_when_let_go(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(HALF)
    box = root.get_by_role("slider", name=SLIDER).bounding_box()
    x, y = box["x"] + 0.32 * box["width"], box["y"] + box["height"] / 2
    note = root.locator(".retraining")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 50, y, steps=4)
    expect(note).to_have_text("let go to train again")
    for nudge in range(-4, 5):  # back to where it was
        page.mouse.move(x + nudge, y)
        if root.get_attribute("data-p-drop") == "0.3":
            break
    expect(root).to_have_attribute("data-p-drop", "0.3")
    page.mouse.up()
    note.evaluate(
        """(note) => {
             window.notes = [];
             new MutationObserver(() => window.notes.push(note.textContent))
               .observe(note, {childList: true, characterData: true, subtree: true});
           }"""
    )
    root.get_by_role("button", name="one per batch").click()
    expect(root).to_have_attribute("data-retraining", "false", timeout=10_000)
    assert page.evaluate("window.notes") == ["training again …", ""]


@pytest.mark.parametrize(("p", "says", "kept"), [("0.0", "p = 0", "32"), ("1.0", "p = 1", "0")])
def test_the_ends_of_the_rate(
    stage: Callable[[str], Locator], page: Page, p: str, says: str, kept: str
) -> None:
    root = stage(f"{LESSON}?p={p}")
    expect(page.get_by_test_id("caption")).to_contain_text(says)
    expect(root).to_have_attribute("data-kept", kept)
    expect(root).to_have_attribute("data-distinct", "1")
    assert "NaN" not in root.inner_text()


def test_more_settings_train_another_network(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(HALF)
    root.locator("summary", has_text="More").first.click()
    root.get_by_label("hidden units a layer").select_option("4")
    expect(root).to_have_attribute("data-droppable", "8", timeout=10_000)
    expect(root.locator('[data-unit^="1:"]')).to_have_count(4)
    expect(page).to_have_url(re.compile("hidden=4"))


def test_a_permalink_shows_the_same_after_a_reload(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{LESSON}?p=0.5&hidden=8&step=77&example=3&edges=signal")
    caption = page.get_by_test_id("caption").inner_text()
    page.reload()
    expect(page.get_by_test_id("caption")).to_have_text(caption, timeout=20_000)
    root.get_by_role("button", name="Step forward").click()
    expect(page).to_have_url(re.compile("step=78"))


GAPS = """() => new Promise((done) => {
  const gaps = [];
  let last = performance.now();
  const tick = (now) => {
    gaps.push(now - last);
    last = now;
    gaps.length < 65 ? requestAnimationFrame(tick) : done(gaps.slice(5));
  };
  requestAnimationFrame(tick);
})"""


@pytest.mark.alone
def test_no_frame_of_the_playback_waits(page: Page) -> None:
    """Neither for the server, which hears nothing, nor for a slow repaint."""
    messages = frames(page, "framesent")
    root = open_stage(page, f"{LESSON}?step=1&speed=30")
    settle(page)
    assert messages
    page.get_by_test_id("play").click()
    expect(root).to_have_attribute("data-playing", "true")
    messages.clear()
    # What else the machine does can only add to a gap: the calmest of three measurements counts.
    waits = [np.percentile(page.evaluate(GAPS), 95) for _ in range(3)]
    expect(root).to_have_attribute("data-playing", "true")
    assert messages == []
    assert min(waits) < 50


def test_leaving_and_returning_finds_everything_as_it_was(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(HALF)
    root.get_by_role("button", name="signal").click()
    root.get_by_role("button", name="Step forward").click()
    expect(page).to_have_url(re.compile(f"step={STEP + 1}"))
    caption = page.get_by_test_id("caption").inner_text()
    go_by_navigation(page, "Toggle neurons")
    expect(page.get_by_role("heading", level=1)).to_have_text("Toggle neurons")
    go_by_navigation(page, "Thinned sub-networks")
    expect(page.get_by_test_id("caption")).to_have_text(caption, timeout=10_000)
    expect(page).to_have_url(re.compile(rf"\?[^g]*step={STEP + 1}"))
    expect(root.get_by_role("button", name="signal")).to_have_attribute("aria-pressed", "true")


def plays_on(root: Locator, page: Page, change: Callable[[], None]) -> None:
    """The change stops nothing, and no step is taken back."""
    before = int(root.get_attribute("data-step"))
    change()
    settle(page)
    expect(root).to_have_attribute("data-playing", "true")
    between = int(root.get_attribute("data-step"))
    assert before < between < 200
    expect(root).not_to_have_attribute("data-step", str(between))
    assert int(root.get_attribute("data-step")) > between


def test_another_theme_changes_nothing_but_colours_while_it_plays(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{LESSON}?step=1")
    ink = "(root) => getComputedStyle(root).color"
    light = root.evaluate(ink)
    curves = "(root) => root.querySelector('.curves').getContext('2d').strokeStyle"
    line = root.evaluate(curves)
    page.get_by_test_id("play").click()
    plays_on(root, page, lambda: page.emulate_media(color_scheme="dark"))
    expect(root).to_have_class(re.compile("dark"))
    assert root.evaluate(ink) != light
    assert root.evaluate(curves) != line  # the canvases follow as well


RETRAINING = """(root) => {
  window.retraining = [];
  new MutationObserver(() => retraining.push(root.dataset.retraining))
    .observe(root, {attributeFilter: ["data-retraining"]});
}"""


def test_a_second_call_of_the_component_changes_nothing_while_it_plays(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{LESSON}?step=1")
    root.evaluate(RETRAINING)
    page.get_by_test_id("play").click()
    plays_on(root, page, root.get_by_role("button", name="one per batch").click)
    expect(root).to_have_attribute("data-retraining", "false")
    assert page.evaluate("retraining") == ["true", "false"]  # the run trained again has come
    plays_on(root, page, page.get_by_role("tab", name="PyTorch").click)


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Page]:
    size = {"width": 360, "height": 780}
    context = browser.new_context(base_url=base_url, viewport=size, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_fingers_on_a_phone(phone: Page) -> None:
    root = open_stage(phone, HALF)
    root.get_by_role("button", name="signal").tap()
    expect(root.get_by_role("button", name="signal")).to_have_attribute("aria-pressed", "true")
    root.get_by_role("button", name="Step forward").tap()
    expect(root).to_have_attribute("data-step", str(STEP + 1))
    examples = root.get_by_role("group", name="Examples of this step").get_by_role("button")
    examples.nth(4).tap()
    expect(root).to_have_attribute("data-example", "5")
    root.get_by_test_id("play").tap()
    expect(root).to_have_attribute("data-playing", "true")
    root.get_by_test_id("play").tap()
    root.get_by_role("slider", name=SLIDER).tap()  # its middle
    expect(root).to_have_attribute("data-retraining", "false", timeout=10_000)
    assert 0.4 < float(root.get_attribute("data-p-drop")) < 0.6
    expect(phone).to_have_url(re.compile(r"[?&]p=0\.[45]"))


def test_formulas_fit_a_phone(phone: Page) -> None:
    open_stage(phone, HALF)
    expect(phone.locator(".katex-display")).to_have_count(4)
    settle(phone)
    overflow = phone.evaluate(
        """() => [...document.querySelectorAll(".katex-display")]
             .map((node) => node.scrollWidth - node.clientWidth)"""
    )
    assert max(overflow) <= 1


def test_a_scene_rings_the_unit_that_it_speaks_of(stage: Callable[[str], Locator]) -> None:
    root = stage(f"{LESSON}?scene=2")
    expect(root.locator(".pointed")).to_have_count(1)
    expect(root.locator('[data-unit="1:2"]')).to_have_class(re.compile("pointed"))
    masks = root.get_by_role("group", name="Examples of this step").get_by_role("button")
    assert masks.first.bounding_box()["height"] > 90
    root = stage(f"{LESSON}?scene=1")
    expect(root.locator(".pointed")).to_have_count(0)

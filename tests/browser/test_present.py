"""The presenter view, the frame of another page, and what a link hides."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Dialog, Locator, Page, ViewportSize, expect

from dropviz.catalogue import LESSONS
from scripts.served_app import open_stage, settle
from scripts.teaching_tables import DOCUMENT

HALL: ViewportSize = {"width": 1920, "height": 1080}
LARGER: ViewportSize = {"width": 2560, "height": 1440}
SMALLER: ViewportSize = {"width": 1280, "height": 720}
FRAME: ViewportSize = {"width": 1000, "height": 620}
GUIDED = [entry.name for entry in LESSONS if entry.name != "check"]
PX = """(node) => parseFloat(getComputedStyle(node).fontSize)
  * node.getBoundingClientRect().width / node.offsetWidth"""
SHARPNESS = """(stage) => [...stage.querySelectorAll("canvas")]
  .filter((canvas) => canvas.checkVisibility() && canvas.getBoundingClientRect().width > 100
    && getComputedStyle(canvas).imageRendering !== "pixelated" && !canvas.matches(".photo"))
  .map((canvas) => canvas.width / canvas.getBoundingClientRect().width)"""
STRAY = """() => [...document.querySelectorAll(
  '[data-testid="stHeader"], [data-testid="stTopNav"], .stTabs, h1')]
  .filter((node) => node.checkVisibility()).map((node) => node.className)"""


def opened(page: Page, path: str, size: ViewportSize) -> Locator:
    page.set_viewport_size(size)
    stage = open_stage(page, path)
    settle(page)
    return stage


def edges(stage: Locator) -> dict[str, float]:
    """The box of guide and stage together, px of the window."""
    box: dict[str, float] = stage.evaluate(
        "(stage) => stage.closest('.scaled').getBoundingClientRect().toJSON()"
    )
    return box


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def scene(page: Page, number: int) -> None:
    expect(page.get_by_test_id("guide")).to_have_attribute("data-scene", str(number))


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize("name", GUIDED)
def test_a_presented_stage_is_whole_large_and_alone(page: Page, name: str, at: int) -> None:
    stage = opened(page, f"/{name}?present=1&scene={at}", HALL)
    caption = stage.get_by_test_id("caption")
    for size in (HALL, LARGER, SMALLER):
        page.set_viewport_size(size)
        settle(page, 200)
        box = edges(stage)
        width, height = size["width"], size["height"]
        assert min(box["left"], box["top"]) >= 0
        assert box["right"] <= width
        assert box["bottom"] <= height
        assert box["width"] > 0.95 * width or box["height"] > 0.9 * height
        of_hall = min(width / 1920, height / 1080)
        if caption.is_visible():
            assert caption.evaluate(PX) >= 24 * of_hall
        if at:
            assert page.locator(".guide-ask").evaluate(PX) >= 34 * of_hall
        assert page.evaluate(STRAY) == []
        assert min(stage.evaluate(SHARPNESS), default=1) > 0.97


@pytest.mark.parametrize("more", ["", "&present=1"])
@pytest.mark.parametrize("name", [entry.name for entry in LESSONS])
def test_nothing_of_a_stage_is_cut_in_a_frame(page: Page, name: str, more: str) -> None:
    stage = opened(page, f"/{name}?embed=true{more}", FRAME)
    box = edges(stage)
    assert min(box["left"], box["top"]) >= 0
    assert box["right"] <= FRAME["width"]
    assert box["bottom"] <= FRAME["height"]
    outside = stage.evaluate(
        """(stage) => [...stage.querySelectorAll("*")].filter((node) => {
          const box = node.getBoundingClientRect();
          return box.width > 1 && box.height > 1 && node.checkVisibility()
            && !node.closest(".more-panel")
            && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1);
        }).map((node) => node.className || node.tagName)"""
    )
    assert outside == []
    expect(page.get_by_test_id("stTopNav")).not_to_be_visible()


def test_keys_go_through_the_scenes_and_escape_leaves(page: Page) -> None:
    stage = opened(page, "/why?scene=2", HALL)
    before = query(page)
    narrow = edges(stage)["width"]
    page.keyboard.press("f")
    expect(page.locator(".frame")).to_have_attribute("data-view", "present")
    assert query(page) == {**before, "present": ["1"]}
    for key, number in [("PageDown", 3), ("ArrowRight", 4), ("PageUp", 3), ("ArrowLeft", 2)]:
        page.keyboard.press(key)
        scene(page, number)
    for _ in range(4):
        page.keyboard.press("PageDown")
    expect(page.locator(".guide-keep")).to_be_visible()
    page.keyboard.press("PageUp")
    expect(page.locator(".guide-keep")).to_have_count(0)
    scene(page, 4)
    for _ in range(5):
        page.keyboard.press("PageUp")
    scene(page, 1)
    page.keyboard.press("PageDown")
    settle(page)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stHeader")).to_be_visible()
    expect(page.locator("h1")).to_be_visible()
    assert query(page) == before
    assert edges(stage)["width"] == narrow


def test_a_control_keeps_its_arrow_keys(page: Page) -> None:
    stage = opened(page, "/toggle_neurons?present=1&scene=5", HALL)
    rate = stage.get_by_role("slider").first
    rate.focus()
    value = rate.input_value()
    page.keyboard.press("ArrowRight")
    assert rate.input_value() != value
    scene(page, 5)
    unit = stage.locator('[data-unit="1:3"]')
    unit.click()
    page.keyboard.press("ArrowDown")
    expect(unit).not_to_be_focused()
    scene(page, 5)
    page.keyboard.press("PageUp")
    scene(page, 4)


def test_letters_are_typed_where_text_is_taken(page: Page) -> None:
    stage = opened(page, "/variants?scene=0&variant=attention", HALL)
    typed = stage.locator("input:not([type=range])").first
    typed.fill("")
    typed.press_sequentially("fb")
    expect(typed).to_have_value("fb")
    expect(page.locator(".frame").first).to_have_attribute("data-view", "page")


def test_b_blanks_the_screen_until_a_key(page: Page) -> None:
    opened(page, "/why?present=1&scene=2", HALL)
    blank = page.locator(".blank")
    for shows in ("b", "x", "PageDown", "Escape"):
        page.keyboard.press("b")
        expect(blank).to_be_visible()
        box = blank.bounding_box()
        assert (box["width"], box["height"]) == (1920, 1080)
        page.keyboard.press(shows)
        expect(blank).not_to_be_visible()
    page.keyboard.press(".")
    blank.click()
    expect(blank).not_to_be_visible()
    scene(page, 2)
    expect(page.locator(".frame")).to_have_attribute("data-view", "present")


def test_pointers_hit_what_they_point_at(page: Page) -> None:
    stage = opened(page, "/why?present=1&scene=0&at=3", HALL)
    plot = stage.locator("svg.why-errors")
    box = plot.bounding_box()
    marker = plot.locator(".marker").bounding_box()
    for x in (box["x"] + 0.2 * box["width"], box["x"] + 0.45 * box["width"]):
        page.mouse.move(x, box["y"] + 0.5 * box["height"])
        page.mouse.down()
        page.mouse.up()
        marker = plot.locator(".marker").bounding_box()
        assert abs(marker["x"] + marker["width"] / 2 - x) < 0.04 * box["width"]
    stage = opened(page, "/variants?present=1&scene=0&variant=spatial_2d", HALL)
    canvas = stage.locator(".tensor canvas").first
    box = canvas.bounding_box()
    page.mouse.move(box["x"] + 0.93 * box["width"], box["y"] + 0.3 * box["height"])
    expect(stage).to_contain_text(re.compile("example 1, channel 4"))
    stage = opened(page, "/expected_activations?present=1&scene=1", HALL)
    bars = stage.locator(".input-bars, [role=slider]").first
    expect(bars).to_be_visible()


def test_the_button_of_a_lesson_presents_it(page: Page) -> None:
    for path, node in (("/why", ".guide"), ("/check", ".toolbar")):
        opened(page, path, HALL)
        page.locator(node).get_by_role("button", name="Present").click()
        expect(page.locator(".frame")).to_have_attribute("data-view", "present")
        page.get_by_role("button", name="Leave").click()
        expect(page.locator(".frame")).to_have_attribute("data-view", "page")


def test_escape_closes_an_open_menu_first(page: Page) -> None:
    stage = opened(page, "/toggle_neurons?present=1&scene=0", HALL)
    menu = stage.locator("details.more")
    menu.locator("summary").click()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", re.compile(".*"))
    expect(page.locator(".frame")).to_have_attribute("data-view", "present")


def test_the_next_lesson_is_presented_too(page: Page) -> None:
    opened(page, "/why?present=1&scene=4", HALL)
    page.keyboard.press("PageDown")
    page.locator(".guide-way").click()
    expect(page).to_have_url(re.compile("/toggle_neurons.*present=1"))
    expect(page.locator(".frame")).to_have_attribute("data-view", "present")
    expect(page.get_by_test_id("caption")).to_be_visible()
    settle(page)
    assert page.evaluate(STRAY) == []
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stHeader")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "gone"), [("controls", ".toolbar"), ("facts", ".panel"), ("guide", ".guide")]
)
def test_a_link_hides_by_name(page: Page, name: str, gone: str) -> None:
    opened(page, f"/toggle_neurons?scene=0&hide={name}", HALL)
    for node in (".toolbar", ".panel", ".guide"):
        shown = page.locator(node).first
        expect(shown).not_to_be_visible() if node == gone else expect(shown).to_be_visible()
    page.locator('[data-unit="1:3"]').click()
    settle(page)
    assert query(page)["hide"] == [name]


@pytest.mark.parametrize(
    "link",
    [
        "hide=stage",
        "hide=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
        "hide=facts,%22%5D",
        "present=7",
        "present=1&present=1",
        "present=%3Cscript%3Ealert(1)%3C/script%3E",
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    page: Page, stage: Callable[[str], Locator], link: str
) -> None:
    said: list[str] = []

    def heard(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", heard)
    stage(f"/toggle_neurons?scene=0&{link}")
    settle(page)
    expect(page.get_by_test_id("stAlert")).to_contain_text("cannot be; the usual is shown instead")
    expect(page.locator(".frame")).to_have_attribute("data-view", "page")
    expect(page.locator(".toolbar")).to_be_visible()
    expect(page.locator(".panel")).to_be_visible()
    assert said == []


def test_the_frame_that_teachers_copy_shows_a_lesson(page: Page, base_url: str) -> None:
    (frame,) = re.findall(r"```html\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    page.set_viewport_size(SMALLER)
    page.set_content(frame.replace("http://localhost:8501", base_url))
    within = page.frame_locator("iframe")
    expect(within.get_by_test_id("caption")).to_be_visible()
    expect(within.get_by_test_id("guide")).to_have_attribute("data-scene", "4")
    expect(within.get_by_test_id("stTopNav")).not_to_be_visible()
    within.get_by_role("button", name="Flip the coins").click()
    expect(within.get_by_test_id("caption")).to_contain_text("hidden units are off")

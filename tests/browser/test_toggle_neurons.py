"""The lesson Toggle neurons in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dropviz.figures.theme import PALETTES
from dropviz.lessons.toggle_neurons.facts import facts
from dropviz.lessons.toggle_neurons.view import ToggleView
from scripts.served_app import go_by_navigation, open_stage, served_app, settle
from tests.browser.frames import painted

PLAIN = "/toggle_neurons?p=0.0"


def dropped_and_gone_home(root: Locator) -> Locator:
    """The stage, after a unit was dropped on it, and the home page opened in its place."""
    page = root.page
    root.locator('[data-unit="1:4"]').click()
    expect(page).to_have_url(re.compile("mask="))
    go_by_navigation(page, "Home")
    expect(page.get_by_role("heading", level=1)).to_have_text("dropviz")
    return root


def test_a_click_drops_a_unit_and_a_second_restores_it(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(PLAIN)
    unit = root.locator('[data-unit="1:4"]')
    expect(root).to_have_attribute("data-kept", "128")
    unit.click()
    expect(unit).to_have_attribute("aria-pressed", "true")
    expect(root).to_have_attribute("data-kept", "127")
    unit.click()
    expect(root).to_have_attribute("data-kept", "128")


def test_space_enter_and_arrows_work_on_units(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(PLAIN)
    first = root.locator('[data-unit="1:0"]')
    first.focus()
    page.keyboard.press("Space")
    expect(first).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    expect(first).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(first).to_have_attribute("aria-pressed", "false")
    expect(root).to_have_attribute("data-kept", "127")


def test_a_drag_drops_every_unit_it_crosses(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(PLAIN)
    boxes = [root.locator(f'[data-unit="1:{index}"]').bounding_box() for index in (0, 2, 4)]
    centres = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    page.mouse.move(*centres[0])
    page.mouse.down()
    for centre in centres[1:]:
        page.mouse.move(*centre, steps=4)
    page.mouse.up()
    expect(root).to_have_attribute("data-kept", "125")


def test_the_rate_slider_follows_the_coins(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage("/toggle_neurons")
    slider = root.get_by_role("slider", name=re.compile("^dropout rate"))
    kept = []
    for rate in ("0", "0.3", "0.6", "1"):
        slider.fill(rate)
        expect(root).to_have_attribute("data-p-drop", rate)
        kept.append(int(root.get_attribute("data-kept")))
    assert kept == sorted(kept, reverse=True)
    assert (kept[0], kept[-1]) == (128, 64)
    expect(page.get_by_test_id("caption")).to_contain_text("p = 1 drops every hidden unit")


def test_a_permalink_shows_the_same_stage_after_a_reload(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage("/toggle_neurons")
    root.get_by_role("button", name="Flip the coins").click()
    root.locator('[data-unit="2:3"]').click()
    root.get_by_role("slider", name=re.compile("^dropout rate")).fill("0.55")
    expect(page).to_have_url(re.compile(r"p=0\.55"))
    expect(page).to_have_url(re.compile(r"mask="))
    caption = page.get_by_test_id("caption").inner_text()
    page.reload()
    expect(page.get_by_test_id("caption")).to_have_text(caption, timeout=20_000)
    expect(root).to_have_attribute("data-p-drop", "0.55")


def test_a_heading_toggles_its_layer_and_restore_all_brings_everything_back(
    stage: Callable[[str], Locator],
) -> None:
    root = stage("/toggle_neurons?p=0.3")
    heading = root.locator('[data-layer="2"]')
    heading.click()
    expect(heading).to_have_text("hidden 2 · 0 of 32")
    heading.click()
    expect(heading).to_have_text("hidden 2 · 32 of 32")
    root.get_by_role("button", name="Restore all").click()
    expect(root).to_have_attribute("data-kept", "128")
    expect(root).to_have_attribute("data-p-drop", "0")


def test_quick_gestures_are_never_undone_by_the_server(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(PLAIN)
    for index in range(8):
        root.locator(f'[data-unit="2:{index}"]').click()
        page.wait_for_timeout(60 * (index % 4))
        expect(root).to_have_attribute("data-kept", str(127 - index))
    settle(page, 600)
    expect(root).to_have_attribute("data-kept", "120")


def test_leaving_and_coming_back_finds_the_stage_as_it_was(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = dropped_and_gone_home(stage(PLAIN))
    go_by_navigation(page, "Toggle neurons")
    expect(page.get_by_role("heading", level=1)).to_have_text("Toggle neurons")
    expect(root).to_have_attribute("data-kept", "127", timeout=10_000)
    expect(page).to_have_url(re.compile("mask="))


def test_a_digit_can_be_drawn_and_is_in_the_link(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(PLAIN)
    root.get_by_role("button", name="Draw", exact=True).click()
    pixels = [root.locator(f'[data-unit="0:{index}"]').bounding_box() for index in (10, 50)]
    top, bottom = ((box["x"] + 10, box["y"] + 10) for box in pixels)
    page.mouse.move(*top)
    page.mouse.down()
    page.mouse.move(*bottom, steps=12)
    page.mouse.up()
    expect(page).to_have_url(re.compile("drawn=[0-9a-g]{64}"))
    expect(root.locator('[data-unit="0:26"]')).to_have_attribute(
        "aria-label", "input, pixel 27: kept, activation 1.00"
    )
    first = root.locator('[data-unit="0:0"]')
    first.focus()
    page.keyboard.press("Space")
    expect(first).to_have_attribute("aria-label", "input, pixel 1: kept, activation 0.50")
    root.get_by_role("combobox", name="image").select_option("hard")
    expect(root.locator('[data-unit="0:0"]')).to_have_attribute("aria-pressed", "false")
    expect(page).not_to_have_url(re.compile("drawn="))


def test_a_tap_drops_a_unit_on_a_phone(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    root = open_stage(page, PLAIN)
    unit = root.locator('[data-unit="1:12"]')
    unit.tap()
    expect(unit).to_have_attribute("aria-pressed", "true")
    expect(root).to_have_attribute("data-kept", "127")
    context.close()


def test_dark_mode_has_dark_colours(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url, color_scheme="dark")
    root = open_stage(context.new_page(), PLAIN)
    colour = root.evaluate("(node) => getComputedStyle(node).getPropertyValue('--dv-ink').trim()")
    assert colour == PALETTES["dark"].ink
    context.close()


LINKS = [
    {"scene": "0"},
    {"p": "0.6", "seed": "42", "image": "17"},
    {"p": "1.0", "p_input": "1.0"},
    {"mode": "inference", "scaling": "classical", "mask": "-" * 70 + "0" * 20 + "-" * 38},
    {"network": "without", "scaling": "none", "p": "0.35", "p_input": "0.2", "image": "400"},
    {"drawn": "0" * 20 + "g8" * 12 + "0" * 20, "p": "0.1", "edges": "gradient"},
]


def test_a_gesture_right_before_leaving_is_kept(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(PLAIN)
    root.locator('[data-unit="1:4"]').click()
    # The stage tells Python when the button goes down; Streamlit sends that some 15 ms later.
    # No hand lets go sooner.
    go_by_navigation(page, "Home", delay=60)
    expect(page.get_by_role("heading", level=1)).to_have_text("dropviz")
    settle(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    go_by_navigation(page, "Toggle neurons")
    expect(page.get_by_role("heading", level=1)).to_have_text("Toggle neurons")
    expect(root).to_have_attribute("data-kept", "127", timeout=10_000)


def test_gestures_outlive_a_restart_of_the_server(browser: Browser) -> None:
    with served_app() as (url, server):
        page = browser.new_page(base_url=url)
        root = open_stage(page, PLAIN)
        root.locator('[data-unit="1:4"]').click()
        expect(page).to_have_url(re.compile("mask="))
        server.kill()
        server.wait(10)
        root.locator('[data-unit="1:5"]').click()
        expect(root).to_have_attribute("data-kept", "126")
        with served_app(int(url.rsplit(":", 1)[1])):
            expect(page).to_have_url(re.compile("mask=-*0-*0|mask=-*00"), timeout=30_000)
            expect(root).to_have_attribute("data-kept", "126")
        page.close()


@pytest.mark.parametrize("seed", [7, 9998])
def test_flipping_shows_the_coins_of_the_seed_it_names(
    stage: Callable[[str], Locator], seed: int
) -> None:
    root = stage(f"/toggle_neurons?seed={seed}")
    for flip in range(1, 4):
        root.get_by_role("button", name="Flip the coins").click()
        now = (seed + flip) % 10_000
        expect(root).to_have_attribute("data-seed", str(now))
        expected = int(facts(ToggleView(seed=now)).kept.sum())
        expect(root).to_have_attribute("data-kept", str(expected))


CAPTIONS = [
    ("p=1.0", "p = 1 drops every hidden unit: only zeros pass"),
    ("p=1.0&mode=inference&scaling=classical", "the classical factor 1 − p is 0, so only zeros"),
    (f"p=1.0&mask={'-' * 64 + '1' * 64}", "nothing left to divide by, its factor is taken as 0"),
    ("p=0.3&mode=inference&scaling=classical", "makes each signal 0.70 times as large, but"),
    ("p=0.0", "All 64 hidden units are on"),
    ("p=0.0&p_input=1.0", "64 of 64 pixels are off"),
]


@pytest.mark.parametrize(("link", "says"), CAPTIONS)
def test_the_caption_says_what_must_be_known(
    stage: Callable[[str], Locator], page: Page, link: str, says: str
) -> None:
    stage(f"/toggle_neurons?{link}")
    expect(page.get_by_test_id("caption")).to_contain_text(says)


def test_the_menu_closes_on_escape_and_on_a_press_elsewhere(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(PLAIN)
    menu = root.locator("details.more")
    for _ in range(2):
        root.get_by_text("More", exact=True).click()
        expect(menu).to_have_attribute("open", "")
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
    root.get_by_text("More", exact=True).click()
    page.mouse.click(5, 400)
    expect(menu).not_to_have_attribute("open", "")


def test_a_change_that_is_said_is_seen_in_the_percents(stage: Callable[[str], Locator]) -> None:
    root = stage("/toggle_neurons?image=171&p=0")
    figures = root.locator(".figures dd")
    expect(figures.nth(1)).to_have_text("93\u00a0% → 93\u00a0%")
    expect(figures.nth(2)).to_have_text("none")
    same = re.compile(r"^\d+\u00a0% → \d+\u00a0%$")
    for index in range(0, 32, 3):
        unit = root.locator(f'[data-unit="2:{index}"]')
        unit.click()
        painted(root)
        was, now = re.findall(r"[\d.]+", figures.nth(1).inner_text())
        points = figures.nth(2).inner_text()
        assert (was == now) == (points == "none"), points
        unit.click()
    expect(figures.nth(1)).to_have_text(same)


def test_a_finger_scrolls_taps_and_after_a_rest_paints(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    root = open_stage(page, PLAIN)
    devtools = context.new_cdp_session(page)
    units = [root.locator(f'[data-unit="1:{index}"]') for index in (3, 4, 5)]
    units[1].scroll_into_view_if_needed()

    def middle(unit: Locator) -> tuple[float, float]:
        box = unit.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers = [{"x": x, "y": y} for x, y in points]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    x, y = middle(units[1])
    touch("touchStart", (x, y))
    for step in range(1, 16):
        touch("touchMove", (x, y - 15 * step))
    touch("touchEnd")
    settle(page)
    assert middle(units[1])[1] < y - 100
    expect(root).to_have_attribute("data-kept", "128")
    units[1].scroll_into_view_if_needed()
    touch("touchStart", middle(units[0]))
    expect(units[0]).to_have_attribute("aria-pressed", "true")  # it rests, and paints
    at = middle(units[0])
    for unit in units[1:]:
        touch("touchMove", middle(unit))
    touch("touchEnd")
    expect(root).to_have_attribute("data-kept", "125")
    assert middle(units[0]) == at  # the page has not moved
    units[0].tap()
    expect(root).to_have_attribute("data-kept", "126")
    context.close()

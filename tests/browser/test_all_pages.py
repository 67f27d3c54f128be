"""What holds for every page: accessible, whole on a phone, nothing from elsewhere, no trace."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from dropviz.catalogue import LESSONS
from scripts.served_app import open_stage, settle
from tests.browser.axe import violations

PATHS = ["/", *(f"/{entry.name}" for entry in LESSONS)]
PROJECTOR = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
BACKGROUND = "(node) => getComputedStyle(node).backgroundColor"


def opened(page: Page, path: str) -> None:
    open_stage(page, path)
    expect(page.get_by_test_id("caption")).not_to_be_empty()
    settle(page)


@dataclass(frozen=True)
class Visit:
    """A page that was opened on a projector, what it asked for from elsewhere, its errors."""

    page: Page
    elsewhere: list[str]
    errors: list[str]


@pytest.fixture(scope="module", params=PATHS)
def visit(request: pytest.FixtureRequest, browser: Browser, base_url: str) -> Iterator[Visit]:
    """One visit to each page, for all tests that only look."""
    context = browser.new_context(base_url=base_url, viewport=PROJECTOR, color_scheme="light")
    visited = Visit(context.new_page(), [], [])
    own = (base_url, "data:", "blob:", "ws")
    visited.page.on(
        "request",
        lambda asked: visited.elsewhere.extend([] if asked.url.startswith(own) else [asked.url]),
    )
    visited.page.on("pageerror", lambda error: visited.errors.append(str(error)))
    opened(visited.page, request.param)
    yield visited
    context.close()


def test_the_stage_is_whole_on_a_projector(visit: Visit) -> None:
    caption = visit.page.get_by_test_id("caption").bounding_box()
    assert caption["y"] + caption["height"] <= 768


def test_nothing_is_fetched_from_elsewhere_and_nothing_fails(visit: Visit) -> None:
    assert visit.elsewhere == []
    assert visit.errors == []
    expect(visit.page.get_by_test_id("stException")).to_have_count(0)


def test_tab_navigation_and_heading_say_one_name(visit: Visit) -> None:
    heading = visit.page.get_by_role("heading", level=1)
    if visit.page.url.endswith("/"):
        expect(heading).to_have_text("dropviz")
        expect(visit.page).to_have_title("dropviz")
        return
    name = heading.inner_text()
    expect(visit.page).to_have_title(f"{name} · dropviz")
    section = next(entry.section for entry in LESSONS if entry.title == name)
    menu = visit.page.get_by_test_id("stTopNav").get_by_role("button", name=section, exact=True)
    menu.click()
    listed = visit.page.get_by_test_id("stTopNavDropdownLink").filter(has_text=name)
    expect(listed).to_be_visible()
    visit.page.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, scheme: str) -> None:
    background = visit.page.get_by_test_id("stApp").evaluate(BACKGROUND)
    visit.page.emulate_media(color_scheme=scheme)
    settle(visit.page)
    if scheme == "dark":
        assert visit.page.get_by_test_id("stApp").evaluate(BACKGROUND) != background
    assert violations(visit.page) == []


@pytest.mark.parametrize("path", PATHS)
def test_a_phone_shows_everything_without_scrolling_sideways(
    browser: Browser, base_url: str, path: str
) -> None:
    context = browser.new_context(base_url=base_url, viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    opened(page, path)
    stage = page.get_by_test_id("stage").bounding_box()
    assert stage["x"] >= 0
    assert stage["x"] + stage["width"] <= PHONE["width"]
    wide = page.get_by_test_id("stage").evaluate(
        """(root) => [...root.querySelectorAll('*')].filter((node) => {
             const box = node.getBoundingClientRect();
             return box.width && box.right > innerWidth + 1 && !node.closest('.more-panel');
           }).map((node) => node.className || node.tagName)"""
    )
    context.close()
    assert wide == []


def test_the_home_page_moves_and_can_be_stopped(page: Page) -> None:
    page.clock.install()
    opened(page, "/")
    stage = page.get_by_test_id("stage")
    first = int(stage.get_attribute("data-frame"))
    page.clock.run_for(2600)
    assert int(stage.get_attribute("data-frame")) > first + 1
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(300)
    frame = stage.get_attribute("data-frame")
    page.clock.run_for(5000)
    assert stage.get_attribute("data-frame") == frame


def test_reduced_motion_keeps_the_home_page_still(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url, reduced_motion="reduce")
    page = context.new_page()
    page.clock.install()
    opened(page, "/")
    stage = page.get_by_test_id("stage")
    frame = stage.get_attribute("data-frame")
    page.clock.run_for(5000)
    assert stage.get_attribute("data-frame") == frame
    page.get_by_role("button", name="Next mask").click()
    expect(stage).not_to_have_attribute("data-frame", frame)
    context.close()


def test_cards_lead_to_the_lessons_and_back_returns(page: Page) -> None:
    opened(page, "/")
    entry = LESSONS[1]  # the first one is where *Start here* leads too
    page.locator(f".st-key-card-{entry.name}").get_by_role("link").click()
    expect(page).to_have_url(re.compile(entry.name))
    expect(page.get_by_role("heading", level=1)).to_have_text(entry.title)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("dropviz")


def test_a_deep_link_is_the_first_thing_a_new_server_serves(
    browser: Browser, new_server: tuple[str, int]
) -> None:
    context = browser.new_context(base_url=new_server[0])
    page = context.new_page()
    opened(page, "/toggle_neurons?p=0.2")
    expect(page.get_by_test_id("stage")).to_have_attribute("data-p-drop", "0.2")
    expect(page.get_by_role("link", name="Home")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
    context.close()


def test_gestures_need_no_server(browser: Browser, new_server: tuple[str, int]) -> None:
    """With the server stopped dead, a toggle and the slider still repaint; nothing is lost."""
    url, process = new_server
    context = browser.new_context(base_url=url)
    page = context.new_page()
    with page.expect_websocket() as connected:
        opened(page, "/toggle_neurons?p=0.0")
    stage = page.get_by_test_id("stage")
    os.kill(process, signal.SIGSTOP)
    try:
        stage.locator('[data-unit="1:4"]').click()
        expect(stage).to_have_attribute("data-kept", "127", timeout=1000)
        stage.get_by_role("slider", name=re.compile("^dropout rate")).fill("0.5")
        expect(stage).to_have_attribute("data-p-drop", "0.5", timeout=1000)
        with connected.value.expect_event("framesent", lambda told: b'"seed":8' in bytes(told)):
            stage.get_by_role("button", name="Flip the coins").click()
        expect(stage).to_have_attribute("data-seed", "8", timeout=1000)
    finally:
        os.kill(process, signal.SIGCONT)
    expect(page).to_have_url(re.compile(r"p=0\.5.*seed=8"), timeout=10_000)
    expect(stage).to_have_attribute("data-seed", "8")
    context.close()

"""The path on the home page: where to begin, where to go on, what is done, and erasing it."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from dropviz.catalogue import LESSONS
from scripts.served_app import open_stage, settle

KEY = "dropviz-progress"


def home(page: Page, progress: object = None) -> None:
    page.goto("/_stcore/health")
    page.evaluate("localStorage.clear()")
    page.evaluate(f"(kept) => localStorage.setItem('{KEY}', kept)", json.dumps(progress or {}))
    open_stage(page, "/")
    settle(page)


def test_a_newcomer_starts_with_the_first_lesson(page: Page) -> None:
    home(page)
    path = page.get_by_test_id("path")
    expect(path.locator("[data-lesson]")).to_have_count(0)
    path.get_by_role("link", name="Start here: Why dropout?").click()
    expect(page).to_have_url(re.compile(r"/why"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Why dropout?")
    expect(page.get_by_test_id("guide")).to_have_attribute("data-scene", "1")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("dropviz")


def test_who_returns_goes_on_where_they_were_and_can_erase_it(page: Page) -> None:
    home(
        page,
        {
            "why": {"done": [1, 2, 3, 4], "when": 1},
            "toggle_neurons": {"done": [1, 2], "when": 3},
            "thinned_networks": {"done": [], "when": 2},
        },
    )
    path = page.get_by_test_id("path")
    expect(path.locator("[data-lesson=why]")).to_have_attribute("data-done", "4")
    dots = path.locator("[data-lesson=toggle_neurons]").get_by_role("img")
    expect(dots).to_have_attribute("aria-label", "2 of 5 scenes done")
    expect(path.get_by_role("link", name="Continue: Toggle neurons, scene 3 of 5")).to_be_visible()
    path.get_by_role("button", name="Erase my progress").click()
    path.get_by_role("button", name="Keep").click()
    path.get_by_role("button", name="Erase my progress").click()
    path.get_by_role("button", name="Erase", exact=True).click()
    expect(path.get_by_role("link", name="Start here: Why dropout?")).to_be_visible()
    assert page.evaluate(f"localStorage.getItem('{KEY}')") is None


def test_a_scene_that_was_skipped_is_the_next_one(page: Page) -> None:
    home(page, {"why": {"done": [1, 3, 4], "when": 1}})
    path = page.get_by_test_id("path")
    expect(path.get_by_role("link", name="Continue: Why dropout?, scene 2 of 4")).to_be_visible()
    expect(path.locator("[data-lesson=why]")).to_contain_text("●○●●")


def test_who_has_played_every_scene_is_sent_to_the_questions(page: Page) -> None:
    home(page, {entry.name: {"done": [1, 2, 3, 4, 5], "when": 1} for entry in LESSONS})
    path = page.get_by_test_id("path")
    expect(path).to_contain_text("You have played every scene.")
    path.get_by_role("link", name=LESSONS[-1].title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LESSONS[-1].title)


def test_a_card_is_a_link_all_over(page: Page) -> None:
    home(page)
    card = page.locator(".st-key-card-toggle_neurons")
    box = card.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 60)
    expect(page.get_by_role("heading", level=1)).to_have_text("Toggle neurons")

"""Every scene of every guide, played to its end by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from dropviz.lessons.variants.guide import of_family
from dropviz.stage.guide import Guide
from scripts.served_app import SHOWN_WITHIN_MS, settle
from tests.browser.acts import ACTS, OPENED, Press

KEY = "dropviz-progress"


def guide_of(name: str) -> Guide:
    """The guide of that name: of a lesson, or of the family of a variant."""
    if name in OPENED:
        return of_family(OPENED[name])
    guide: Guide = import_module(f"dropviz.lessons.{name}.guide").GUIDE
    return guide


def click(target: Locator) -> None:
    target.click()


def enter(target: Locator) -> None:
    target.press("Enter")


@pytest.fixture
def newcomer(context: BrowserContext, page: Page) -> Page:
    """A page whose visitor has done nothing yet."""
    page.goto("/_stcore/health")
    page.evaluate(f"localStorage.removeItem('{KEY}')")
    return page


def opened(page: Page, lesson: str) -> Locator:
    page.goto(f"/variants?variant={OPENED[lesson]}&scene=1" if lesson in OPENED else f"/{lesson}")
    guide = page.get_by_test_id("guide")
    expect(guide).to_have_attribute("data-scene", "1", timeout=SHOWN_WITHIN_MS)
    settle(page)
    return guide


@pytest.mark.parametrize("press", [click, enter], ids=["mouse", "keyboard"])
@pytest.mark.parametrize("lesson", ACTS)
def test_a_guide_is_played_to_its_end(newcomer: Page, lesson: str, press: Press) -> None:
    guide, box = guide_of(lesson), opened(newcomer, lesson)
    assert [*ACTS[lesson]] == [scene.name for scene in guide.scenes]
    for number, (name, act) in enumerate(ACTS[lesson].items(), 1):
        expect(box).to_have_attribute("data-scene", str(number))
        expect(box).to_have_attribute("data-done", str(number - 1))
        settle(newcomer)
        expect(box).to_have_attribute("data-finished", "false")  # by what it begins with
        if number % 2:
            press(box.locator("[data-answer]").last)
            expect(box.locator("[data-answer]").last).to_have_attribute("aria-pressed", "true")
            expect(box).to_have_attribute("data-finished", "false")  # nor by a guess alone
        act(newcomer, press)
        expect(box).to_have_attribute("data-finished", "true")
        said = box.locator(".guide-says").inner_text()
        assert len(said) > 20, name
        assert not {"NaN", "undefined", "null"} & {*said.split()}, said
        press(box.locator(".guide-next"))
    expect(box.locator(".guide-keep")).to_have_text(guide.keep)
    for number, check in enumerate(guide.checks):
        part = box.locator(".guide-check").nth(number)
        press(part.locator("[data-check]").nth(check.right))
        expect(part.locator(".guide-why")).to_have_text(f"Yes. {check.why}")
    press(box.locator(".guide-way"))
    expect(newcomer).to_have_url(re.compile(f"/{guide.leads_to}"))


@pytest.mark.parametrize("lesson", ACTS)
def test_a_scene_shows_its_parts_alone_and_the_free_view_all(newcomer: Page, lesson: str) -> None:
    box = opened(newcomer, lesson)
    parts = newcomer.get_by_test_id("stage").locator("[data-part]")
    names = set(parts.evaluate_all("(all) => all.map((one) => one.dataset.part)"))
    for number, scene in enumerate(guide_of(lesson).scenes, 1):
        assert {*scene.shows} <= names, scene.name
        expect(box).to_have_attribute("data-scene", str(number))
        for name in names - {*scene.shows}:
            expect(newcomer.locator(f'[data-part="{name}"]').first).to_be_hidden()
        box.locator(".guide-next").click()
    box.get_by_role("button", name="Explore freely").click()
    expect(box).to_have_attribute("data-scene", "0")
    expect(newcomer.get_by_test_id("stage").locator(".toolbar").first).to_be_visible()


def test_progress_outlives_a_reload_and_goes_on_where_one_was(newcomer: Page) -> None:
    lesson = "toggle_neurons"
    box = opened(newcomer, lesson)
    ACTS[lesson]["one_unit"](newcomer, click)
    expect(box).to_have_attribute("data-done", "1")
    newcomer.goto(f"/{lesson}")
    expect(box).to_have_attribute("data-scene", "2", timeout=SHOWN_WITHIN_MS)
    expect(box).to_have_attribute("data-done", "1")
    expect(newcomer).to_have_url(re.compile(r"\?scene=2$"))
    box.get_by_role("button", name="Explore freely").click()
    expect(box).to_have_attribute("data-scene", "0")
    newcomer.goto(f"/{lesson}")
    expect(box).to_have_attribute("data-scene", "0", timeout=SHOWN_WITHIN_MS)
    box.get_by_role("button", name="Guide: ").click()
    expect(box).to_have_attribute("data-scene", "2")


def test_a_link_without_a_scene_shows_exactly_its_state(
    newcomer: Page, stage: Callable[[str], Locator]
) -> None:
    root = stage("/toggle_neurons?p=0.6")
    expect(newcomer.get_by_test_id("guide")).to_have_attribute("data-scene", "0")
    expect(root).to_have_attribute("data-p-drop", "0.6")


HOSTILE = [
    "{",
    '{"toggle_neurons": {"done": [-1, 1e9, "<b>", null], "answers": [], "free": "yes"}}',
]


@pytest.mark.parametrize("kept", HOSTILE, ids=["broken", "hostile"])
def test_progress_that_cannot_be_read_is_none(newcomer: Page, kept: str) -> None:
    errors: list[str] = []
    newcomer.on("pageerror", lambda error: errors.append(str(error)))
    newcomer.evaluate("(text) => localStorage.setItem('dropviz-progress', text)", kept)
    box = opened(newcomer, "toggle_neurons")
    expect(box).to_have_attribute("data-done", "0")
    ACTS["toggle_neurons"]["one_unit"](newcomer, click)
    expect(box).to_have_attribute("data-done", "1")
    assert errors == []


def test_in_a_scene_of_another_visit_nothing_is_done_by_what_the_link_brings(
    newcomer: Page,
) -> None:
    mask = "-" * 64 + "0" + "-" * 63
    newcomer.goto(f"/toggle_neurons?scene=1&mask={mask}")
    box = newcomer.get_by_test_id("guide")
    expect(box).to_have_attribute("data-scene", "1", timeout=SHOWN_WITHIN_MS)
    settle(newcomer)
    expect(box).to_have_attribute("data-finished", "false")
    expect(box).to_have_attribute("data-done", "0")

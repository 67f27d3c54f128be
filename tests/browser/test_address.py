"""The address of a page: every gesture is in it, and only what is opened is an entry of its own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.served_app import go_by_navigation, settle

TOGGLE = "/toggle_neurons?p=0"


def entries(page: Page) -> int:
    found: int = page.evaluate("history.length")
    return found


def test_twenty_gestures_are_one_step_back(stage: Callable[[str], Locator], page: Page) -> None:
    stage("/")
    go_by_navigation(page, "Toggle neurons")
    root = page.get_by_test_id("stage")
    expect(page).to_have_url(re.compile("/toggle_neurons.*scene="))
    page.get_by_role("button", name="Explore freely").click()
    settle(page)
    before = entries(page)
    for index in range(20):
        root.locator(f'[data-unit="2:{index}"]').click()
    root.get_by_role("slider", name=re.compile("^dropout rate")).fill("0.7")
    expect(page).to_have_url(re.compile(r"p=0\.7.*mask="))
    assert entries(page) == before
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("dropviz")
    page.go_forward()
    expect(root).to_have_attribute("data-p-drop", "0.7")


@pytest.mark.parametrize("gap_ms", [0, 130, 300])
def test_a_reload_right_behind_a_gesture_shows_what_the_address_says(
    stage: Callable[[str], Locator], page: Page, gap_ms: int
) -> None:
    root = stage(TOGGLE)
    root.locator('[data-unit="1:4"]').click()
    expect(page).to_have_url(re.compile("mask="))
    root.locator('[data-unit="1:5"]').click()
    page.wait_for_timeout(gap_ms)
    dropped = page.url.split("mask=")[1].count("0")
    page.reload()
    expect(root).to_have_attribute("data-kept", str(128 - dropped), timeout=20_000)


def test_a_gesture_leaves_parameters_of_others(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(f"{TOGGLE}&utm=abc#part")
    root.get_by_role("slider", name=re.compile("^dropout rate")).fill("0.2")
    expect(page).to_have_url(re.compile(r"\?.*utm=abc.*p=0\.2.*#part$|\?.*p=0\.2.*utm=abc.*#part$"))


def test_back_from_a_lesson_one_returned_to_reaches_the_page_before(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(TOGGLE)
    root.locator('[data-unit="1:4"]').click()
    expect(page).to_have_url(re.compile("mask="))
    go_by_navigation(page, "Home")
    expect(page.get_by_role("heading", level=1)).to_have_text("dropviz")
    settle(page)
    go_by_navigation(page, "Toggle neurons")
    expect(page).to_have_url(re.compile("/toggle_neurons.*mask="))
    settle(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("dropviz")


def test_each_variant_is_an_entry_and_back_shows_what_was_chosen_there(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage("/variants?family=conv")
    rate = root.get_by_role("slider", name=re.compile("^dropout rate"))
    rate.fill("0.4")
    root.locator("a[data-variant=spatial_2d]").click()
    expect(root).to_have_attribute("data-variant", "spatial_2d")
    rate.fill("0.6")
    expect(page).to_have_url(re.compile(r"variant=spatial_2d.*|p=0\.6"))
    settle(page, 400)
    page.get_by_role("button", name=re.compile("›$")).first.click()
    expect(root).not_to_have_attribute("data-variant", "spatial_2d")
    settle(page, 400)
    page.go_back()
    expect(root).to_have_attribute("data-variant", "spatial_2d")
    expect(root).to_have_attribute("data-p-drop", "0.6")
    settle(page, 400)
    page.go_back()
    expect(root).to_have_attribute("data-variant", "")
    expect(root).to_have_attribute("data-p-drop", "0.4")
    settle(page, 400)
    page.go_forward()
    expect(root).to_have_attribute("data-variant", "spatial_2d")


def test_every_lesson_names_its_free_view_where_all_is_usual(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage("/expected_activations")
    rate = root.get_by_role("slider", name=re.compile("^dropout rate"))
    usual = rate.input_value()
    rate.fill("0.9")
    expect(page).to_have_url(re.compile(r"\?p=0\.9$"))
    rate.fill(usual)
    expect(page).to_have_url(re.compile(r"\?scene=0$"))


def test_the_link_holds_the_open_tab_and_back_leads_past_it(
    stage: Callable[[str], Locator], page: Page
) -> None:
    stage("/variants?family=conv")
    opened = page.get_by_role("tab", selected=True)
    page.get_by_role("tab", name="PyTorch").click()
    expect(page).to_have_url(re.compile(r"family=conv.*tab=pytorch$"))
    settle(page)
    before = entries(page)
    page.locator("a[data-variant=spatial_2d]").click()
    expect(page).to_have_url(re.compile(r"variant=spatial_2d.*tab=pytorch$"))
    settle(page)
    assert entries(page) == before + 1
    page.get_by_role("tab", name="Words").click()
    expect(page).to_have_url(re.compile(r"variant=spatial_2d.*tab=words$"))
    page.reload()
    expect(opened).to_have_text("Words")
    settle(page)
    page.go_back()
    expect(opened).to_have_text("PyTorch")
    expect(page).to_have_url(re.compile(r"\?family=conv.*tab=pytorch$"))


@pytest.mark.parametrize("query", ["tab=zzz", "tab=%3Cb%3E", "tab=words&tab=sources"])
def test_a_tab_that_there_is_not_is_said_and_the_first_is_open(
    stage: Callable[[str], Locator], page: Page, query: str
) -> None:
    stage(f"{TOGGLE}&{query}")
    expect(page.get_by_role("tab", selected=True)).to_have_text("The maths")
    expect(page.get_by_test_id("stAlert")).to_contain_text("This link has tab = ")


def test_a_button_copies_the_link_of_what_is_on_the_stage(
    stage: Callable[[str], Locator], page: Page
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    root = stage(TOGGLE)
    root.locator('[data-unit="1:4"]').click()
    copy = page.get_by_test_id("guide").get_by_role("button", name="Copy link")
    copy.click()
    expect(page.get_by_test_id("guide")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    page.context.clear_permissions()
    assert copied == page.url
    assert "mask=" in copied
    expect(copy).to_be_visible()

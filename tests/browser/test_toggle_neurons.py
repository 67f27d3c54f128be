"""The lesson Toggle neurons in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

PLAIN = "/toggle_neurons?p=0.0"


def test_a_click_drops_a_unit_and_a_second_restores_it(stage, page: Page) -> None:
    root = stage(PLAIN)
    unit = root.locator('[data-unit="1:4"]')
    expect(root).to_have_attribute("data-kept", "128")
    unit.click()
    expect(unit).to_have_attribute("aria-pressed", "true")
    expect(root).to_have_attribute("data-kept", "127")
    unit.click()
    expect(root).to_have_attribute("data-kept", "128")


def test_space_enter_and_arrows_work_on_units(stage, page: Page) -> None:
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


def test_a_drag_drops_every_unit_it_crosses(stage, page: Page) -> None:
    root = stage(PLAIN)
    boxes = [root.locator(f'[data-unit="1:{index}"]').bounding_box() for index in (0, 2, 4)]
    centres = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    page.mouse.move(*centres[0])
    page.mouse.down()
    for centre in centres[1:]:
        page.mouse.move(*centre, steps=4)
    page.mouse.up()
    expect(root).to_have_attribute("data-kept", "125")


def test_the_rate_slider_follows_the_coins(stage, page: Page) -> None:
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


def test_a_permalink_shows_the_same_stage_after_a_reload(stage, page: Page) -> None:
    root = stage("/toggle_neurons")
    root.get_by_role("button", name="Flip the coins").click()
    root.locator('[data-unit="2:3"]').click()
    root.get_by_role("slider", name=re.compile("^dropout rate")).fill("0.55")
    expect(page).to_have_url(re.compile(r"p=0\.55"), timeout=5000)
    expect(page).to_have_url(re.compile(r"mask="))
    caption = page.get_by_test_id("caption").inner_text()
    page.reload()
    expect(page.get_by_test_id("caption")).to_have_text(caption, timeout=20_000)
    expect(root).to_have_attribute("data-p-drop", "0.55")


def test_back_undoes_the_last_gesture(stage, page: Page) -> None:
    root = stage(PLAIN)
    root.locator('[data-unit="1:4"]').click()
    expect(page).to_have_url(re.compile("mask="), timeout=5000)
    page.go_back()
    expect(root).to_have_attribute("data-kept", "128", timeout=5000)

"""The lesson Feature maps in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dropviz.core.coins import scattered_coins
from dropviz.core.conv_network import conv_forward
from dropviz.core.map_masks import MapWay, map_mask, share_dropped
from dropviz.data.conv_networks import shipped_conv_network
from dropviz.lessons.feature_maps.facts import PIXEL_ENDS, DigitFacts, facts, image_pixels
from dropviz.lessons.feature_maps.view import MAP_SHAPES, N_PIXELS, FeatureMapsView
from scripts.served_app import open_stage, settle
from tests.browser.frames import painted

PLAIN = "/feature_maps"
WAYS: tuple[MapWay, ...] = ("element", "spatial", "block")


def shares(root: Locator) -> list[float]:
    """What each of the three ways really dropped."""
    shown = painted(root).locator(".way-share").all()
    return [float(item.get_attribute("data-share")) for item in shown]


def test_a_click_a_key_and_a_heading_switch_maps_off_and_on(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(PLAIN)
    first = root.locator('[data-unit="1:0"]')
    expect(root).to_have_attribute("data-kept", "768")
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(root).to_have_attribute("data-kept", "704")
    expect(page.get_by_test_id("caption")).to_contain_text("1 of 24 maps is off")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(root).to_have_attribute("data-maps-off", "2")
    page.keyboard.press("Enter")
    inspected = root.locator(".panel h2")
    expect(inspected).to_have_text("block 1, map 2")
    root.locator('[data-unit="2:0"]').focus()
    expect(inspected).to_have_text("block 2, map 1")
    page.keyboard.press("ArrowRight")
    expect(inspected).to_have_text("block 2, map 2")
    first.click()
    expect(root).to_have_attribute("data-kept", "768")
    root.get_by_role("button", name="block 2 · 16 of 16 maps").click()
    expect(root).to_have_attribute("data-maps-off", "16")
    root.get_by_role("button", name="Restore all").click()
    expect(root).to_have_attribute("data-kept", "768")


def pixel_centre(root: Locator, unit: str, row: int, column: int, side: int) -> tuple[float, float]:
    box = root.locator(f'[data-unit="{unit}"] .map-picture').bounding_box()
    cell = box["width"] / side
    return box["x"] + (column + 0.5) * cell, box["y"] + (row + 0.5) * cell


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=2)
    page.mouse.up()


def test_a_drag_drops_pixels_one_by_one_and_restores_them(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(PLAIN)
    ends = [pixel_centre(root, "1:2", 3, column, 8) for column in (1, 6)]
    drag(page, *ends)
    expect(root).to_have_attribute("data-kept", str(768 - 6))
    expect(page.get_by_test_id("caption")).to_contain_text("6 pixels of the 24 maps are off")
    drag(page, *ends)
    expect(root).to_have_attribute("data-kept", "768")
    large = root.locator('[data-unit="1:2:9"]')
    large.focus()
    page.keyboard.press("Space")
    expect(large).to_have_attribute("aria-pressed", "true")
    expect(root).to_have_attribute("data-kept", "767")
    expect(page).to_have_url(re.compile("pixels=[0-9a-f]{192}"))


def test_one_slider_moves_all_three_ways(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(PLAIN)
    slider = root.get_by_role("slider", name=re.compile("^dropout rate"))
    found = []
    for rate in ("0", "0.2", "0.5", "1"):
        slider.fill(rate)
        expect(root).to_have_attribute("data-p-drop", rate)
        found.append(shares(root))
    assert found[0] == [0, 0, 0]
    assert found[-1] == [1, 1, 1]
    for low, high in pairwise(found):
        assert all(less < more for less, more in zip(low, high, strict=True))
    expect(root).to_have_attribute("data-kept", "768")  # by hand nothing is off


def test_what_moves_the_three_ways_stands_with_them(stage: Callable[[str], Locator]) -> None:
    root = stage(PLAIN)
    expect(root.locator(".ways .slider input")).to_have_count(2)
    expect(root.locator(".toolbar .slider:not(.more *)")).to_have_count(0)
    expect(root.locator(".ways").get_by_role("button", name="Flip the coins")).to_be_visible()


def averages(view: FeatureMapsView, way: MapWay, rows: int) -> tuple[int, float]:
    """How many of so many coins lose the digit, and the mean share that they drop."""
    network, image = shipped_conv_network(view.network), image_pixels(view)
    whole = conv_forward(network, image).logits[0].argmax()
    lost, shares = 0, []
    for row in range(rows):
        parts = np.split(scattered_coins(row, N_PIXELS), PIXEL_ENDS)
        masks = [
            map_mask(way, part.reshape(shape), view.p, view.block)
            for part, shape in zip(parts, MAP_SHAPES, strict=True)
        ]
        thinned = conv_forward(network, image, [mask.multipliers for mask in masks])
        lost += int(thinned.logits[0].argmax() != whole)
        shares.append(share_dropped(masks))
    return lost, float(np.mean(shares))


def test_averages_over_many_coins_are_those_of_python(stage: Callable[[str], Locator]) -> None:
    view = FeatureMapsView(p=0.3, many=True)
    root = stage(f"{PLAIN}?many=true")
    expect(root).to_have_attribute("data-averaged", "200")
    for place, way in enumerate(WAYS):
        lost, share = averages(view, way, 200)
        says = f"{100 * share:.0f}\u00a0% dropped, 8 lost in {lost}"
        expect(root.locator(".way-share").nth(place)).to_have_text(says)


NUMBERS = """(root) => root.innerText.match(/\\d+(?:[.,]\\d+)?/g).length"""


@pytest.mark.parametrize(("query", "most"), [("?scene=0", 55), ("?source=photo", 45)])
def test_few_numbers_are_in_sight(stage: Callable[[str], Locator], query: str, most: int) -> None:
    assert stage(f"{PLAIN}{query}").evaluate(NUMBERS) <= most


def test_a_way_shown_above_drops_what_its_card_shows(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{PLAIN}?p=0.4")
    for place, way in enumerate(WAYS):
        root.locator(f'[data-way="{way}"].button').click()
        expect(root).to_have_attribute("data-way", way)
        kept = int(root.get_attribute("data-kept"))
        assert abs(1 - kept / 768 - shares(root)[place]) < 1e-4
        says = root.locator(".way-says").nth(place)
        expect(says).to_have_attribute("data-prediction", root.get_attribute("data-prediction"))
    note, caption = root.locator(".ways-title"), page.get_by_test_id("caption")
    expect(note).to_contain_text("squares overlap.")
    root.get_by_role("slider", name=re.compile("^block")).fill("8")
    expect(note).to_contain_text("A square fills a map: it drops whole maps")
    expect(note).not_to_contain_text("overlap")
    expect(caption).not_to_contain_text("by hand")
    root.locator('[data-unit="1:0"]').click()
    expect(caption).to_contain_text("Blocks at p = 0.40, with what you set by hand:")
    expect(note).to_contain_text("without what you set by hand")
    root.locator('[data-way="block"].button').click()
    expect(root).to_have_attribute("data-way", "hand")


def test_a_link_shows_the_same_stage(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(f"{PLAIN}?way=spatial&p=0.35&block=4&seed=12")
    root.locator('[data-unit="2:5"]').click()
    expect(page).to_have_url(re.compile("mask="))
    caption = page.get_by_test_id("caption").inner_text()
    page.reload()
    expect(page.get_by_test_id("caption")).to_have_text(caption, timeout=20_000)


def test_a_digit_can_be_drawn_with_pointer_and_keys(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(PLAIN)
    root.get_by_role("button", name="Draw", exact=True).click()
    pixels = root.locator("[data-pixel]")
    boxes = [pixels.nth(index).bounding_box() for index in (10, 50)]
    drag(page, *[(box["x"] + 7, box["y"] + 7) for box in boxes])
    expect(page).to_have_url(re.compile("drawn=[0-9a-g]{64}"))
    pixels.first.focus()
    page.keyboard.press("Space")
    expect(pixels.first).to_have_attribute("aria-label", "pixel 1: ink 0.50")
    root.get_by_role("combobox", name="image").select_option("hard")
    expect(page).not_to_have_url(re.compile("drawn="))


def test_a_photo_loses_what_a_dark_map_showed(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(f"{PLAIN}?source=photo&p=0.2")
    whole = float(root.get_attribute("data-explained"))
    root.locator('[data-unit="1:1"]').click()
    expect(root).to_have_attribute("data-maps-off", "1")
    assert float(root.get_attribute("data-explained")) < whole
    expect(page.get_by_test_id("caption")).to_contain_text("1 of 16 maps is off")
    page.keyboard.press("ArrowRight")
    expect(root.locator(".panel h2")).to_have_text("map 3")
    before = shares(root)
    root.get_by_role("slider", name=re.compile("^dropout rate")).fill("0.6")
    assert all(less < more for less, more in zip(before, shares(root), strict=True))
    root.get_by_role("combobox", name="photo").select_option("china")
    root.locator('[data-way="block"].button').click()
    expect(page).to_have_url(re.compile("photo=china.*photo_mask=|photo_mask=.*photo=china"))
    assert whole_on_a_projector(root)
    root.get_by_role("button", name="Digits").click()
    expect(root).to_have_attribute("data-droppable", "768")


def whole_on_a_projector(root: Locator) -> bool:
    box = root.bounding_box()
    return box["y"] + box["height"] <= 768


def test_everything_is_whole_on_a_projector(stage: Callable[[str], Locator]) -> None:
    assert whole_on_a_projector(stage(f"{PLAIN}?way=block&p=0.5"))


OVERLAPS = """(root) => {
  const parts = ".map, .part-title, .part-note, .ink-grid, .photo, .class-row, .figures, .zoom, "
    + ".kernels, .large-map, .map-numbers, .way-head > *, .way canvas, .mini-bars, .way-says";
  const right = root.getBoundingClientRect().right;
  const boxes = [...root.querySelectorAll(parts)].filter((node) => node.offsetParent)
    .map((node) => [node.className, node.getBoundingClientRect()]);
  const found = [];
  boxes.forEach(([one, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 1 && down > 1) found.push([one, other]);
  }));
  boxes.forEach(([one, a]) => a.right > right + 1 && found.push([one, "the right edge"]));
  return found;
}"""


def test_a_phone_has_no_overlaps_and_a_tap_works(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    root = open_stage(context.new_page(), PLAIN)
    assert root.evaluate(OVERLAPS) == []
    root.locator('[data-unit="1:6"]').tap()
    expect(root).to_have_attribute("data-maps-off", "1")
    expect(root.get_by_test_id("caption")).to_be_in_viewport(ratio=1)
    root.get_by_role("button", name="Photo").tap()
    expect(root).to_have_attribute("data-source", "photo")
    assert root.evaluate(OVERLAPS) == []
    context.close()


@pytest.mark.parametrize("source", ["digits", "photo"])
def test_nothing_overlaps_at_any_width(
    stage: Callable[[str], Locator], page: Page, source: str
) -> None:
    root = stage(f"/feature_maps?source={source}&p=0.3")
    expect(root).to_have_attribute("data-source", source)
    for width in (1366, 1280, 1230, 1160, 1024, 960, 900, 830, 768, 700, 600):
        page.set_viewport_size({"width": width, "height": 768})
        settle(page)
        assert root.evaluate(OVERLAPS) == [], width


VIEWS = [
    FeatureMapsView(mask="0-----0---------0-------", network="spatial", image=17),
    FeatureMapsView(way="element", p=0.5, seed=8),
    FeatureMapsView(way="spatial", p=0.3, mask="-1----------0-----------", network="spatial"),
    FeatureMapsView(way="block", p=0.4, block=5, pixels="f0" * 8 + "0" * 176, image=400),
    FeatureMapsView(way="block", p=1.0, drawn="0" * 20 + "g8" * 12 + "0" * 20),
    FeatureMapsView(source="photo", photo="china", way="spatial", p=0.25, photo_mask="0" * 16),
    FeatureMapsView(source="photo", way="block", p=0.2, block=6, photo_mask="-" * 15 + "1"),
]
SHOW = "(root, view) => root.stage.store.change(view, {tell: false})"


def test_the_stage_shows_what_python_computes(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(PLAIN)
    for view in VIEWS:
        now = facts(view)
        root.evaluate(SHOW, view.model_dump())
        kept = sum(int(mask.kept.sum()) for mask in now.masks)
        expect(root).to_have_attribute("data-kept", str(kept))
        if isinstance(now, DigitFacts):
            expect(root).to_have_attribute("data-prediction", str(now.after))
            share = 100 * now.thinned.probabilities[0].max()
            if 10 <= share <= 99:
                expect(page.get_by_test_id("caption")).to_contain_text(f"{share:.0f}\u00a0%")
        else:
            assert abs(float(root.get_attribute("data-explained")) - now.r2) < 1e-3


def test_a_filter_slides_over_the_photo_and_rests_where_its_map_is_strongest(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{PLAIN}?scene=1")
    square, slide = root.locator(".slide-square"), root.get_by_role("button", name="Slide filter")
    expect(square).to_be_hidden()
    root.locator('[data-unit="1:4"]').hover()
    expect(slide).to_have_text("Slide filter 5")
    slide.click()
    expect(square).to_be_visible()
    first = square.get_attribute("style")
    expect(square).not_to_have_attribute("style", first)
    expect(root.locator('[data-unit="1:4"] .slide-cover')).to_be_visible()
    expect(root.locator(".slide-note")).to_have_text(
        "Of all whole squares, this one fits filter 5 best."
    )
    expect(root.locator(".slide-cover")).to_have_count(0)
    expect(square).to_be_visible()


def test_the_digit_that_is_read_stands_beside_the_ways_of_its_scene(
    stage: Callable[[str], Locator],
) -> None:
    root = stage(f"{PLAIN}?scene=3")
    expect(root.get_by_role("img", name="The image: an 8", exact=True)).to_be_visible()
    root = stage(PLAIN)
    expect(root.locator(".way-digit")).to_be_hidden()

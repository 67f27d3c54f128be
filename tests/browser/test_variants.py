"""The lesson Variants in a real browser, and its masks against the layers on the same coins."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from playwright.sync_api import Browser, Locator, Page, expect

from dropviz.lessons.variants.advice import NOTHING, advised
from dropviz.lessons.variants.payload import N_COINS, STARRED, packed_variant
from dropviz.lessons.variants.view import drawn_elsewhere
from dropviz.stage.packing import packed
from dropviz.variants import VARIANTS
from dropviz.variants.parts.usages import MARKS
from scripts.served_app import SHOWN_WITHIN_MS, open_stage, settle
from tests.browser.axe import violations
from tests.vectors.variants import AT, BLOCK, expected_outputs

PAGE = "/variants"

OUTPUTS = """([packedVariant, coins, settings]) => {
  const variant = decodeVariant(packedVariant);
  const mask = maskOf(variant, decodeFloats(coins), settings);
  return {dropped: [...mask.dropped], outputs: [...outputsOf(variant, mask, settings)]};
}"""


# Through all variants by the button to the next one, a frame each.
WALK = """async (root) => {
  const text = (choice) => root.querySelector(choice).textContent;
  const seen = [];
  do {
    seen.push([root.dataset.variant, text(".opened header h2"), text("[data-testid=caption]"),
      text("[data-testid=readout]")]);
    root.querySelector("button[aria-label^=Next]").click();
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
  } while (root.querySelector(".opened").checkVisibility());
  return seen;
}"""

SCROLLED = """() => Math.max(...[...document.querySelectorAll("*")].map((one) => one.scrollTop))"""


def test_masks_are_those_of_the_layers(blank_page_with: Callable[..., Page]) -> None:
    """At one rate; at its ends too under Node: ``tests/js/variants.test.js``."""
    page = blank_page_with("shared/arithmetic.js", "variants/masks.js")
    u = np.random.default_rng(3).random(N_COINS, dtype=np.float32)
    settings = {"p": 0.3, "at": AT, "block": BLOCK}
    for slug, variant in VARIANTS.items():
        found = page.evaluate(OUTPUTS, [packed_variant(variant), packed(u), settings])
        outputs = np.reshape(found["outputs"], variant.shape)
        if variant.kind in ("coin", "block"):
            dropped = np.reshape(found["dropped"], variant.shape) == 1
            there = variant.example_tensor != 0
            assert np.array_equal(dropped[there], outputs[there] == 0), slug
        if slug == "drop_connect":
            given = variant.given(variant.example_tensor)
            outputs = np.einsum("noi,ni->no", outputs, given)
        expected = expected_outputs(variant, u, 0.3)
        np.testing.assert_allclose(outputs, expected, rtol=0, atol=1e-5, err_msg=slug)


def test_a_filled_block_is_one_unscaled_coin_per_map(blank_page_with: Callable[..., Page]) -> None:
    scripts = ("shared/arithmetic.js", "variants/masks.js", "variants/words.js")
    page = blank_page_with(*scripts)
    u = packed(np.random.default_rng(3).random(N_COINS, dtype=np.float32))
    masks_alike, caption = page.evaluate(
        """([packedVariant, coins]) => {
          const [variant, view] = [decodeVariant(packedVariant), {p: 0.5, block: 6}];
          const masks = [variant, wholeMaps(variant)]
            .map((one) => maskOf(one, decodeFloats(coins), view));
          const said = masks
            .map(({dropped, factor}) => JSON.stringify([[...dropped], [...factor]]));
          return [said[0] === said[1], openedCaption(wholeMaps(variant), view, masks[1])];
        }""",
        [packed_variant(VARIANTS["drop_block"]), u],
    )
    assert masks_alike
    assert "the mask is that of spatial dropout" in caption
    assert "the mean is 0.50 x" in caption


def test_every_variant_opens_and_says_what_it_shows(
    stage: Callable[[str], Locator], page: Page
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    root = stage(PAGE)
    expect(root).to_have_attribute("data-shown", str(len(VARIANTS)))
    cards = root.locator("a.card")
    assert cards.count() == len(VARIANTS)
    assert cards.filter(has_text="★").count() == len(STARRED)
    root.locator("a[data-variant=dropout]").click()
    expect(root).to_have_attribute("data-variant", "dropout")
    seen = root.evaluate(WALK)
    here = [slug for slug, variant in VARIANTS.items() if not drawn_elsewhere(variant)]
    assert [slug for slug, *_ in seen] == here
    for slug, title, caption, readout in seen:
        assert title == VARIANTS[slug].title
        assert caption.startswith("p = 0.30: "), slug
        assert readout, slug
        assert "NaN" not in caption + readout
    first = VARIANTS["lstm_h"].title  # it opens on the stage of its family
    expect(page.get_by_role("heading", name=first, exact=True)).to_be_visible(timeout=10_000)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    assert errors == []


def test_a_card_opens_by_keyboard_and_back_returns(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{PAGE}?family=conv&p=0.4")
    expect(root).to_have_attribute("data-shown", "4")
    root.locator("a[data-variant=spatial_2d]").press("Enter")
    expect(root).to_have_attribute("data-variant", "spatial_2d")
    expect(page).to_have_url(re.compile("variant=spatial_2d"), timeout=5000)
    expect(page).to_have_title("Spatial dropout 2d · Variants · dropviz")
    settle(page)
    page.go_back()
    expect(root).to_have_attribute("data-variant", "", timeout=5000)
    expect(page).to_have_title("Variants · dropviz")
    expect(root).to_have_attribute("data-shown", "4")
    expect(root).to_have_attribute("data-p-drop", "0.4")


def test_families_with_a_network_open_on_their_own_stage(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{PAGE}?family=recurrent&p=0.25")
    root.locator("a[data-variant=lstm_zoneout]").click()
    expect(page.get_by_role("heading", name="Zoneout", exact=True)).to_be_visible(timeout=10_000)
    expect(root.get_by_test_id("caption")).not_to_be_empty()
    expect(root.get_by_role("slider", name=re.compile("^dropout rate"))).to_have_value("0.25")
    page.get_by_role("button", name="Attention dropout ›").first.click()
    expect(page.get_by_role("heading", name="Attention dropout")).to_be_visible(timeout=10_000)
    expect(page).to_have_url(re.compile("variant=attention"))
    expect(page).to_have_title("Attention dropout · Variants · dropviz")
    settle(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Zoneout", exact=True)).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="All variants").first.click()
    expect(root).to_have_attribute("data-shown", "5", timeout=10_000)
    expect(root).to_have_attribute("data-p-drop", "0.25")
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_what_one_builds_decides_what_is_advised(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(PAGE)
    advice = root.locator(".advice:visible")
    expect(advice).to_have_count(0)
    root.get_by_role("button", name="convolutional", exact=True).click()
    for number, one in enumerate(advised("conv", "little", "no")):
        expect(advice.nth(number)).to_contain_text(f"{VARIANTS[one.slug].title}: {one.rate}.")
        expect(advice.nth(number)).to_contain_text(one.reason)
        expect(advice.nth(number).locator(".mark")).to_have_text(one.firm)
        expect(root.locator(".advice-legend")).to_contain_text(f"{one.firm}: {MARKS[one.firm]}.")
    root.get_by_role("button", name="transformer", exact=True).click()
    root.get_by_role("button", name="much data", exact=True).click()
    expect(advice).to_have_count(1)
    expect(advice).to_contain_text(NOTHING)
    expect(page).to_have_url(re.compile("family=transformer&amount=much"))
    root = stage(f"{PAGE}?family=conv&norm=yes")
    first, second = advised("conv", "little", "yes")
    expect(advice.first).to_contain_text(first.reason)
    expect(advice.last).to_contain_text(second.reason)
    settle(page)
    assert violations(page) == []
    advice.first.locator("a").click()
    expect(root).to_have_attribute("data-variant", first.slug)


def test_a_variant_opens_at_the_top_and_says_why_it_exists(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(PAGE)
    for slug in ("stochastic_depth_row", "mlp"):
        link = root.locator(f"a[data-variant={slug}]")
        link.scroll_into_view_if_needed()
        page.mouse.move(600, 500)
        page.mouse.wheel(0, 900)
        page.wait_for_function(f"() => ({SCROLLED})() > 100")
        link.click()
        heading = page.get_by_role("heading", name=VARIANTS[slug].title, exact=True)
        expect(heading).to_be_in_viewport(timeout=10_000)
        for sentence in (VARIANTS[slug].purpose, VARIANTS[slug].choose):
            expect(page.get_by_text(sentence)).to_be_visible()
        settle(page)
        assert page.evaluate(SCROLLED) == 0
        page.get_by_role("button", name="All variants").first.click()
        expect(root).to_have_attribute("data-shown", str(len(VARIANTS)), timeout=10_000)
        settle(page)
    root.locator("a[data-variant=drop_block]").click()
    expect(root).to_have_attribute("data-variant", "drop_block")
    expect(root.get_by_text(VARIANTS["drop_block"].choose)).to_be_visible()
    assert page.evaluate(SCROLLED) == 0


def test_a_link_to_a_scene_of_a_family_leads_back_to_it(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage(f"{PAGE}?variant=lstm_h&scene=2")
    guide = page.get_by_test_id("guide")
    expect(guide).to_have_attribute("data-scene", "2")
    expect(root).to_have_attribute("data-rule", "lstm_h")
    root.get_by_role("button", name="candidate").click()
    expect(page).to_have_url(re.compile("variant=lstm_candidate"))
    expect(guide).to_have_attribute("data-scene", "2")
    settle(page)
    page.reload()
    expect(guide).to_have_attribute("data-scene", "2", timeout=SHOWN_WITHIN_MS)
    expect(root).to_have_attribute("data-rule", "lstm_candidate")
    page.get_by_role("button", name="All variants").first.click()
    expect(guide).to_have_attribute("data-scene", "0", timeout=10_000)
    assert "scene=2" not in page.url


def test_what_shares_a_coin_goes_out_together(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage(f"{PAGE}?variant=spatial_2d&p=0")
    slider = root.get_by_role("slider", name=re.compile("^dropout rate"))
    counts = []
    for p in ("0", "0.2", "0.5", "0.8", "1"):
        slider.fill(p)
        expect(root).to_have_attribute("data-p-drop", p)
        counts.append(int(root.get_attribute("data-dropped")))
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (0, 288)
    assert all(count % 36 == 0 for count in counts)
    panel = root.get_by_role("group", name=re.compile("^Mask m"))
    panel.focus()
    x = np.abs(VARIANTS["spatial_2d"].example_tensor)
    *_, height, width = np.unravel_index(x.argmax(), x.shape)
    page.keyboard.press("ArrowRight")
    expect(root.get_by_test_id("readout")).to_contain_text(f"width {width + 2}")
    page.keyboard.press("ArrowDown")
    expect(root.get_by_test_id("readout")).to_contain_text(
        f"height {height + 2}, width {width + 2}"
    )
    expect(root.get_by_test_id("readout")).to_contain_text("35 others share its coin")
    settle(page)
    assert violations(page) == []


def test_new_coins_come_by_themselves_and_can_be_stopped(
    stage: Callable[[str], Locator], page: Page
) -> None:
    page.clock.install()
    root = stage(PAGE)
    seed = root.get_attribute("data-seed")
    page.clock.run_for(5000)
    expect(root).not_to_have_attribute("data-seed", seed)
    root.get_by_role("button", name="Pause").click()
    seed = root.get_attribute("data-seed")
    page.clock.run_for(5000)
    expect(root).to_have_attribute("data-seed", seed)
    assert "seed" not in page.url


def test_reduced_motion_and_a_phone(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True,
        reduced_motion="reduce", color_scheme="dark",
    )  # fmt: skip
    page = context.new_page()
    root = open_stage(page, f"{PAGE}?family=residual")
    expect(root.get_by_role("button", name="Play")).to_be_visible()
    root.locator("a[data-variant=layer_drop]").tap()
    expect(root).to_have_attribute("data-variant", "layer_drop")
    settle(page)
    assert violations(page) == []
    context.close()

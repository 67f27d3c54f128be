"""Take the pictures of the README and of the home page's cards: ``make pictures``."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, sync_playwright

from dropviz.catalogue import LESSONS
from dropviz.figures.theme import PALETTES, Base
from scripts.served_app import launch_options, open_stage, served_app, settle

PICTURES = Path(__file__).resolve().parents[1] / "assets" / "pictures"
PROJECTOR = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
CARD_SIZE = (870, 490)
CARD_PARTS = {
    "toggle_neurons": (870, 474),
    "thinned_networks": (870, 302),
    "expected_activations": (612, 342),
    "live_training": (1222, 460),
}


def shown(browser: Browser, url: str, path: str, scheme: str, size: dict[str, int]) -> Page:
    """A page with its stage painted and at rest."""
    page = browser.new_page(
        base_url=url, viewport=size, color_scheme=scheme, reduced_motion="reduce"
    )
    open_stage(page, path)
    settle(page)
    page.wait_for_timeout(1000)
    return page


def save_card(page: Page, name: str, scheme: Base) -> None:
    """A card's picture: the part of the stage below its controls, padded to a common shape."""
    box = page.get_by_test_id("stage").bounding_box()
    width, height = CARD_PARTS[name]
    clip = {"x": box["x"] - 8, "y": box["y"] + 44, "width": width, "height": height}
    shot = Image.open(BytesIO(page.screenshot(clip=clip))).convert("RGB")
    card = ImageOps.pad(shot, CARD_SIZE, color=PALETTES[scheme].background)
    card.save(PICTURES / f"{name}_{scheme}.png", optimize=True)


def take_pictures(browser: Browser, url: str) -> None:
    for scheme in PALETTES:
        for entry in LESSONS:
            page = shown(browser, url, f"/{entry.name}", scheme, PROJECTOR)
            page.screenshot(path=PICTURES / f"page_{entry.name}_{scheme}.png")
            save_card(page, entry.name, scheme)
            page.close()
        page = shown(browser, url, "/toggle_neurons", scheme, PHONE)
        page.screenshot(path=PICTURES / f"phone_{scheme}.png")
        page.close()


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright, served_app() as (url, _):
        browser = playwright.chromium.launch(**launch_options())
        take_pictures(browser, url)
        browser.close()


if __name__ == "__main__":
    main()

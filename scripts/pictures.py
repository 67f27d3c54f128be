"""Take the pictures of the README and of the home page's cards: ``make pictures``.

``python -m scripts.pictures LESSON ...`` takes those of some lessons only.
"""

from __future__ import annotations

import re
import sys
from io import BytesIO

from PIL import Image, ImageOps
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize, expect, sync_playwright

from dropviz.catalogue import LESSONS
from dropviz.figures.theme import PALETTES, Base
from dropviz.files import FOLDER
from dropviz.ui.lesson import PICTURES
from scripts.served_app import launch_options, open_stage, served_app, settle

DOCUMENTS = FOLDER / "docs" / "pictures"
PROJECTOR: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
CARD_SIZE = (870, 490)
CARD_PARTS = {  # of the stage: distance from its top, width, height
    "why": (40, 870, 372),
    "toggle_neurons": (44, 870, 474),
    "thinned_networks": (44, 870, 262),
    "expected_activations": (76, 612, 216),
    "live_training": (98, 612, 327),
    "feature_maps": (44, 946, 303),
    "variants": (112, 736, 338),
    "check": (44, 776, 332),
}
SHOWN_WITH = {"feature_maps": "?source=photo&way=spatial"}


def shown(browser: Browser, url: str, path: str, scheme: Base, size: ViewportSize) -> Page:
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
    assert box is not None
    top, width, height = CARD_PARTS[name]
    clip: FloatRect = {"x": box["x"] - 8, "y": box["y"] + top, "width": width, "height": height}
    shot = Image.open(BytesIO(page.screenshot(clip=clip))).convert("RGB")
    card = ImageOps.pad(shot, CARD_SIZE, color=PALETTES[scheme].background)
    card.save(PICTURES / f"{name}_{scheme}.png", optimize=True)


def train(page: Page) -> None:
    """Press Train and wait for the verdict; the pointer and the focus go elsewhere."""
    page.get_by_test_id("train").click()
    stage = page.get_by_test_id("stage")
    expect(stage).to_have_attribute("data-verdict", re.compile("."), timeout=60_000)
    page.get_by_role("heading", level=1).click()
    settle(page)


def take_pictures(browser: Browser, url: str, names: list[str]) -> None:
    for scheme in PALETTES:
        for name in names:
            page = shown(browser, url, f"/{name}{SHOWN_WITH.get(name, '')}", scheme, PROJECTOR)
            if name == "live_training":
                train(page)
            page.screenshot(path=DOCUMENTS / f"page_{name}_{scheme}.png")
            save_card(page, name, scheme)
            page.close()
        if "toggle_neurons" in names:
            page = shown(browser, url, "/toggle_neurons", scheme, PHONE)
            page.screenshot(path=DOCUMENTS / f"phone_{scheme}.png")
            page.close()


def main() -> None:
    for folder in (PICTURES, DOCUMENTS):
        folder.mkdir(exist_ok=True)
    with sync_playwright() as playwright, served_app() as (url, _):
        browser = playwright.chromium.launch(**launch_options())
        take_pictures(browser, url, sys.argv[1:] or [entry.name for entry in LESSONS])
        browser.close()


if __name__ == "__main__":
    main()

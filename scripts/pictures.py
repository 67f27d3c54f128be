"""Take the pictures of the README and of the home page's cards: ``make pictures``."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from dropviz.catalogue import LESSONS
from scripts.served_app import launch_options, open_stage, served_app, settle

PICTURES = Path(__file__).resolve().parents[1] / "assets" / "pictures"
PROJECTOR = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
LINKS = {"thinned_networks": "?step=120"}


def shown(browser: Browser, url: str, path: str, scheme: str, size: dict[str, int]) -> Page:
    """A page with its stage painted and at rest."""
    page = browser.new_page(
        base_url=url, viewport=size, color_scheme=scheme, reduced_motion="reduce"
    )
    open_stage(page, path)
    settle(page)
    page.wait_for_timeout(1000)
    return page


def take_pictures(browser: Browser, url: str) -> None:
    for scheme in ("light", "dark"):
        for entry in LESSONS:
            path = f"/{entry.name}{LINKS.get(entry.name, '')}"
            page = shown(browser, url, path, scheme, PROJECTOR)
            page.screenshot(path=PICTURES / f"page_{entry.name}_{scheme}.png")
            page.get_by_test_id("stage").screenshot(path=PICTURES / f"{entry.name}_{scheme}.png")
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

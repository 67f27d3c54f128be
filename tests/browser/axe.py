"""What axe finds on a page."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STREAMLITS_OWN = {
    "exclude": [["[data-testid=stSidebarNavItems]"], ["[data-testid=stSkipToContent]"]]
}
"""On a phone its navigation has headings of sections in a list; its first link has no landmark."""


def violations(page: Page) -> list[tuple[str, list[list[str]]]]:
    """Rules that are broken, each with the places where; Streamlit's own navigation is left out."""
    found = Axe().run(page, context=STREAMLITS_OWN).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]][:4]) for one in found]

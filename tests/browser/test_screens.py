"""What each page has to be like on each screen, as ``benchmarks.screens`` measures it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, ViewportSize

from benchmarks.screens import FINISHED, SMALLEST_TEXT, Screen, looked_at, pages

PAGES = {name: path for name, path in pages().items() if name != FINISHED}
PROJECTOR: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}


def on(browser: Browser, url: str, name: str, size: ViewportSize, *, phone: bool) -> Screen:
    return next(looked_at(browser, url, name, PAGES[name], sizes=[size], phone=phone))


@pytest.mark.parametrize("name", PAGES)
def test_no_text_is_too_small(browser: Browser, base_url: str, name: str) -> None:
    for size, phone in ((PROJECTOR, False), (PHONE, True)):
        screen = on(browser, base_url, name, size, phone=phone)
        assert screen.smallest is None or screen.smallest >= SMALLEST_TEXT - 0.01
        assert screen.below == 0

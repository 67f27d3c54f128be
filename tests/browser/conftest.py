"""A served app and a real Chromium. A missing browser is an error, never a skip."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from scripts.served_app import launch_options, open_modules, open_stage, served_app

if "PYTEST_XDIST_WORKER" in os.environ:  # several servers share the processors
    os.environ.setdefault("DROPVIZ_WORKERS", "1")

# A busy machine is slow, which is no failure; what must be quick says so.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the Chromium that is on the machine."""
    return {**browser_type_launch_args, **launch_options()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1366, "height": 768}}


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """Address of the app, served for the whole session."""
    with served_app() as (url, _):
        yield url


@pytest.fixture(scope="session")
def context(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """One for all tests: what it has compiled of Streamlit's scripts halves the work of a page."""
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    yield page
    page.close()
    assert [text for text in said if "Content Security Policy" in text] == []


@pytest.fixture
def new_server() -> Iterator[tuple[str, int]]:
    """A server that nobody has visited yet: its address and its process id."""
    with served_app() as (url, server):
        yield url, server.pid


@pytest.fixture
def stage(page: Page) -> Callable[[str], Locator]:
    """Open a lesson, wait until its stage has painted, and return the stage."""
    return lambda path: open_stage(page, path)


@pytest.fixture
def blank_page_with(page: Page) -> Callable[..., Page]:
    """A blank page that has loaded these modules of the stages, to call their functions."""

    def opened(*modules: str) -> Page:
        open_modules(page, *modules)
        return page

    return opened

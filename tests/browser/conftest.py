"""A served app and a real Chromium. A missing browser is an error, never a skip."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
from install_browser import installed_browser  # noqa: E402

SHOWN_WITHIN_MS = 20_000


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Launch the Chromium that is on the machine."""
    path = installed_browser()
    assert path, "No Chromium on this machine: run `make browser`."
    return {
        **browser_type_launch_args,
        "executable_path": path,
        "args": ["--no-sandbox", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "viewport": {"width": 1366, "height": 768}}


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """Address of the app, served for the whole session."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = ["--server.port", str(port), "--server.headless", "true"]
    server = subprocess.Popen(
        command + options, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_healthy(f"{url}/_stcore/health")
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _wait_until_healthy(url: str) -> None:
    for _ in range(200):
        try:
            if urllib.request.urlopen(url, timeout=1).read() == b"ok":
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the app did not start within 20 s")


@pytest.fixture
def stage(page: Page):
    """Open a lesson, wait until its stage has painted, and return the stage."""

    def open_lesson(path: str) -> Locator:
        page.goto(path)
        found = page.get_by_test_id("stage")
        expect(found).to_have_attribute("data-frame", re.compile(r"\d+"), timeout=SHOWN_WITHIN_MS)
        return found

    return open_lesson

"""The app on a free port, and a Chromium to see it: for browser tests, benchmarks and pictures."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from playwright.sync_api import Locator, Page, Route, expect

from dropviz.catalogue import LESSONS
from dropviz.stage.styles import BROWSER
from scripts.install_browser import installed_browser

SHOWN_WITHIN_MS = 60_000  # the first page that needs PyTorch, on a busy machine
MODULES = "http://modules.test/"
"""Where a page of its own finds the modules of the stages, without a server."""


def launch_options() -> dict[str, Any]:
    """How to launch the Chromium that is on the machine; an error if there is none."""
    path = installed_browser()
    if path is None:
        raise RuntimeError("No Chromium on this machine: run `make browser`.")
    return {"executable_path": path, "args": ["--no-sandbox", "--disable-background-networking"]}


@contextmanager
def served_app(
    port: int | None = None,
    *,
    command: Sequence[str] = (sys.executable, "-m", "dropviz"),
    cwd: Path | None = None,
    variables: Mapping[str, str] | None = None,
    log: int | IO[bytes] = subprocess.DEVNULL,
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server of its own, on a free port unless one is given: its address and its process.

    Its runs are kept in a database of its own, unless the environment, or what is added to it with
    ``variables``, names another one.
    """
    if port is None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        own = {"DROPVIZ_DATABASE_URL": f"sqlite:///{folder}/runs.sqlite3"}
        environment = {**own, **os.environ, **(variables or {})}
        server = subprocess.Popen(
            [*command, "--port", str(port)], cwd=cwd, env=environment,
            stdout=subprocess.DEVNULL, stderr=log,
        )  # fmt: skip
        try:
            _wait_until_healthy(f"{url}/_stcore/health")
            yield url, server
        finally:
            server.kill()
            server.wait(10)


def _wait_until_healthy(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if urllib.request.urlopen(url, timeout=1).read() == b"ok":
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("the app did not start within 30 s")


def open_modules(page: Page, *modules: str) -> None:
    """Open an empty page on which what these modules export is global."""
    page.route(f"{MODULES}**", _module)
    page.goto(MODULES)
    page.evaluate(
        "async (files) => { for (const file of files) Object.assign(window, await import(file)) }",
        [MODULES + module for module in modules],
    )


def _module(route: Route) -> None:
    file = route.request.url.removeprefix(MODULES)
    if file:
        route.fulfill(path=BROWSER / file, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html>", content_type="text/html")


def open_stage(page: Page, path: str) -> Locator:
    """Open a page, wait until its stage has painted and stands still, and return the stage.

    A lesson without parameters is opened in its free view, not with its guide.
    """
    page.goto(path if "?" in path or path.endswith("/") else f"{path}?scene=0")
    stage = page.get_by_test_id("stage")
    expect(stage).to_have_attribute("data-frame", re.compile(r"\d+"), timeout=SHOWN_WITHIN_MS)
    box = None
    while box != (box := stage.bounding_box()):  # the page around it may still be taking its place
        page.wait_for_timeout(120)
    return stage


def follow(page: Page, link: str) -> None:
    """Go to another state of the page that is open, as back and forth in the history do.

    Nothing is loaded anew, so it takes a fraction of the time of opening the page.
    """
    page.evaluate("(link) => history.pushState({}, '', link)", link)
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    settle(page)


def go_by_navigation(page: Page, title: str, **click: Any) -> None:
    """Press a page's link in the navigation; a lesson's stands in the menu of its section."""
    section = next((entry.section for entry in LESSONS if entry.title == title), None)
    navigation = page.get_by_test_id("stTopNav")
    if section:
        navigation.get_by_role("button", name=section, exact=True).click(**click)
        page.get_by_test_id("stTopNavDropdownLink").filter(has_text=title).click(**click)
    else:
        navigation.get_by_role("link", name=title, exact=True).click(**click)


SETTLED = """(milliseconds) => {
  const busy = document.querySelector(
    '[data-test-script-state]:not([data-test-script-state="notRunning"]), [data-stale="true"]')
    || document.getAnimations().some((one) =>
      one.playState === "running" && isFinite(one.effect.getComputedTiming().endTime));
  if (busy) window.quietSince = null;
  else window.quietSince ??= performance.now();
  return window.quietSince !== null && performance.now() - window.quietSince > milliseconds;
}"""


def settle(page: Page, milliseconds: int = 450) -> None:
    """Wait until no script has run and nothing has faded for so long.

    The last of some presses is told to Python after 400 ms.
    """
    page.evaluate("window.quietSince = null")
    page.wait_for_function(SETTLED, arg=milliseconds, timeout=SHOWN_WITHIN_MS)

"""How long the first load of a page takes: cold and warm, near the server and far from it.

A cold load has an empty cache, a warm one is a second visit in a new tab of the same browser. Far
means that each answer takes 100 ms longer. Prints a table of medians, in ms, from the request to
the painted stage, how many requests a cold load makes, and how many kB the server sends for it:
scripts, fonts and what comes over the websocket, compressed as they are.
"""

from __future__ import annotations

import re
import statistics
import sys
import time

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from benchmarks.relay import relay
from scripts.served_app import SHOWN_WITHIN_MS, launch_options, served_app

PAGES = ("/toggle_neurons", "/feature_maps", "/live_training")
LATENCIES_MS = (0, 100)
ROUNDS = 5
AFTERWARDS_MS = 3_000
"""In which figures and fonts below the stage still come."""


def load(context: BrowserContext, path: str, latency: int) -> tuple[float, int]:
    """Milliseconds until the stage is painted, and the requests until then."""
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    start = time.perf_counter()
    page.goto(path, wait_until="commit")
    stage = page.get_by_test_id("stage")
    expect(stage).to_have_attribute("data-frame", re.compile(r"\d"), timeout=3 * SHOWN_WITHIN_MS)
    elapsed = 1000 * (time.perf_counter() - start)
    page.close()
    return elapsed, sum(not url.startswith(("blob:", "data:")) for url in requests)


def visits(browser: Browser, url: str, path: str, latency: int) -> list[tuple[float, int]]:
    """A cold load and a warm one."""
    context = browser.new_context(base_url=url)
    found = [load(context, path, latency) for _ in range(2)]
    context.close()
    return found


def sent_kb(browser: Browser, url: str, path: str) -> float:
    """What the server sends for a cold load."""
    with relay(url) as between:
        context = browser.new_context(base_url=between.url)
        page = context.new_page()
        page.goto(path)
        stage = page.get_by_test_id("stage")
        expect(stage).to_have_attribute("data-frame", re.compile(r"\d"), timeout=SHOWN_WITHIN_MS)
        page.wait_for_timeout(AFTERWARDS_MS)
        context.close()
        return between.sent / 1000


def main() -> None:
    """Measure and print."""
    with sync_playwright() as playwright, served_app() as (url, _):
        browser = playwright.chromium.launch(**launch_options())
        print("| page | latency | cold | warm | requests | kB |\n|---|---|---|---|---|---|")
        for path in PAGES:
            visits(browser, url, path, 0)  # the server's first run of a page is slow
            sent = sent_kb(browser, url, path)
            for latency in LATENCIES_MS:
                rounds = [visits(browser, url, path, latency) for _ in range(ROUNDS)]
                cold, warm = (statistics.median(r[i][0] for r in rounds) for i in range(2))
                row = f"| {path} | {latency} | {cold:.0f} | {warm:.0f} "
                print(f"{row}| {rounds[0][0][1]} | {sent:,.0f} |")
                sys.stdout.flush()
        browser.close()


if __name__ == "__main__":
    main()

"""What a person feels: gesture to painted frame, frames per second, page switch, cold start.

Run with ``make bench``. Prints a table and writes ``benchmarks/results/browser.json``. Times are
from headless Chromium on the machine at hand: compare them within one run, not between machines.
"""

from __future__ import annotations

import json
import os
import re
import signal
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from dropviz.catalogue import LESSONS
from dropviz.core.network import Network
from dropviz.stage.packing import packed_network
from dropviz.stage.styles import stage_styles
from scripts.served_app import (
    go_by_navigation,
    launch_options,
    open_modules,
    open_stage,
    served_app,
    settle,
)

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "browser.json"
N_GESTURES = 100
N_WARM_UP = 10
DRAG_SECONDS = 2.0
PAUSE_MS = (200, 317, 233, 283, 257)
"""Between gestures: three to five a second, as a quick person presses."""

# From the event's own time stamp to the moment after the frame that shows it was rendered. What is
# done when a press is let go counts from there.
WATCH = """(root) => {
  window.latencies = [];
  let gesture = null;
  for (const kind of ["pointerdown", "pointerup", "keydown", "input"])
    root.addEventListener(kind, (event) => {
      if (kind !== "pointerup" || gesture !== null) gesture = event.timeStamp;
    }, {capture: true});
  const channel = new MessageChannel();
  channel.port1.onmessage = (event) => window.latencies.push(performance.now() - event.data);
  new MutationObserver(() => {
    if (gesture === null) return;
    const began = gesture;
    gesture = null;
    requestAnimationFrame(() => channel.port2.postMessage(began));
  }).observe(root, {attributes: true, attributeFilter: ["data-frame"]});
}"""

# The slider moves a step each frame; a repaint counts when the stage says that it repainted.
DRAG = """async ([root, input, seconds]) => {
  const first = Number(root.dataset.frame);
  const start = performance.now();
  const frames = [];
  let step = 0;
  let now = start;
  while (now - start < 1000 * seconds) {
    const before = now;
    input.value = (0.05 + 0.9 * Math.abs(((step++ / 60) % 2) - 1)) * Number(input.max);
    input.dispatchEvent(new Event("input", {bubbles: true}));
    now = await new Promise(requestAnimationFrame);
    frames.push(now - before);
  }
  frames.sort((a, b) => a - b);
  return {fps: (Number(root.dataset.frame) - first) / ((now - start) / 1000),
          frame_p95_ms: frames[Math.floor(0.95 * frames.length)]};
}"""

# The drawn network alone, at a size of your choice, every unit's coin re-thresholded each frame.
LARGE_NETWORK = """async ([network, seconds]) => {
  const root = document.querySelector(".stage");
  const layers = decodeNetwork(network);
  const drawing = new NetworkDrawing({sizes: network.sizes, height: 470,
    classes: [...Array(10).keys()].map(String), onFocus() {}, onUnits() {}});
  root.append(drawing.node);
  drawing.resize(1000);
  const coins = network.sizes.slice(0, -1).map((n) => Float32Array.from({length: n}, Math.random));
  const image = Float64Array.from({length: 64}, Math.random);
  const start = performance.now();
  let frames = 0;
  let work = 0;
  let now = start;
  while (now - start < 1000 * seconds) {
    const p = 0.5 * Math.abs(((frames++ / 60) % 2) - 1);
    const began = performance.now();
    const kept = coins.map((u, layer) => keptUnits(u, layer ? p : 0, null, "training"));
    const multipliers = kept.map((keep, layer) => multipliersOf(keep, layer ? 1 / (1 - p) : 1));
    const pass = forwardPass(layers, image, multipliers);
    drawing.paint({pass, kept, edges: edgeSignals(layers, pass), label: 0});
    work += performance.now() - began;
    now = await new Promise(requestAnimationFrame);
  }
  return {fps: frames / ((now - start) / 1000), script_ms: work / frames};
}"""


def scrub_a_step(page: Page, stage: Locator, number: int) -> None:
    stage.locator("input.scrub").press("ArrowLeft" if number % 2 else "ArrowRight")


def press(page: Page, unit: Locator) -> None:
    """As a mouse does: Playwright's own click has the page look for what is hit, several times."""
    box = unit.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def toggle_a_unit(page: Page, stage: Locator, number: int) -> None:
    press(page, stage.locator(f'[data-unit="{1 + number % 2}:{number % 32}"]'))


def toggle_a_map(page: Page, stage: Locator, number: int) -> None:
    press(page, stage.locator(f'[data-unit="{1 + number % 2}:{number % 8}"]').first)


def toggle_a_photo_map(page: Page, stage: Locator, number: int) -> None:
    press(page, stage.locator(f'[data-unit="1:{number % 16}"]'))


def step_forward(page: Page, stage: Locator, number: int) -> None:
    if number == 0:
        stage.get_by_role("group", name=re.compile("^The recorded run")).focus()
    page.keyboard.press("ArrowRight" if number % 4 else "ArrowLeft")


def nudge_the_rate(page: Page, stage: Locator, number: int) -> None:
    rate_slider(stage).press("ArrowRight" if number % 2 else "ArrowLeft")


def answer_a_card(page: Page, stage: Locator, number: int) -> None:
    page.keyboard.press("2" if number % 2 else " ")  # reveals the answer, then says: not yet


PHOTO = "feature_maps?source=photo"
"""Another scene of a lesson, measured as if it were one."""

GESTURES: dict[str, Callable[[Page, Locator, int], None]] = {
    "why": scrub_a_step,
    "toggle_neurons": toggle_a_unit,
    "thinned_networks": step_forward,
    "expected_activations": nudge_the_rate,
    "live_training": nudge_the_rate,
    "feature_maps": toggle_a_map,
    "variants": nudge_the_rate,
    "check": answer_a_card,
    PHOTO: toggle_a_photo_map,
}


def rate_slider(stage: Locator) -> Locator:
    return stage.get_by_role("slider", name=re.compile("^dropout rate"))


def gesture_latency(page: Page, stage: Locator, name: str) -> dict[str, float]:
    """Milliseconds from gesture to rendered frame, at the pace of a quick person."""
    stage.evaluate(WATCH)
    for number in range(N_WARM_UP + N_GESTURES):
        GESTURES[name](page, stage, number)
        page.wait_for_timeout(PAUSE_MS[number % len(PAUSE_MS)])
    latencies = sorted(page.evaluate("window.latencies")[N_WARM_UP:])
    return {
        "gestures": len(latencies),
        "median_ms": statistics.median(latencies),
        "p95_ms": latencies[int(0.95 * len(latencies))],
    }


def drag_rate(page: Page, stage: Locator) -> dict[str, float] | None:
    """Repaints per second while a slider moves, and how long the slowest frames take."""
    scrub = stage.locator("input.scrub")
    slider = rate_slider(stage) if rate_slider(stage).count() else scrub
    if not slider.count():
        return None
    handles = [stage.element_handle(), slider.element_handle(), DRAG_SECONDS]
    found: dict[str, float] = page.evaluate(DRAG, handles)
    return found


def paints_without_server(page: Page, stage: Locator, name: str, process: int) -> bool:
    """Whether a gesture paints while the server is stopped."""
    frame = stage.get_attribute("data-frame")
    os.kill(process, signal.SIGSTOP)
    try:
        GESTURES[name](page, stage, N_WARM_UP + N_GESTURES)  # one more of them
        expect(stage).not_to_have_attribute("data-frame", frame, timeout=1000)
    except AssertionError:
        return False
    finally:
        os.kill(process, signal.SIGCONT)
    return True


def page_switch(page: Page, title: str, name: str) -> float:
    """Seconds from the click on a lesson in the navigation to its painted stage."""
    start = time.perf_counter()
    go_by_navigation(page, title)
    expect(page).to_have_url(re.compile(name))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_test_id("stage")).to_have_count(1)
    expect(page.get_by_test_id("stage")).to_have_attribute("data-frame", re.compile(r"\d+"))
    return time.perf_counter() - start


def cold_start(browser: Browser) -> float:
    """Seconds from starting the server to a painted home page."""
    start = time.perf_counter()
    with served_app() as (url, _):
        page = browser.new_page(base_url=url)
        open_stage(page, "/")
        elapsed = time.perf_counter() - start
        page.close()
    return elapsed


def large_network(browser: Browser) -> dict[str, float]:
    """Frames per second of a 64-64-64-10 network (8,832 edges) with a new rate each frame."""
    rng = np.random.default_rng(0)
    sizes = (64, 64, 64, 10)
    weights = [rng.normal(0, 0.2, (sizes[i + 1], sizes[i])).astype("f4") for i in range(3)]
    network = Network(tuple(weights), tuple(np.zeros(n, "f4") for n in sizes[1:]))
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    open_modules(page, "shared/arithmetic.js", "shared/drawing.js")
    page.set_content('<div class="stage"></div>')
    page.add_style_tag(content=stage_styles())
    found: dict[str, float] = page.evaluate(LARGE_NETWORK, [packed_network(network), DRAG_SECONDS])
    page.close()
    return found


def measure_lesson(page: Page, name: str, process: int) -> dict[str, Any]:
    stage = open_stage(page, f"/{name}")
    settle(page)
    page.wait_for_timeout(1500)
    found: dict[str, Any] = {
        "gesture": gesture_latency(page, stage, name),
        "drag": drag_rate(page, stage),
    }
    page.evaluate("localStorage.clear()")  # else no card is due any more
    stage = open_stage(page, f"/{name}")
    settle(page)
    found["paints_with_server_stopped"] = paints_without_server(page, stage, name, process)
    return found


def measure(browser: Browser) -> dict[str, Any]:
    results: dict[str, Any] = {"cold_start_s": cold_start(browser), "lessons": {}}
    with served_app() as (url, server):
        page = browser.new_page(base_url=url, viewport={"width": 1366, "height": 768})
        for name in (*(entry.name for entry in LESSONS), PHOTO):
            results["lessons"][name] = measure_lesson(page, name, server.pid)
        open_stage(page, "/")
        settle(page)
        for _ in range(2):  # the second round is the warm one
            for entry in LESSONS:
                seconds = page_switch(page, entry.title, entry.name)
                results["lessons"][entry.name]["page_switch_s"] = seconds
                settle(page)
        page.close()
    results["network_64_64_64_10"] = large_network(browser)
    return results


def show(results: dict[str, Any]) -> None:
    columns = ["lesson", "gesture median ms", "p95 ms", "fps dragging", "frame p95 ms"]
    columns += ["page switch s", "no server"]
    print(f"| {' | '.join(columns)} |")
    print("|---" * len(columns) + "|")
    for name, found in results["lessons"].items():
        gesture, drag = found["gesture"], found["drag"]
        dragged = f"{drag['fps']:.0f} | {drag['frame_p95_ms']:.1f}" if drag else "|"
        switch = f"{found['page_switch_s']:.2f}" if "page_switch_s" in found else ""
        print(
            f"| {name} | {gesture['median_ms']:.1f} | {gesture['p95_ms']:.1f} "
            f"| {dragged} | {switch} "
            f"| {'paints' if found['paints_with_server_stopped'] else 'DOES NOT PAINT'} |"
        )
    large = results["network_64_64_64_10"]
    print(f"\ncold start {results['cold_start_s']:.1f} s")
    print(f"64-64-64-10: {large['fps']:.0f} fps, {large['script_ms']:.1f} ms of script a frame")


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        results = measure(browser)
        browser.close()
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2))
    show(results)
    print(f"written to {RESULTS.relative_to(ROOT)}")
    if not all(found["paints_with_server_stopped"] for found in results["lessons"].values()):
        sys.exit("a gesture waited for the server")


if __name__ == "__main__":
    main()

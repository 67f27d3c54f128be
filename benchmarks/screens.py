"""What each page is like on each screen: ``python -m benchmarks.screens [page ...]``.

Prints a table and writes ``benchmarks/results/screens.json``. Asked of every page, of an opened
variant of each family and of a finished run:

whole : the stage ends above the lower edge of the window (1366x768, 1280x720, 1024x768)
text : its smallest size on the stage in CSS px, and the share of characters below 13
targets : controls below 24 px, with another one within reach (WCAG 2.2, 2.5.8)
sideways : pixels that the page scrolls to the side, or that parts of the stage lie outside of it
together : on a phone, sliders that share a view with the caption, of all sliders
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from dropviz.catalogue import LESSONS
from dropviz.variants import VARIANTS
from scripts.served_app import launch_options, open_stage, served_app, settle

RESULTS = Path(__file__).resolve().parent / "results" / "screens.json"
DESKTOPS: list[ViewportSize] = [
    {"width": 1920, "height": 1080},
    {"width": 1366, "height": 768},
    {"width": 1280, "height": 720},
    {"width": 1024, "height": 768},
]
PHONES: list[ViewportSize] = [
    {"width": 390, "height": 844},
    {"width": 360, "height": 740},
    {"width": 320, "height": 640},
]
SMALLEST_TEXT = 13.0  # px
SMALLEST_TARGET = 24.0  # px
FINISHED = "finished run"
TRAINED = "/live_training?steps=100&pairs=3&hidden=16"

# Text that is drawn on a canvas leaves no node, so what is drawn is noted, with its size in CSS px.
NOTE_CANVAS_TEXT = """(() => {
  const drawn = window.canvasText = new WeakMap();
  const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
    if (!drawn.has(this.canvas)) drawn.set(this.canvas, new Map());
    const { c, d } = this.getTransform(); // upright text too
    const scale = Math.hypot(c, d) / devicePixelRatio;
    const size = parseFloat(this.font.match(/([\\d.]+)px/)?.[1] ?? "10") * scale;
    drawn.get(this.canvas).set(`${x} ${y}`, [String(text).length, size]);
    return fillText.call(this, text, x, y, ...rest);
  };
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    drawn.delete(this.canvas);
    return clearRect.call(this, ...box);
  };
})()"""

MEASURE = (
    """(stage) => {
  const seen = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const all = (root) => [...root.querySelectorAll("*")].flatMap((node) =>
    node.shadowRoot ? [node, ...all(node.shadowRoot)] : [node]);
  const inside = all(stage).filter(seen);
  const texts = []; // [characters, px]
  for (const node of inside) {
    if (node instanceof HTMLCanvasElement) {
      const wide = node.getBoundingClientRect().width / (node.offsetWidth || 1);
      for (const [length, size] of window.canvasText?.get(node)?.values() ?? [])
        texts.push([length, size * wide]);
      continue;
    }
    const own = [...node.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE)
      .map((one) => one.textContent.trim()).join("");
    const box = node.getBoundingClientRect();
    if (!own || box.width < 2 || box.height < 2 || node.matches("option, title, style")) continue;
    const scale = node instanceof SVGElement ? node.getScreenCTM().d : 1;
    texts.push([own.length, parseFloat(getComputedStyle(node).fontSize) * scale]);
  }
  const sizes = texts.map(([, size]) => size);
  const total = texts.reduce((sum, [length]) => sum + length, 0);
  const small = texts.filter(([, size]) => size < SMALLEST - 0.01)
    .reduce((sum, [length]) => sum + length, 0);

  const TARGETS = "a[href], button, input, select, summary, textarea, [role=button], [role=tab]";
  const targets = all(document.body).filter((node) => node.matches(TARGETS) && seen(node)
    && !node.disabled && !(node.matches("a") && getComputedStyle(node).display === "inline"))
    .map((node) => node.getBoundingClientRect()).filter((box) => box.width > 1 && box.height > 1);
  const tiny = (box) => box.width < TARGET - 0.5 || box.height < TARGET - 0.5;
  const near = (x, y, box) => Math.hypot(
    Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
  const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const crowded = targets.filter(tiny).filter((box) => targets.some((other) => {
    if (other === box) return false;
    const holds = other.left <= box.left && other.right >= box.right
      && other.top <= box.top && other.bottom >= box.bottom;
    if (holds) return false; // a control in a control that takes the press as well
    const [x, y] = middle(box);
    const [u, v] = middle(other);
    const reach = TARGET / 2 - 0.5;
    return near(x, y, other) < reach || (tiny(other) && Math.hypot(x - u, y - v) < 2 * reach);
  }));

  const wide = inside.filter((node) => !node.closest(".more-panel"))
    .map((node) => [node, node.getBoundingClientRect()])
    .filter(([node, box]) => box.width > 1 && box.right > innerWidth + 1
      && !inside.some((one) => one !== node && one.contains(node)
        && ["auto", "scroll", "hidden"].includes(getComputedStyle(one).overflowX)));
  const main = document.querySelector('[data-testid="stMain"]') ?? document.documentElement;
  return {
    smallest: sizes.length ? Math.min(...sizes) : null,
    below: total ? small / total : 0,
    end: stage.getBoundingClientRect().bottom + main.scrollTop,
    targets: crowded.length,
    sideways: Math.max(main.scrollWidth - main.clientWidth,
      ...wide.map(([, box]) => box.right - innerWidth), 0),
  };
}""".replace("SMALLEST", str(SMALLEST_TEXT))
    .replace("TARGET -", f"{SMALLEST_TARGET} -")
    .replace("TARGET /", f"{SMALLEST_TARGET} /")
)

TOGETHER = """(stage) => {
  const sliders = [...stage.querySelectorAll("input[type=range]")]
    .filter((node) => node.checkVisibility() && !node.closest(".more-panel"));
  const caption = stage.querySelector('[data-testid="caption"]');
  const within = (node) => {
    const box = node.getBoundingClientRect();
    return box.top >= -1 && box.bottom <= innerHeight + 1;
  };
  const shared = sliders.filter((slider) => {
    for (const block of ["center", "start", "end"]) {
      slider.scrollIntoView({ block });
      if (within(slider) && within(caption)) return true;
    }
    return false;
  });
  stage.scrollIntoView({ block: "start" });
  return [shared.length, sliders.length];
}"""


@dataclass(frozen=True)
class Screen:
    """One page on one screen.

    smallest : px, None where the stage shows no text
    below : share of the characters under 13 px
    end : px from the top of the page to the end of the stage
    targets : controls that are small and crowded
    sideways : px
    together, sliders : on a phone, of the sliders those that share a view with the caption
    """

    page: str
    width: int
    height: int
    smallest: float | None
    below: float
    end: float
    targets: int
    sideways: float
    together: int | None = None
    sliders: int | None = None

    @property
    def whole(self) -> bool:
        """Whether the stage can be seen without scrolling."""
        return self.end <= self.height + 1


def pages() -> dict[str, str]:
    """The address of each page, variant and run that is looked at, by its name."""
    families = {one.family: slug for slug, one in reversed(VARIANTS.items())}
    return {
        "home": "/",
        **{entry.name: f"/{entry.name}?scene=0" for entry in LESSONS},
        **{f"variant {slug}": f"/variants?variant={slug}" for slug in families.values()},
        FINISHED: TRAINED,
    }


def opened(page: Page, name: str, path: str) -> None:
    """A page with its stage painted; a run to its end."""
    open_stage(page, path)
    if name == FINISHED:
        page.get_by_test_id("train").click()
        stage = page.get_by_test_id("stage")
        expect(stage).to_have_attribute("data-state", "finished", timeout=120_000)
    settle(page)


def measured(page: Page, name: str, size: ViewportSize, *, phone: bool) -> Screen:
    """What a page that is open is like at a size."""
    page.set_viewport_size(size)
    settle(page)
    stage = page.get_by_test_id("stage")
    found = stage.evaluate(MEASURE)
    together, sliders = stage.evaluate(TOGETHER) if phone else (None, None)
    return Screen(name, size["width"], size["height"], **found, together=together, sliders=sliders)


def looked_at(
    browser: Browser, url: str, name: str, path: str, *, sizes: list[ViewportSize], phone: bool
) -> Iterator[Screen]:
    """A page at all sizes of one kind of machine."""
    context = browser.new_context(
        base_url=url, viewport=sizes[0], has_touch=phone, is_mobile=phone, reduced_motion="reduce"
    )
    context.add_init_script(NOTE_CANVAS_TEXT)
    page = context.new_page()
    opened(page, name, path)
    for size in sizes:
        yield measured(page, name, size, phone=phone)
    context.close()


def row(screen: Screen) -> str:
    """A line of the table."""
    smallest = "–" if screen.smallest is None else f"{screen.smallest:.1f}"
    together = "" if screen.sliders is None else f"{screen.together} of {screen.sliders}"
    whole = "whole" if screen.whole else f"cut, {screen.end - screen.height:.0f} px"
    return (
        f"| {screen.page} | {screen.width}x{screen.height} | {whole} | {smallest} | "
        f"{100 * screen.below:.0f} % | {screen.targets} | {screen.sideways:.0f} | {together} |"
    )


def main() -> None:
    asked = sys.argv[1:]
    found: list[Screen] = []
    print("| page | screen | stage | smallest text | < 13 px | small targets | sideways | slider |")
    print("|---|---|---|---|---|---|---|---|")
    with served_app() as (url, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        for name, path in pages().items():
            if asked and name not in asked:
                continue
            for sizes, phone in ((DESKTOPS, False), (PHONES, True)):
                for screen in looked_at(browser, url, name, path, sizes=sizes, phone=phone):
                    found.append(screen)
                    print(row(screen), flush=True)
    RESULTS.write_text(json.dumps([asdict(one) for one in found], indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

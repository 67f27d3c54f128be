"""What a page costs the server: seconds of a core for opening it, and for a gesture on it.

    python -m benchmarks.page_costs [--rounds 12] [name ...]

A visitor opens each page, warm, and makes gestures on its stage; the processor time is that of the
whole process of the server (its clock), so other processes do not count. Prints a table with the
kB that went over the websocket, and writes ``benchmarks/results/page_costs.json``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.busy import answered, cpu_seconds
from benchmarks.load import trained
from benchmarks.visitor import Visitor
from scripts.served_app import served_app

RESULTS = Path(__file__).resolve().parent / "results" / "page_costs.json"
GOAL = 0.05
WARM_UP = 3


@dataclass(frozen=True)
class Costed:
    """A page at a link, and what its gestures change: field and values, taken in turn.

    There are none on the home page.
    """

    name: str
    page: str
    link: str
    field: str = ""
    values: Sequence[Any] = ()


RATES = [round(0.1 + 0.05 * step, 2) for step in range(15)]
HAND = ["0" + "-" * 23, "-" * 23 + "0", "-0" + "-" * 22]
VARIANTS = (
    "dropout", "drop_block", "concrete", "r_drop", "lstm_h", "attention", "stochastic_depth_row",
)  # fmt: skip
PAGES = [
    Costed("home", "", ""),
    Costed("toggle_neurons p", "toggle_neurons", "", "p", RATES),
    Costed("toggle_neurons seed", "toggle_neurons", "", "seed", range(100)),
    Costed("toggle_neurons maths", "toggle_neurons", "mode=inference", "image", range(100)),
    Costed("thinned_networks step", "thinned_networks", "", "step", range(1, 100)),
    Costed("expected_activations p", "expected_activations", "", "p", RATES),
    Costed("expected_activations n=64", "expected_activations", "n=64", "p", RATES),
    Costed("expected_activations seed", "expected_activations", "", "seed", range(100)),
    Costed("feature_maps hand", "feature_maps", "", "mask", HAND),
    Costed("feature_maps element p", "feature_maps", "way=element", "p", RATES),
    Costed("feature_maps block p", "feature_maps", "way=block", "p", RATES),
    Costed("feature_maps seed", "feature_maps", "way=spatial", "seed", range(100)),
    Costed("feature_maps photo p", "feature_maps", "source=photo&way=element", "p", RATES),
    Costed("variants gallery", "variants", "", "p", RATES),
    *(Costed(f"variants {slug}", "variants", f"variant={slug}", "p", RATES) for slug in VARIANTS),
    Costed("live_training settings", "live_training", "", "noise", RATES),
]


async def settled(visitor: Visitor) -> None:
    """Wait until a run of the script has ended, and what follows it."""
    await answered(visitor, visitor.answered[1])
    await asyncio.sleep(0.02)


async def costs(url: str, process: int, page: Costed, rounds: int, link: str) -> dict[str, float]:
    """Seconds of a core and kB for an opening and a gesture, medians."""
    opened: list[tuple[float, float]] = []
    moved: list[tuple[float, float]] = []
    async with Visitor(url, page.page, link) as visitor:
        await settled(visitor)
        for _ in range(WARM_UP + rounds // 3):
            at = cpu_seconds(process), visitor.received_bytes
            await visitor.go(page.page, link)
            await settled(visitor)
            opened.append(_since(at, process, visitor))
        for number in range(len(RATES) + rounds if page.values else 0):
            at = cpu_seconds(process), visitor.received_bytes
            value = page.values[number % len(page.values)]
            await visitor.change(page.page, **{page.field: value})
            await settled(visitor)
            moved.append(_since(at, process, visitor))
    (open_s, open_kb), (move_s, move_kb) = _medians(opened[WARM_UP:]), _medians(moved[len(RATES) :])
    return {"open_s": open_s, "open_kb": open_kb, "move_s": move_s, "move_kb": move_kb}


def _medians(found: list[tuple[float, float]]) -> tuple[float, float]:
    if not found:
        return float("nan"), float("nan")
    seconds, kilobytes = zip(*found, strict=True)
    return statistics.median(seconds), statistics.median(kilobytes)


def _since(at: tuple[float, int], process: int, visitor: Visitor) -> tuple[float, float]:
    return cpu_seconds(process) - at[0], (visitor.received_bytes - at[1]) / 1000


async def finished_run(url: str) -> str:
    """A link to a finished run of the default."""
    async with Visitor(url, "live_training") as visitor:
        await settled(visitor)
        await trained(visitor)
        await asyncio.sleep(0.5)
        return visitor.link


async def measured(url: str, process: int, names: Sequence[str], rounds: int) -> dict[str, Any]:
    """The costs of all pages, each printed when it is known."""
    pages = list(PAGES)
    links = {page.name: page.link for page in PAGES}
    ran = "live_training finished run"
    pages.append(Costed(ran, "live_training", "", "margin", (0.02, 0.03, 0.04, 0.06, 0.07)))
    found = {}
    for page in pages:
        if names and not any(page.name.startswith(name) for name in names):
            continue
        link = (await finished_run(url)) if page.name == ran else links[page.name]
        found[page.name] = now = await costs(url, process, page, rounds, link)
        print(
            f"| {page.name} | {now['open_s']:.3f} | {now['open_kb']:.0f} "
            f"| {now['move_s']:.3f} | {now['move_kb']:.0f} |",
            flush=True,
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*")
    parser.add_argument("--rounds", type=int, default=12)
    options = parser.parse_args()
    print("| page | opening, s | kB | gesture, s | kB |\n|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DROPVIZ_DATABASE_URL"] = f"sqlite:///{folder}/runs.sqlite"
        with served_app() as (url, process):
            found = asyncio.run(measured(url, process.pid, options.names, options.rounds))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

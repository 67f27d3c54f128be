"""Whether the server's memory stays what it was: ``python -m benchmarks.soak [MINUTES]``.

Ten sessions come and go for an hour, gestures on all lessons, links and pages as in
``benchmarks.busy``; an eleventh trains one small run after the other. Memory of the server's own
process once a minute; the last minute may have 5 % more than the tenth (of a shorter soak, than
the minute after two thirds).
"""

from __future__ import annotations

import asyncio
import random
import sys
import time

from benchmarks import load
from benchmarks.busy import Waits, attend, warm_up
from benchmarks.visitor import Visitor
from scripts.served_app import served_app

SESSIONS = 10
GOAL = 0.05
SECONDS_BETWEEN = 60.0


async def soak(url: str, process: int, minutes: int) -> list[float]:
    """Memory in MiB after each minute."""
    await warm_up(url)
    await load.warm_up(url)
    end = time.perf_counter() + SECONDS_BETWEEN * minutes
    visitors = [attend(url, end, random.Random(number), Waits()) for number in range(SESSIONS)]
    readings: list[float] = []

    async def watch() -> None:
        for _ in range(minutes):
            await asyncio.sleep(SECONDS_BETWEEN)
            readings.append(load.resident_mb(process))
            print(f"| {len(readings)} | {readings[-1]:.0f} |", flush=True)

    await asyncio.gather(*visitors, train(url, end), watch())
    return readings


async def train(url: str, end: float) -> None:
    """A visitor after the other who trains a small run of its own, until time is up."""
    seed = 0
    while time.perf_counter() < end:
        async with Visitor(url, load.LESSON) as visitor:
            await load.opened(visitor)
            await load.trained(visitor, **load.SMALL, seed=seed)
        seed = (seed + 10) % 8_000


def main() -> None:
    """Soak, and say whether memory has grown."""
    minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    print("| minute | MiB |\n|---|---|")
    with served_app() as (url, server):
        readings = asyncio.run(soak(url, server.pid, minutes))
    first = min(9, 2 * minutes // 3)
    growth = readings[-1] / readings[first] - 1
    print(f"\nfrom minute {first + 1} to {minutes}: {100 * growth:+.1f} %")
    if growth > GOAL:
        sys.exit("memory has grown")


if __name__ == "__main__":
    main()

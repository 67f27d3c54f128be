"""A busy class: visitors who try all lessons, each at its own pace (a scenario of ``load``).

Each makes a gesture every 4 s on average and turns to another lesson or link every 30 s, after
exponential pauses. Half of the turns are clicks in the navigation, half are links in a new tab.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.visitor import Visitor

GESTURE_EVERY, TURN_EVERY = 4.0, 30.0
ARRIVE_WITHIN = 15.0
GOALS = {"move_p95_s": 0.8, "opening_p95_s": 2.0}
PATIENCE = 60.0

Draw = Callable[[random.Random], Any]


def _rate(rng: random.Random) -> float:
    return rng.randint(0, 100) / 100


def _coarse_rate(rng: random.Random) -> float:
    return rng.randint(1, 9) / 10


def _seed(rng: random.Random) -> int:
    return rng.randrange(10_000)


def _one_of(*values: Any) -> Draw:
    return lambda rng: rng.choice(values)


def _off(units: int) -> Draw:
    """One unit switched off by hand."""

    def draw(rng: random.Random) -> str:
        at = rng.randrange(units)
        return "-" * at + "0" + "-" * (units - at - 1)

    return draw


def _whole(first: int, last: int) -> Draw:
    return lambda rng: rng.randint(first, last)


GESTURES: dict[str, dict[str, Draw]] = {
    "toggle_neurons": {"p": _rate, "seed": _seed, "image": _whole(0, 449), "mask": _off(128)},
    "thinned_networks": {"step": _whole(1, 100), "example": _whole(1, 8), "p": _coarse_rate},
    "expected_activations": {"p": _rate, "n": _whole(2, 64), "seed": _seed},
    "live_training": {"noise": _coarse_rate, "steps": _one_of(100, 200, 500, 1000, 2000)},
    "feature_maps": {
        "p": _rate, "seed": _seed, "mask": _off(24), "way": _one_of("element", "spatial", "block"),
    },
    "variants": {"p": _rate, "seed": _seed},
}  # fmt: skip
"""What a gesture changes in each lesson, and to what."""
LINKS: tuple[tuple[str, str], ...] = (
    ("toggle_neurons", "network=without&p=0.5"),
    ("thinned_networks", "masks=batch&step=40"),
    ("expected_activations", "n=20&p=0.7"),
    ("live_training", "noise=0.4&pairs=5"),
    ("feature_maps", "source=photo&way=element"),
    ("feature_maps", "way=block&p=0.4"),
    *(
        ("variants", f"variant={slug}")
        for slug in ("dropout", "drop_block", "lstm_h", "attention", "stochastic_depth_row")
    ),
)


@dataclass
class Waits:
    """Seconds that visitors waited, in order: for moves and for pages."""

    moves: list[float] = field(default_factory=list)
    openings: list[float] = field(default_factory=list)


def percentile(waits: list[float], share: float) -> float:
    """The wait that this share of them does not exceed; nan of none."""
    return sorted(waits)[min(int(share * len(waits)), len(waits) - 1)] if waits else float("nan")


async def answered(visitor: Visitor, since: float) -> float:
    """Seconds from ``since`` until a run of the script has ended well."""
    await visitor.until("an answer", lambda: visitor.answered[1] > since, PATIENCE)
    return visitor.answered[1] - since


async def move(visitor: Visitor, rng: random.Random) -> float:
    """A gesture on the stage that is there, and how long its answer took."""
    choices = GESTURES[visitor.page]
    name = rng.choice(list(choices))
    start = time.perf_counter()
    await visitor.change(visitor.page, **{name: choices[name](rng)})
    return await answered(visitor, start)


async def stay(visitor: Visitor, end: float, rng: random.Random, waits: Waits) -> None:
    """Gestures and clicks in the navigation, until the visitor follows a link or time is up."""
    turn = time.perf_counter() + rng.expovariate(1 / TURN_EVERY)
    while (now := time.perf_counter()) < end:
        if now >= turn:
            if rng.random() < 0.5:
                return
            start = time.perf_counter()
            await visitor.go(rng.choice(list(GESTURES)))
            waits.openings.append(await answered(visitor, start))
            turn = time.perf_counter() + rng.expovariate(1 / TURN_EVERY)
        else:
            waits.moves.append(await move(visitor, rng))
        await asyncio.sleep(rng.expovariate(1 / GESTURE_EVERY))


async def attend(url: str, end: float, rng: random.Random, waits: Waits) -> None:
    """A visitor from the first page to the end of the class."""
    page, link = rng.choice(list(GESTURES)), ""
    while (start := time.perf_counter()) < end:
        async with Visitor(url, page, link) as visitor:
            waits.openings.append(await answered(visitor, start))
            await stay(visitor, end, rng, waits)
        page, link = rng.choice(LINKS)


async def warm_up(url: str) -> None:
    """Somebody has seen every page before."""
    for page, link in (*((page, "") for page in GESTURES), *LINKS):
        start = time.perf_counter()
        async with Visitor(url, page, link) as visitor:
            await answered(visitor, start)


def cpu_seconds(process: int) -> float:
    """Processor time that all threads of a process have taken."""
    return time.clock_gettime((~process << 3) | 2)  # clock_getcpuclockid(3)


async def busy(url: str, process: int, sessions: int, seconds: float) -> dict[str, Any]:
    """A class of so many visitors for so long: how long they waited, and what it cost."""
    await warm_up(url)
    waits = Waits()
    used = cpu_seconds(process) if process else float("nan")
    end = time.perf_counter() + ARRIVE_WITHIN + seconds

    async def act(number: int) -> None:
        rng = random.Random(number)
        await asyncio.sleep(rng.uniform(0, ARRIVE_WITHIN))
        await attend(url, end, rng, waits)

    outcomes = await asyncio.gather(*(act(one) for one in range(sessions)), return_exceptions=True)
    failures = [str(found) or repr(found) for found in outcomes if isinstance(found, BaseException)]
    used = (cpu_seconds(process) if process else float("nan")) - used
    found: dict[str, Any] = {
        "sessions": sessions,
        "moves": len(waits.moves),
        "openings": len(waits.openings),
        "move_median_s": percentile(waits.moves, 0.5),
        "move_p95_s": percentile(waits.moves, 0.95),
        "move_slowest_s": max(waits.moves, default=float("nan")),
        "opening_median_s": percentile(waits.openings, 0.5),
        "opening_p95_s": percentile(waits.openings, 0.95),
        "opening_slowest_s": max(waits.openings, default=float("nan")),
        "cores_of_server": used / (ARRIVE_WITHIN + seconds),
        "load_average": os.getloadavg()[0],
        "failures": failures,
    }
    met = not failures and all(found[name] <= goal for name, goal in GOALS.items())
    return found | {"met": met}

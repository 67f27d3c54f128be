"""A whole class at once: many sessions over Streamlit's own websocket protocol.

    python -m benchmarks.load [together] [different] [watching] [memory] [busy] [--sessions 30]
        [--seconds 60] [--url URL]

together : everyone opens the lesson and presses Train on the default within two seconds. It is
    computed once; all have the verdict within 10 s.
different : everyone trains an experiment of their own; all finish, none fails. Meanwhile each moves
    a slider every two seconds; 95 % of the answers come within 600 ms.
watching : how much longer the default run takes when someone follows it than when nobody does.
memory : of the server's process, after 20 and after 200 visitors who came, trained and left.
busy : everyone tries all lessons, a gesture every 4 s and another lesson or link every 30 s on
    average (``benchmarks.busy``); 95 % of the moves are answered within 0.8 s, of pages within 2 s.

Each scenario has a server of its own with an empty store, warmed up by one visitor who trains
something small. The visitors run in this process, on the same processors as the server: how much
they used is part of the result. Prints a table and writes ``benchmarks/results/load.json``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.busy import busy
from benchmarks.visitor import Stage, VisitError, Visitor
from dropviz.lessons.live_training.view import LiveView
from scripts.served_app import served_app

RESULTS = Path(__file__).resolve().parent / "results" / "load.json"
OPENED_WITHIN = 60.0
TRAINED_WITHIN = 300.0
PRESSED_WITHIN = 2.0
SLIDER_EVERY = 2.0
SLIDER_WAITS = ("slider_median_ms", "slider_p95_ms", "slider_slowest_ms")
GOALS = {"verdict_s": 10.0, "slider_p95_ms": 600.0, "watching": 0.10, "memory_growth": 0.10}

# Streamlit keeps the session of a closed tab for two minutes, in case it comes back, and lets go of
# it when the next one leaves.
FORGOTTEN_AFTER = 125.0

# ---- What is known of the lesson; all of it is here ----------------------------------------------

LESSON = "live_training"
WARM_UP = {"seed": 9_000, "pairs": 2, "steps": 20}
SMALL = {"pairs": 5, "steps": 100}
WATCHED_ROUNDS = 6
PAUSE_OF_GESTURES = 0.12  # after which the stage tells Python
MARGINS = (0.02, 0.03, 0.04, 0.06, 0.07, 0.08)  # none of them the default, which no link holds


async def press_train(visitor: Visitor, **settings: Any) -> None:
    """As the button does, with these settings chosen before: the trigger brings the view."""
    if refused := LiveView.accept(settings)[1]:
        raise ValueError(f"nobody can choose this on the page: {', '.join(refused)}")
    stage = visitor.stages[LESSON]
    chosen = settings | {"run": "", "at": -1} if settings else {}
    view = stage.view | chosen | {"revision": stage.revision + bool(chosen)}
    await visitor.press(LESSON, "train", view, **chosen)
    run = await visitor.until("the run", lambda: shown_run(stage), TRAINED_WITHIN)
    await asyncio.sleep(PAUSE_OF_GESTURES)
    await visitor.change(LESSON, run=run["hash"], at=-1)  # the stage puts it into the link


async def move_slider(visitor: Visitor, number: int) -> float:
    """Move a slider and wait for the answer: the seconds it took.

    It has come when a run of the script ended well that began after the new value was told. The
    slider is the margin of the verdict, which leaves the run that is watched as it is.
    """
    stage = visitor.stages[LESSON]
    margin = MARGINS[number % len(MARGINS)]
    run = finished_run(stage)

    def answered() -> bool:
        if stage.view["margin"] != margin:
            raise VisitError(f"the slider was put back from {margin} to {stage.view['margin']}")
        return bool(visitor.answered_value("margin") == margin)

    start = time.perf_counter()
    await visitor.change(LESSON, margin=margin, run=run["hash"] if run else "", at=-1)
    await visitor.until("the slider's answer", answered, OPENED_WITHIN)
    return visitor.answered[1] - start


def shown_run(stage: Stage) -> dict[str, Any] | None:
    """The run that is shown, if it has the settings of the view."""
    if '"run": {' not in stage.raw:
        return None
    run: dict[str, Any] = stage.data["run"]
    same = all(stage.view[name] == value for name, value in run["settings"].items())
    return run if same else None


def finished_run(stage: Stage) -> dict[str, Any] | None:
    """That run, if it has ended with a verdict."""
    if not re.search(r'"state": "(finished|failed|cancelled|lost)"', stage.raw):
        return None
    run = shown_run(stage)
    if run is None:
        return None
    if run["state"] != "finished":
        raise VisitError(f"the run is {run['state']}: {run['message'] or 'no reason given'}")
    if not run["verdicts"]:
        raise VisitError("the run finished without a verdict")
    return run


# --------------------------------------------------------------------------------------------------


async def opened(visitor: Visitor) -> Stage:
    """The lesson's stage, when the page has been drawn."""

    def drawn() -> Stage | None:
        return visitor.stages.get(LESSON) if visitor.answered[1] else None

    return await visitor.until("the page", drawn, OPENED_WITHIN)


async def trained(visitor: Visitor, **settings: Any) -> dict[str, Any]:
    """Press Train and wait for the verdict: how long that took, and what was seen of it."""
    stage = visitor.stages[LESSON]
    updates = stage.updates
    start = time.perf_counter()
    await press_train(visitor, **settings)
    run = await visitor.until("the verdict", lambda: finished_run(stage), TRAINED_WITHIN)
    end = time.perf_counter()
    return {
        "start": start,
        "end": end,
        "seconds": end - start,
        "updates_per_second": (stage.updates - updates) / (end - start),
        "made_in": run["seconds"],  # to the last digit: another one for each computation
    }


async def everyone(
    n: int, act: Callable[[int, asyncio.Barrier], Awaitable[Any]]
) -> tuple[list[Any], list[str]]:
    """``act`` for n visitors at once: what came of it, and the failures in words."""
    barrier = asyncio.Barrier(n)
    outcomes = await asyncio.gather(*(act(i, barrier) for i in range(n)), return_exceptions=True)
    failures = [str(found) or repr(found) for found in outcomes if isinstance(found, BaseException)]
    return [found for found in outcomes if not isinstance(found, BaseException)], failures


async def warm_up(url: str) -> float:
    """Seconds that the first training of a server takes, small as it is."""
    async with Visitor(url, LESSON) as visitor:
        await opened(visitor)
        return float((await trained(visitor, **WARM_UP))["seconds"])


async def together(url: str, sessions: int) -> dict[str, Any]:
    """Everyone presses Train on the default."""
    cold = await warm_up(url)

    async def act(number: int, ready: asyncio.Barrier) -> dict[str, Any]:
        async with Visitor(url, LESSON) as visitor:
            await opened(visitor)
            await ready.wait()
            await asyncio.sleep(random.uniform(0, PRESSED_WITHIN))
            return await trained(visitor)

    runs, failures = await everyone(sessions, act)
    seconds = [run["seconds"] for run in runs] or [float("nan")]
    first = min((run["start"] for run in runs), default=0.0)
    last = max((run["end"] for run in runs), default=0.0)
    return {
        "sessions": sessions,
        "first_training_s": cold,
        "verdict_median_s": statistics.median(seconds),
        "verdict_slowest_s": max(seconds),
        "from_first_press_to_last_verdict_s": last - first,
        "computed": len({run["made_in"] for run in runs}),
        "updates_per_second": statistics.mean([run["updates_per_second"] for run in runs] or [0]),
        "failures": failures,
        "met": not failures
        and max(seconds) <= GOALS["verdict_s"]
        and len({run["made_in"] for run in runs}) == 1,
    }


async def keep_moving(visitor: Visitor, left: set[int], answers: list[float]) -> None:
    """Move a slider while somebody trains; how long it waited, in ms, goes to ``answers``."""
    await asyncio.sleep(random.uniform(0, SLIDER_EVERY))
    number = 0
    while left:
        took = await move_slider(visitor, number)
        answers.append(1000 * took)
        number += 1
        await asyncio.sleep(max(0.0, SLIDER_EVERY - took))


async def different(url: str, sessions: int) -> dict[str, Any]:
    """Everyone trains an experiment of their own and moves a slider meanwhile."""
    await warm_up(url)
    left = set(range(sessions))
    answers: list[float] = []

    async def train(visitor: Visitor, number: int) -> dict[str, Any]:
        try:
            return await trained(visitor, seed=100 * (number + 1))
        finally:
            left.discard(number)

    async def act(number: int, ready: asyncio.Barrier) -> dict[str, Any]:
        async with Visitor(url, LESSON) as visitor:
            try:
                await opened(visitor)
                await ready.wait()
                await asyncio.sleep(random.uniform(0, PRESSED_WITHIN))
                run: dict[str, Any]
                run, _ = await asyncio.gather(
                    train(visitor, number), keep_moving(visitor, left, answers)
                )
                return run
            finally:
                left.discard(number)

    runs, failures = await everyone(sessions, act)
    moved = _sliders(answers)
    in_time = moved["slider_p95_ms"] <= GOALS["slider_p95_ms"]
    return {
        "sessions": sessions,
        "finished": len(runs),
        "all_finished_after_s": max((run["seconds"] for run in runs), default=float("nan")),
        **moved,
        "failures": failures,
        "met": not failures and len(runs) == sessions and in_time,
    }


def _sliders(answers: list[float]) -> dict[str, float]:
    """How long sliders waited for an answer, in ms."""
    answers = sorted(answers)
    if not answers:
        return {"sliders_moved": 0, **dict.fromkeys(SLIDER_WAITS, float("nan"))}
    waits = (statistics.median(answers), answers[int(0.95 * len(answers))], answers[-1])
    return {"sliders_moved": len(answers), **dict(zip(SLIDER_WAITS, waits, strict=True))}


async def watching(url: str) -> dict[str, Any]:
    """The default run with other seeds, followed to its end and left alone, in turn.

    Left alone: the visitor goes after pressing Train, and another one asks for the result. (Who
    goes is waited for, for some seconds: time enough for a run of two.)
    """
    await warm_up(url)
    seconds: dict[str, list[float]] = {"followed": [], "alone": []}
    for number in range(WATCHED_ROUNDS):
        settings = {"seed": 100 * number + 1000}
        async with Visitor(url, LESSON) as visitor:
            await opened(visitor)
            seconds["followed"].append((await trained(visitor, **settings))["made_in"])
        settings["seed"] += 50
        async with Visitor(url, LESSON) as visitor:
            await opened(visitor)
            await press_train(visitor, **settings)
        await asyncio.sleep(4)
        async with Visitor(url, LESSON) as visitor:
            await opened(visitor)
            seconds["alone"].append((await trained(visitor, **settings))["made_in"])
    middle = {name: statistics.median(found) for name, found in seconds.items()}
    cost = middle["followed"] / middle["alone"] - 1
    return {**seconds, "cost": cost, "met": cost <= GOALS["watching"]}


async def visits(url: str, first: int, last: int) -> list[str]:
    """Visitors who come, train something of their own and leave, five at a time; the failures."""
    at_once = asyncio.Semaphore(5)

    async def act(number: int, _: asyncio.Barrier) -> None:
        async with at_once, Visitor(url, LESSON) as visitor:
            await opened(visitor)
            await trained(visitor, **SMALL, seed=10 * (first + number))

    return (await everyone(last - first, act))[1]


async def memory(url: str, process: int, few: int, many: int) -> dict[str, Any]:
    """Memory after a few and after many visitors, when Streamlit has let go of their sessions."""
    await warm_up(url)
    found: dict[str, Any] = {"after": {}, "failures": []}
    gone = 0
    for visitors in (few, many):
        found["failures"] += await visits(url, gone, visitors)
        gone = visitors
        at_once = resident_mb(process)
        await asyncio.sleep(FORGOTTEN_AFTER)
        await visits(url, 0, 1)  # the one whose leaving lets the others go
        settled = await settled_mb(process)
        found["after"][visitors] = {"at_once_mb": at_once, "settled_mb": settled}
    before, after = (found["after"][visitors]["settled_mb"] for visitors in (few, many))
    found["growth"] = after / before - 1
    found["met"] = not found["failures"] and found["growth"] <= GOALS["memory_growth"]
    return found


def resident_mb(process: int) -> float:
    """Memory of one process, without its children, in MiB."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    return int(re.findall(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)[0]) / 1024


async def settled_mb(process: int) -> float:
    """Memory when it has stopped falling for six seconds, or after a minute."""
    readings = [resident_mb(process)]
    while len(readings) < 30 and (len(readings) < 4 or readings[-1] < 0.998 * readings[-4]):
        await asyncio.sleep(2)
        readings.append(resident_mb(process))
    return readings[-1]


@contextmanager
def server(url: str | None) -> Iterator[tuple[str, int]]:
    """The address and the process of a server of our own with an empty store, or of a given one."""
    if url:
        yield url.rstrip("/"), 0
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DROPVIZ_DATABASE_URL"] = f"sqlite:///{folder}/runs.sqlite"
        with served_app() as (ours, process):
            yield ours, process.pid


def measured(scenario: str, options: argparse.Namespace) -> dict[str, Any]:
    """What a scenario gave."""
    with server(options.url) as (url, process):
        start, used = time.perf_counter(), time.process_time()
        if scenario == "memory":
            doing = memory(url, process, options.few, options.many)
        elif scenario == "busy":
            doing = busy(url, process, options.sessions, options.seconds)
        else:
            classes = {"together": together, "different": different}
            doing = (
                watching(url)
                if scenario == "watching"
                else classes[scenario](url, options.sessions)
            )
        try:
            found = asyncio.run(doing)
        except (VisitError, OSError) as error:
            found = {"failures": [str(error) or repr(error)], "met": False}
        found["wall_s"] = time.perf_counter() - start
        found["visitors_cpu_s"] = time.process_time() - used
        return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    names = ("together", "different", "watching", "memory", "busy")
    parser.add_argument("scenarios", nargs="*", default=[], metavar="|".join(names))
    parser.add_argument("--sessions", type=int, default=30)
    parser.add_argument("--seconds", type=float, default=60, help="that the busy class lasts")
    parser.add_argument("--url", help="of a server that runs already (not for memory)")
    parser.add_argument("--few", type=int, default=20, help="visitors before the first reading")
    parser.add_argument("--many", type=int, default=200, help="visitors before the second")
    options = parser.parse_args()
    unknown = set(options.scenarios) - set(names)
    if unknown:
        parser.error(f"no scenario {', '.join(unknown)}; there are {', '.join(names)}")
    if options.url and "memory" in (options.scenarios or names):
        parser.error("memory is measured on a server of its own: leave out --url")
    results = {}
    for scenario in options.scenarios or names:
        results[scenario] = measured(scenario, options)
        print(f"{scenario}: {json.dumps(results[scenario], indent=1)}", flush=True)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    return 0 if all(found["met"] for found in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main())

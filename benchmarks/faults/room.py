"""A server of its own, a visitor who trains on it, and others who come and go."""

from __future__ import annotations

import asyncio
import hashlib
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import psutil

from benchmarks.faults.report import Found
from benchmarks.load import LESSON, WARM_UP, finished_run, move_slider, opened, press_train, trained
from benchmarks.visitor import VisitError, Visitor
from dropviz.jobs.store import Store
from scripts.served_app import served_app

LOGS = Path(__file__).resolve().parents[1] / "results" / "faults"
SECONDS_OF_SILENCE = 12.0
"""Within which a visitor is told that there is no news."""
KEPT_WITHIN = 60.0
NOT_KEPT = "is not kept yet"
LONG = {"pairs": 5, "steps": 4_000}
"""A run that goes on long enough for something to happen to it."""


class Room:
    """``async with Room(fault) as room``.

    visitor : whose browser has trained one small run already
    runs : hashes of the runs that the visitor has seen finished; all have to be in the database
    """

    def __init__(
        self,
        fault: str,
        *,
        database: str = "",
        command: tuple[str, ...] = (),
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.found = Found(fault)
        self.runs: set[str] = set()
        self._command = (*command, sys.executable, "-m", "dropviz")
        self._resources, self._serving = ExitStack(), ExitStack()
        self.folder = Path(self._resources.enter_context(tempfile.TemporaryDirectory()))
        (self.folder / "data").mkdir()
        self.file = self.folder / "data" / "runs.sqlite3"
        self.database = database or f"sqlite:///{self.file}"
        self._variables = {"DROPVIZ_DATABASE_URL": self.database, **(variables or {})}
        self._log = self.folder / "log"
        self._log_before = 0
        self._port: int | None = None

    async def __aenter__(self) -> Self:
        self.start()
        self.visitor = Visitor(self.url, LESSON)
        await self.visitor.__aenter__()
        await opened(self.visitor)
        await trained(self.visitor, **WARM_UP)
        self.runs.add(shown_hash(self.visitor))
        self.began = time.perf_counter()
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            await self.visitor.__aexit__(None, None, None)
            LOGS.mkdir(parents=True, exist_ok=True)
            (LOGS / f"{self.found.fault[:40]}.log").write_text(self.log(), "utf-8")
            log = self.log()[self._log_before :]
            self.found.log_lines, self.found.log_bytes = log.count("\n"), len(log.encode())
            if "Traceback" in log:
                self.found.missed.append("a traceback in the log")
        finally:
            self._serving.close()
            self._resources.close()

    def start(self) -> None:
        """Start the server, or start it again at the same address."""
        log = self._serving.enter_context(self._log.open("ab"))
        serving = served_app(self._port, command=self._command, variables=self._variables, log=log)
        self.url, self.server = self._serving.enter_context(serving)
        self._port = urlsplit(self.url).port

    def stop(self) -> None:
        """Kill -9."""
        self._serving.close()

    def log(self) -> str:
        """What the server has written."""
        return self._log.read_text("utf-8")

    def host(self) -> psutil.Process:
        """The process of the scheduler."""
        children = psutil.Process(self.server.pid).children()
        return next(one for one in children if "dropviz.jobs.host" in one.cmdline())

    def worker(self) -> psutil.Process:
        """The worker that trains now."""
        workers = [one for one in self.host().children() if "spawn_main" in " ".join(one.cmdline())]
        before = [sum(one.cpu_times()[:2]) for one in workers]
        time.sleep(0.5)
        used = [sum(one.cpu_times()[:2]) - then for one, then in zip(workers, before, strict=True)]
        return workers[used.index(max(used))]

    @asynccontextmanager
    async def fault(self, *, others: bool = True) -> AsyncIterator[None]:
        """While it lasts, others open the page and move a slider on it, one after the other."""
        self.began = time.perf_counter()
        self._log_before = len(self.log())
        over = asyncio.Event()
        watching = asyncio.create_task(self._others(over)) if others else None
        try:
            yield
        finally:
            over.set()
            if watching:
                await watching

    async def _others(self, over: asyncio.Event) -> None:
        number = 0
        while not over.is_set():
            began = time.perf_counter()
            try:
                async with Visitor(self.url, LESSON) as other:
                    await opened(other)
                    self.found.pages.append(time.perf_counter() - began)
                    self.found.gestures.append(await move_slider(other, number))
            except (VisitError, OSError) as error:
                self.found.missed.append(f"another visitor: {error}")
                return
            number += 1
            await asyncio.sleep(0.5)

    async def begin(self, **settings: Any) -> None:
        """The visitor presses Train, and sees the first steps."""
        await press_train(self.visitor, **settings)
        await first_steps(self.visitor)

    async def train(self, **settings: Any) -> None:
        """The visitor presses Train, and waits for the end."""
        await press_train(self.visitor, **settings)
        await self.finish()

    async def finish(self, seconds: float = 120.0) -> None:
        """The visitor sees the end of the run, which has to be kept."""
        stage = self.visitor.stages[LESSON]
        run = await self.visitor.until("the verdict", lambda: finished_run(stage), seconds)
        self.runs.add(run["hash"])

    async def sees(self, words: str, within: float) -> float:
        """The visitor sees a sentence with these words: how many seconds after the fault began."""

        def said() -> str | None:
            return next((one for one in sentences(self.visitor) if words in one), None)

        sentence = await self.visitor.until(f"{words!r}", said, 3 * within)
        return self.saw(sentence, within)

    def saw(self, sentence: str, within: float) -> float:
        """Note what the visitor sees now, and whether it came in time."""
        seconds = time.perf_counter() - self.began
        self.found.saw.append((sentence, seconds))
        if seconds > within:
            self.found.missed.append(f"{sentence!r} after {seconds:.1f} s, not {within:.0f} s")
        return seconds

    async def check_kept(self) -> None:
        """Wait until the database has all runs that the visitor has seen finished."""
        owner = hashlib.sha256(self.visitor.browser.encode()).hexdigest()
        store, began = Store(self.database), time.perf_counter()

        def is_kept(run: str) -> bool:
            return store.owns(run, owner) and store.film(run) is not None

        waits = sorted(self.runs)
        while time.perf_counter() - began < KEPT_WITHIN:
            waits = [run for run in waits if not await asyncio.to_thread(is_kept, run)]
            if not waits:
                break
            await asyncio.sleep(0.2)
        self.found.lost += [f"run {run}" for run in waits]
        store.close()

    async def sees_it_kept(self) -> None:
        """The runs are kept within a minute, and no page says any more that they are not."""
        began = time.perf_counter()
        await self.check_kept()
        self.found.saw.append(("then kept by itself", time.perf_counter() - began))

        def said_no_more() -> bool:
            return not any(NOT_KEPT in one for one in sentences(self.visitor))

        await self.visitor.until("the notice to go", said_no_more, SECONDS_OF_SILENCE)


async def first_steps(visitor: Visitor) -> None:
    """A visitor sees curves grow."""
    stage = visitor.stages[LESSON]
    running = re.compile(r'"state": "running".*"step": [1-9]', re.DOTALL)
    await visitor.until("the first steps", lambda: running.search(stage.raw), 60)


def shown_hash(visitor: Visitor) -> str:
    """The hash of the run that a visitor sees."""
    return str(visitor.stages[LESSON].data["run"]["hash"])


def sentences(visitor: Visitor) -> Iterator[str]:
    """What the page tells a visitor: in its boxes, and of the run on its stage."""
    yield from visitor.boxes
    stage = visitor.stages.get(LESSON)
    if stage and '"run": {' in stage.raw:
        run = stage.data["run"]
        yield from (*run["notices"], *filter(None, [run["message"]]))

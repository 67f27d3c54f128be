"""Workers, scheduler and server that are killed, or stopped without being dead."""

from __future__ import annotations

import asyncio
import signal
import time
from urllib.parse import urlencode

import psutil

from benchmarks.faults.room import LONG, SECONDS_OF_SILENCE, Room, shown_hash
from benchmarks.load import LESSON, opened
from benchmarks.visitor import VisitError, Visitor

TIMES = 5
SILENT_FOR = 3.0
"""Seconds that a process stays stopped after it was told of."""


async def worker_killed(room: Room) -> None:
    """Kill -9 of the worker that trains"""
    await room.begin(**LONG, seed=1)
    async with room.fault():
        room.worker().kill()
        await room.sees("A worker process died", 30)
        await room.finish()


async def worker_stopped(room: Room) -> None:
    """The worker that trains stops (SIGSTOP), and goes on later"""
    await room.begin(**LONG, seed=1)
    async with room.fault():
        worker = room.worker()
        worker.suspend()
        room.began = time.perf_counter()
        try:
            await room.sees("No news", SECONDS_OF_SILENCE)
            await asyncio.sleep(SILENT_FOR)
        finally:
            worker.resume()
        await room.finish()


async def scheduler_killed(room: Room) -> None:
    """Kill -9 of the scheduler"""
    await room.begin(**LONG, seed=1)
    async with room.fault():
        room.host().kill()
        await room.sees("The scheduler is gone and this run with it", SECONDS_OF_SILENCE)
        await room.visitor.until("a button", lambda: "Connect again" in room.visitor.buttons, 10)
        before = room.visitor.answered
        await room.visitor.click("Connect again")
        await room.visitor.until("an answer", lambda: room.visitor.answered != before, 60)
        room.saw("connected again", 60)
        await room.begin(**LONG, seed=1)
        room.saw("trained anew: the first steps", 60)
        await room.finish()


async def scheduler_killed_often(room: Room) -> None:
    """Kill -9 of the scheduler, five times; Train is pressed before Connect again has answered"""
    await room.begin(**LONG, seed=1)
    stage, waits = room.visitor.stages[LESSON], []
    async with room.fault():
        for _ in range(TIMES):
            room.host().kill()
            await room.visitor.until("the end", lambda: '"state": "lost"' in stage.raw, 10)
            await room.visitor.until(
                "a button", lambda: "Connect again" in room.visitor.buttons, 10
            )
            await room.visitor.click("Connect again")
            pressed = time.perf_counter()
            await room.begin(**LONG, seed=1)
            waits.append(time.perf_counter() - pressed)
        await room.finish()
    room.found.saw.append((f"trained anew {len(waits)} times: the first steps", max(waits)))


async def scheduler_stopped(room: Room) -> None:
    """The scheduler stops (SIGSTOP), and goes on later"""
    await room.begin(**LONG, seed=1)
    async with room.fault():
        host = room.host()
        host.suspend()
        try:
            await room.sees("No news", SECONDS_OF_SILENCE)
            await asyncio.sleep(SILENT_FOR)
        finally:
            host.resume()
        await room.finish()


def is_alive(process: psutil.Process) -> bool:
    """Whether it still does anything: the dead whom nobody asks after do not."""
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)


async def server_killed(room: Room) -> None:
    """Kill -9 of the server while a run goes on; it is started again"""
    await room.begin(**LONG, seed=1)
    link = urlencode({**LONG, "seed": 1, "run": shown_hash(room.visitor)})  # as the stage writes it
    processes = [room.host(), *room.host().children(recursive=True)]
    async with room.fault(others=False):
        room.stop()
        try:
            await room.visitor.until("the end", lambda: None, 10)
        except VisitError:
            room.saw("Streamlit's note that the connection is gone", 10)
        browser = room.visitor.browser
        await room.visitor.__aexit__(None, None, None)
        await asyncio.sleep(2)
        if left := [one.pid for one in processes if is_alive(one)]:
            room.found.missed.append(f"processes {left} outlived the server")
        room.start()
        room.visitor = Visitor(room.url, LESSON, link, browser=browser)
        await room.visitor.__aenter__()
        await opened(room.visitor)
        await room.sees("is not on this server", 60)
        await room.begin(**LONG, seed=1)
        room.saw("trained anew from its link: the first steps", 60)
        await room.finish()


async def server_stopped(room: Room) -> None:
    """The server stops for 10 s (SIGSTOP), and goes on"""
    await room.begin(**LONG, seed=1)
    async with room.fault(others=False):
        room.server.send_signal(signal.SIGSTOP)
        await asyncio.sleep(10)
        room.server.send_signal(signal.SIGCONT)
        room.began = time.perf_counter()
        heard = room.visitor.received_bytes
        await room.visitor.until("news", lambda: room.visitor.received_bytes > heard, 20)
        room.saw("stages move on in the browser; news when the server goes on", 3)
        await room.finish()


SCENARIOS = (
    worker_killed,
    worker_stopped,
    scheduler_killed,
    scheduler_killed_often,
    scheduler_stopped,
    server_killed,
    server_stopped,
)

"""Databases that are locked, deleted, not to be written, full, that hang or are gone."""

from __future__ import annotations

import asyncio
import os
import resource
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from benchmarks.faults.room import NOT_KEPT, Room
from benchmarks.load import LESSON, SMALL, WARM_UP, opened
from benchmarks.visitor import Visitor
from scripts.postgres_server import Postgres

SECONDS_LOCKED, SECONDS_AWAY = 20.0, 15.0
TOLD_WITHIN = 12.0
MOST_BYTES_OF_A_FILE = 32_768
NO_OVERRIDE = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--")
"""Before a command: root itself may write only where the modes of files allow it."""


async def locked(room: Room) -> None:
    """Database locked for 20 s"""
    with closing(sqlite3.connect(room.file, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        async with room.fault():
            await _train_unkept(room, SECONDS_LOCKED)
            lock.execute("ROLLBACK")
    await room.sees_it_kept()


async def deleted(room: Room) -> None:
    """Database file deleted while a run goes on"""
    async with room.fault():
        await asyncio.sleep(1)
        for end in ("", "-wal", "-shm"):
            Path(f"{room.file}{end}").unlink(missing_ok=True)
        await room.train(**SMALL, seed=1)
        room.saw("the run, finished", TOLD_WITHIN)
    await room.sees_it_kept()


async def read_only(room: Room) -> None:
    """Folder of the database may not be written, then it may"""
    browser = room.visitor.browser
    await room.visitor.__aexit__(None, None, None)
    room.stop()
    sqlite3.connect(room.file).execute("PRAGMA wal_checkpoint(TRUNCATE)").connection.close()
    room.file.parent.chmod(0o500)
    room.start()
    room.visitor = Visitor(room.url, LESSON, browser=browser)
    await room.visitor.__aenter__()
    await opened(room.visitor)
    await room.train(**WARM_UP | {"pairs": 3})  # workers have started; this one is not kept either
    async with room.fault():
        await _train_unkept(room, SECONDS_AWAY)
        room.file.parent.chmod(0o700)
    await room.sees_it_kept()


async def full(room: Room) -> None:
    """No file of the server can grow, as on a full disk; then it can"""
    most = resource.RLIMIT_FSIZE
    before = resource.prlimit(room.server.pid, most)
    resource.prlimit(room.server.pid, most, (MOST_BYTES_OF_A_FILE, before[1]))
    async with room.fault():
        await _train_unkept(room, SECONDS_AWAY)
        resource.prlimit(room.server.pid, most, before)
    await room.sees_it_kept()


async def postgres_stopped(room: Room, postgres: Postgres) -> None:
    """PostgreSQL stops (SIGSTOP), and goes on later"""
    with postgres.stopped():
        async with room.fault():
            await _train_unkept(room, SECONDS_AWAY)
    await room.sees_it_kept()


async def postgres_gone(room: Room, postgres: Postgres) -> None:
    """Kill -9 of PostgreSQL; it is started again"""
    postgres.kill()
    async with room.fault():
        await _train_unkept(room, SECONDS_AWAY)
        postgres.start()
    await room.sees_it_kept()


async def _train_unkept(room: Room, seconds: float) -> None:
    """A run that ends while nothing can be saved; so it stays for so many seconds."""
    await room.train(**SMALL, seed=1)
    await room.sees(NOT_KEPT, TOLD_WITHIN)
    await asyncio.sleep(max(0.0, seconds - (time.perf_counter() - room.began)))


FILES = (locked, deleted, read_only, full)
SERVERS = (postgres_stopped, postgres_gone)


def command(scenario: object) -> tuple[str, ...]:
    """What stands before the server's command."""
    return NO_OVERRIDE if scenario is read_only and os.geteuid() == 0 else ()

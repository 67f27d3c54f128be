"""One visitor with many tabs, and a newcomer with a short run."""

from __future__ import annotations

import re
import secrets
import time
from contextlib import AsyncExitStack

from benchmarks.faults.room import Room, first_steps
from benchmarks.load import LESSON, SMALL, finished_run, opened, press_train
from benchmarks.visitor import Visitor

TABS = 20
OF_A_TAB = {"pairs": 10, "steps": 2_000}
SEEDS_APART = 400
PLACE = re.compile(r'"place": (\d+)')
HIGHEST_PLACE, SECONDS = 2, 40.0
"""Of the newcomer: before it only what runs already is done, and what is as short."""
FEWEST_WAITING = 15
"""Runs of the others, or there is nothing to be fair about."""


async def many_tabs(room: Room) -> None:
    """One browser trains in 20 tabs, a newcomer presses Train on a run of a second"""
    greedy = secrets.token_urlsafe(32)
    async with AsyncExitStack() as open_tabs, room.fault():
        tabs = []
        for number in range(TABS):
            tab = await open_tabs.enter_async_context(Visitor(room.url, LESSON, browser=greedy))
            await opened(tab)
            await press_train(tab, **OF_A_TAB, seed=SEEDS_APART * number)
            tabs.append(tab)
        async with Visitor(room.url, LESSON) as newcomer:
            await opened(newcomer)
            waiting = sum('"state": "queued"' in tab.stages[LESSON].raw for tab in tabs)
            await _comes(room, newcomer, waiting)
    if waiting < FEWEST_WAITING:
        room.found.missed.append(f"only {waiting} runs waited")


async def _comes(room: Room, newcomer: Visitor, waiting: int) -> None:
    """The newcomer trains: at which place, how soon the first curve and the verdict."""
    stage = newcomer.stages[LESSON]
    room.began = time.perf_counter()
    await press_train(newcomer, **SMALL, seed=9_500)
    place = int(found[1]) if (found := PLACE.search(stage.raw)) else 0
    room.saw(f"the newcomer: place {place}, while {waiting} runs of the tabs wait", 3)
    if place > HIGHEST_PLACE:
        room.found.missed.append(f"the newcomer had place {place}")
    await first_steps(newcomer)
    room.saw("its first curve", SECONDS)
    await newcomer.until("the verdict", lambda: finished_run(stage), SECONDS)
    room.saw("its verdict", SECONDS)

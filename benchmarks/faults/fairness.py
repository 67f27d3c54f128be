"""One visitor with many tabs, and a newcomer with a short run."""

from __future__ import annotations

import re
import secrets
import time
from contextlib import AsyncExitStack

from benchmarks.faults.room import Room
from benchmarks.load import LESSON, SMALL, opened, press_train, trained
from benchmarks.visitor import Visitor

TABS = 20
OF_A_TAB = {"pairs": 10, "steps": 2_000}
PLACE = re.compile(r'"place": (\d+)')
HIGHEST_PLACE, SECONDS = 2, 30.0
"""Of the newcomer: before it only what runs already is done, and what is as short."""


async def many_tabs(room: Room) -> None:
    """One browser trains in 20 tabs, a newcomer presses Train on a run of a second"""
    greedy = secrets.token_urlsafe(32)
    async with AsyncExitStack() as open_tabs, room.fault():
        for number in range(TABS):
            tab = await open_tabs.enter_async_context(Visitor(room.url, LESSON, browser=greedy))
            await opened(tab)
            await press_train(tab, **OF_A_TAB, seed=1_000 * (number + 1))
        async with Visitor(room.url, LESSON) as newcomer:
            stage = await opened(newcomer)
            room.began = time.perf_counter()
            await press_train(newcomer, **SMALL, seed=7)
            place = int(found[1]) if (found := PLACE.search(stage.raw)) else 0
            room.saw(f"the newcomer: place {place}" if place else "the newcomer: its run begins", 3)
            await trained(newcomer)
            room.saw("the newcomer: the verdict", SECONDS)
    if place > HIGHEST_PLACE:
        room.found.missed.append(f"the newcomer had place {place}")

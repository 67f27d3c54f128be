"""Does harm to real processes, and tells what a visitor saw of it.

    python -m benchmarks.faults [SCENARIO ...]

Each scenario has a server of its own with an empty store, on which one visitor has trained a small
run; then the fault happens. Meanwhile others open the page and move a slider on it. Prints a table
in Markdown: what the visitor saw and after how many seconds (from the fault, or from when Train was
pressed after it), the longest that others waited, and what was lost. A run that somebody has seen
finished has to be in the database at the end. Ends with 1 if anything was lost, or a limit missed.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Awaitable, Callable
from functools import partial

from benchmarks.faults import databases, fairness, messages, processes
from benchmarks.faults.report import Found, table
from benchmarks.faults.room import Room
from benchmarks.visitor import VisitError
from scripts.outside import Outside
from scripts.postgres_server import postgres_server

Scenario = Callable[..., Awaitable[None]]
SCENARIOS: dict[str, Scenario] = {
    scenario.__name__: scenario
    for scenario in (
        *processes.SCENARIOS,
        *databases.FILES,
        *databases.SERVERS,
        messages.foreign_origin,
        messages.hostile,
        fairness.many_tabs,
    )
}


async def suffered(scenario: Scenario, room: Room, act: Callable[[Room], Awaitable[None]]) -> Found:
    """What came of a fault."""
    try:
        async with room:
            try:
                await act(room)
            except VisitError as error:
                room.found.missed.append(str(error))
            hangs = scenario is databases.postgres_stopped
            room.found.check_others(but_once=5.5 if hangs else 0.0)
            await room.check_kept()
    except (VisitError, OSError) as error:
        room.found.missed.append(f"before or after the fault: {error!r}")
    return room.found


def found(name: str) -> Found:
    """Do a scenario with what it needs."""
    scenario = SCENARIOS[name]
    fault = (scenario.__doc__ or "").strip()
    if scenario in databases.SERVERS:
        with postgres_server() as postgres:
            room = Room(fault, database=postgres.url)
            return asyncio.run(suffered(scenario, room, partial(scenario, postgres=postgres)))
    if scenario is messages.foreign_origin:
        outside = Outside()
        room = Room(fault, variables=outside.variables)
        return asyncio.run(suffered(scenario, room, partial(scenario, outside=outside)))
    room = Room(fault, command=databases.command(scenario))
    return asyncio.run(suffered(scenario, room, scenario))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("scenarios", nargs="*", metavar="|".join(SCENARIOS))
    names = parser.parse_args().scenarios or list(SCENARIOS)
    if unknown := set(names) - set(SCENARIOS):
        parser.error(f"no scenario {', '.join(unknown)}; there are {', '.join(SCENARIOS)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and no server is left behind
    all_found = []
    for name in names:
        all_found.append(found(name))
        print(all_found[-1].row, *all_found[-1].missed, sep="\n", file=sys.stderr, flush=True)
    print(table(all_found))
    return 1 if any(one.lost or one.missed for one in all_found) else 0


if __name__ == "__main__":
    sys.exit(main())

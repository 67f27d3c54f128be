"""Connections of other pages, and messages that no page of the app sends."""

from __future__ import annotations

import asyncio
import json

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from benchmarks.faults.room import Room
from benchmarks.load import LESSON, opened
from benchmarks.visitor import VisitError, Visitor
from scripts.outside import Outside

LINES_A_MESSAGE, BYTES_A_LINE = 1, 300
HOSTILE = {
    "deep": "[" * 100_000,
    "long": json.dumps("x" * 3_000_000),
    "a number of 10,000 digits": '{"view": {"revision": ' + "9" * 10_000 + "}}",
    "half a surrogate": '{"view": {"data": "\\ud800", "revision": 1}}',
    "no JSON": "{",
    "no view": "[1, 2]",
    "infinite": '{"view": {"lr": Infinity, "revision": -1e999}}',
}
"""What the state of a stage may be said to be."""


async def foreign_origin(room: Room, outside: Outside) -> None:
    """Five connections of a page of another host, in a network that swallows packets"""
    before = outside.asked
    async with room.fault():
        for _ in range(5):
            try:
                async with connect(
                    f"{room.url.replace('http', 'ws')}/_stcore/stream", origin="http://evil.test"
                ):
                    room.found.missed.append("it was let in")
            except InvalidStatus as refused:
                said = f"it is refused ({refused.response.status_code})"
        room.saw(said, 3)
        await asyncio.sleep(3)
    if outside.asked > before:
        room.found.missed.append("an outside host was asked")


async def hostile(room: Room) -> None:
    """Messages too deep, too long or of nonsense"""
    async with room.fault():
        for about, told in HOSTILE.items():
            await _tell(room, about, told)
        await _send(room, "no message at all", b"\xff" * 100)
    room.saw("of its own connection, that it is gone or its message refused", 60)


async def _tell(room: Room, about: str, told: str) -> None:
    async with Visitor(room.url, LESSON) as bad:
        message = BackMsg()
        stage = await opened(bad)
        message.rerun_script.widget_states.widgets.append(WidgetState(id=stage.id, json_value=told))
        await _send(room, about, message.SerializeToString(), bad)


async def _send(room: Room, about: str, sent: bytes, bad: Visitor | None = None) -> None:
    before = room.log()
    if bad is None:
        async with Visitor(room.url, LESSON) as bad:
            await opened(bad)
            return await _send(room, about, sent, bad)
    await bad.send_bytes(sent)
    try:
        await bad.until("the end", lambda: None, 2)
    except VisitError as error:
        if "Error" in str(error) or "Exception" in str(error):
            room.found.missed.append(f"{about}: {str(error)[:200]}")
    new = room.log()[len(before) :]
    if len(new) > BYTES_A_LINE * LINES_A_MESSAGE:
        room.found.missed.append(f"{about}: {len(new)} bytes of log: {new.strip()[-120:]!r}")
    return None

"""Connections of other pages, and messages that no page of the app sends."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from benchmarks.faults.room import Room
from benchmarks.load import LESSON, opened
from benchmarks.visitor import Stage, VisitError, Visitor
from scripts.outside import Outside

MOST_BYTES_OF_LOG = 300
"""For one message."""
STATES: dict[str, dict[str, Any]] = {
    "deep": {"json_value": "[" * 100_000},
    "long": {"json_value": json.dumps("x" * 3_000_000)},
    "a number of 10,000 digits": {"json_value": '{"view": ' + "9" * 10_000 + "}"},
    "half a surrogate": {"json_value": '{"view": {"data": "\\ud800", "revision": 1}}'},
    "no JSON": {"json_value": "{"},
    "nothing": {"json_value": ""},
    "no view": {"json_value": "[1, 2]"},
    "a view that is a list": {"json_value": '{"view": [], "revision": []}'},
    "infinite": {"json_value": '{"view": {"lr": Infinity, "revision": -1e999}}'},
    "the value of another widget": {"string_value": "x" * 1_000},
    "a trigger that is a number": {"json_trigger_value": "7"},
    "a trigger of no name": {"json_trigger_value": '[{"event": {}, "value": null}]'},
}
"""What may be said of the state of a stage."""
RERUNS: dict[str, dict[str, Any]] = {
    "a fragment that is none": {"fragment_id": "x" * 1_000},
    "a page that is none": {"page_script_hash": "x" * 1_000},
    "a link of nonsense": {"query_string": "?&&%ff=%00&p=%F0%9F&hidden=9" * 30},
    "messages that nobody sent": {"cached_message_hashes": ["x"] * 1_000},
}


async def foreign_origin(room: Room, outside: Outside) -> None:
    """Five connections of a page of another host, in a network that swallows packets"""
    before = outside.asked
    async with room.fault():
        for _ in range(5):
            try:
                async with connect(
                    f"{room.url.replace('http', 'ws')}/_stcore/stream",
                    origin=Origin("http://evil.test"),
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
        for about, sent in _messages(await opened(room.visitor)).items():
            await _send(room, about, sent)
    room.saw("of its own page, that the connection is gone, or nothing", 120)


def _messages(stage: Stage) -> dict[str, bytes | str]:
    found: dict[str, bytes | str] = {"no message at all": b"\xff" * 100, "a text": "{}"}
    for about, state in STATES.items():
        message = BackMsg()
        widgets = message.rerun_script.widget_states.widgets
        widgets.append(WidgetState(id=stage.id, **state))
        found[about] = message.SerializeToString()
    for about, rerun in RERUNS.items():
        found[about] = BackMsg(rerun_script=ClientState(**rerun)).SerializeToString()
    return found


async def _send(room: Room, about: str, sent: bytes | str) -> None:
    """In a tab of its own; what it costs the log, and whether the page fails."""
    async with Visitor(room.url, LESSON) as bad:
        await opened(bad)
        before = len(room.log())
        await bad.send_bytes(sent)
        try:
            await bad.until("the end", lambda: None, 1)
        except VisitError as error:
            if not re.match("waited|the connection|the server closed", str(error)):
                room.found.missed.append(f"{about}: the page shows {str(error)[:200]!r}")
        log = room.log()[before:]
    if "Traceback" in log or len(log) > MOST_BYTES_OF_LOG:
        last = log.strip().rsplit("\n", 1)[-1][:120]
        room.found.missed.append(f"{about}: {len(log)} bytes of log, {last!r}")

"""Middleware on its own, around an app that tells what reached it."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.components.v2.bidi_component.serialization import BidiComponentSerde
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState

from dropviz.serving.compressed import CompressedFiles
from dropviz.serving.guards import (
    HEADERS,
    MOST_BYTES,
    MOST_DEPTH,
    KnownOrigins,
    ReadableMessages,
    SecurityHeaders,
    depth,
    shorten_streamlits_log,
)
from tests.apart import run_apart

Headers = dict[str, str]


class Reached:
    """An app that answers with a text, and notes what it was asked and told."""

    def __init__(self, body: bytes = b"", content_type: str = "text/javascript") -> None:
        self.scopes: list[Scope] = []
        self.messages: list[Message] = []
        self.body, self.content_type = body, content_type

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        if scope["type"] == "websocket":
            self.messages.append(await receive())
            return
        headers = [(b"content-type", self.content_type.encode()), (b"etag", b'"x"')]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        half = len(self.body) // 2
        for part, more in ((self.body[:half], True), (self.body[half:], False)):
            await send({"type": "http.response.body", "body": part, "more_body": more})


def asked(
    app: ASGIApp, kind: str, path: str = "/", told: Message | None = None, **headers: str
) -> list[Message]:
    """What the app sends in answer to one request, with these headers."""
    sent: list[Message] = []

    async def receive() -> Message:
        return told or {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "path": path, "method": "GET", "headers": raw}
    run_apart(app(scope, receive, send))
    return sent


def headers_of(sent: list[Message]) -> Headers:
    return {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://[", "http://room.school.evil", "file://"]
)
def test_pages_of_other_hosts_do_not_reach_streamlit(origin: str) -> None:
    app = Reached()
    guarded = KnownOrigins(app, lambda: {"course.example"})
    sent = asked(guarded, "websocket", host="room.school:8501", origin=origin)
    assert [message["type"] for message in sent] == ["websocket.close"]
    assert app.scopes == []


@pytest.mark.parametrize(
    "origin", ["http://room.school:8501", "https://room.school", "http://localhost:9"]
)
def test_pages_of_the_app_and_of_this_machine_do(origin: str) -> None:
    app = Reached()
    asked(KnownOrigins(app, set), "websocket", host="room.school:8501", origin=origin)
    assert [pair for pair in app.scopes[0]["headers"] if pair[0] == b"origin"]


def test_allowed_hosts_and_those_that_name_none_are_passed_on_without_a_question() -> None:
    """Streamlit asks for no origin where there is none; else it would ask an outside host."""
    for more in ({"origin": "https://course.example"}, {}):
        app = Reached()
        guarded = KnownOrigins(app, lambda: {"course.example"})
        asked(guarded, "websocket", host="room.school:8501", **more)
        assert not [pair for pair in app.scopes[0]["headers"] if pair[0] == b"origin"]


def state(**said: str) -> bytes:
    """A message that tells the state of a component."""
    message = BackMsg()
    message.rerun_script.widget_states.widgets.append(WidgetState(id="stage", **said))
    return message.SerializeToString()


@pytest.mark.parametrize(
    ("told", "passes"),
    [
        (state(json_value=json.dumps({"view": {"p": [0.5] * 500}})), True),
        (state(json_value="[" * MOST_DEPTH + "]" * MOST_DEPTH), True),
        (state(json_value=json.dumps([[]] * 5_000)), True),
        (state(json_value="[" + "9" * 4_000 + "]"), True),
        (state(json_trigger_value="[]"), True),
        (state(string_value="{"), True),
        (BackMsg(rerun_script=ClientState(fragment_id="f" * 64)).SerializeToString(), True),
        (state(json_value="[" * (MOST_DEPTH + 1)), False),
        (state(json_value='{"a":' * 100_000), False),
        (state(json_value=json.dumps("x" * MOST_BYTES)), False),
        (state(json_value="{"), False),
        (state(json_value=""), False),
        (state(json_trigger_value="{"), False),
        (state(json_value="[" + "9" * 5_000 + "]"), False),  # Python reads no such number
        (BackMsg(rerun_script=ClientState(fragment_id="f" * 1_000)).SerializeToString(), False),
        (b"\xff" * 100, False),
        ("{}", False),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_messages_that_streamlit_cannot_read_end_the_connection(
    told: bytes | str, passes: bool, caplog: pytest.LogCaptureFixture
) -> None:
    app = Reached()
    kind = "bytes" if isinstance(told, bytes) else "text"
    sent = asked(ReadableMessages(app), "websocket", told={"type": "websocket.receive", kind: told})
    assert [message["type"] for message in app.messages] == [
        "websocket.receive" if passes else "websocket.disconnect"
    ]
    assert [message["type"] for message in sent] == ([] if passes else ["websocket.close"])
    assert len(caplog.records) == (0 if passes else 1)
    assert all(len(record.getMessage()) < 120 for record in caplog.records)


def test_the_log_has_one_line_where_streamlit_fails_on_a_state(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shorten_streamlits_log()
    assert BidiComponentSerde().deserialize("no JSON") == {}
    assert [record.exc_info for record in caplog.records] == [None]


def test_depth_is_that_of_pythons_json() -> None:
    for told in ("[[[]]]" * 40, '{"a": [{"b": []}]}' * 40, "[" * 150 + "]" * 150):
        open_now = deepest = 0
        for letter in told:
            open_now += (letter in "[{") - (letter in "]}")
            deepest = max(deepest, open_now)
        assert depth(told.encode()) in {deepest, 0 if told.count("[") <= MOST_DEPTH else deepest}


def test_every_answer_has_the_headers() -> None:
    found = headers_of(asked(SecurityHeaders(Reached(b"x")), "http"))
    assert {name.lower() for name in HEADERS} <= found.keys()
    assert found["x-content-type-options"] == "nosniff"
    assert "http" not in found["content-security-policy"]  # no other host, for anything
    assert "frame" not in found["content-security-policy"]  # a course may embed the app


BODY = b"const one = 1;\n" * 500


def test_files_are_compressed_once_and_read_back_whole() -> None:
    app = Reached(BODY)
    small = CompressedFiles(app)
    for _ in range(3):
        sent = asked(small, "http", "/static/js/a.js", accept_encoding="br, gzip")
        found = headers_of(sent)
        assert gzip.decompress(sent[1]["body"]) == BODY
        assert found["content-encoding"] == "gzip"
        assert int(found["content-length"]) == len(sent[1]["body"]) < len(BODY) / 10
        assert "etag" not in found
    assert len(app.scopes) == 1


@pytest.mark.parametrize(
    ("path", "content_type", "body", "more"),
    [
        ("/static/js/a.js", "text/javascript", BODY, {}),  # a browser that cannot read it
        ("/static/js/a.js", "text/javascript", BODY, {"range": "bytes=0-9"}),
        ("/static/js/a.js", "text/javascript", b"short", {"accept_encoding": "gzip"}),
        ("/static/media/a.woff2", "font/woff2", BODY, {"accept_encoding": "gzip"}),
        ("/media/a.csv", "text/csv", BODY, {"accept_encoding": "gzip"}),
    ],
)
def test_all_else_is_passed_on_as_it_is(
    path: str, content_type: str, body: bytes, more: dict[str, Any]
) -> None:
    sent = asked(CompressedFiles(Reached(body, content_type)), "http", path, **more)
    assert b"".join(message["body"] for message in sent[1:]) == body
    assert "content-encoding" not in headers_of(sent)

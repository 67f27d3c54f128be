"""ASGI middleware between visitors and Streamlit: origins, messages, headers."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

import numpy as np
from google.protobuf.message import DecodeError
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

LOG = logging.getLogger(__name__)
THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "[::1]"})
MOST_BYTES: Final = 2_000_000
"""Of a message from a browser; those of the lessons have a few thousand. Files go another way."""
MOST_DEPTH: Final = 100
"""Brackets within one another in a message; Python's JSON fails at a thousand."""
MOST_BYTES_OF_A_NAME: Final = 200
POLICY_VIOLATION: Final = 1008
HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Streamlit's own page needs inline scripts and styles, Vega compiles its expressions. No
    # frame-ancestors and no X-Frame-Options: a course page may show the app in a frame.
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    ),
}


class SecurityHeaders:
    """Adds ``HEADERS`` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)


class KnownOrigins:
    """Refuses WebSockets from pages of other hosts.

    Streamlit would ask an outside host for this machine's address first, and let all visitors wait
    for the answer.

    Parameters
    ----------
    allowed : gives, when the settings are known, the hosts whose pages may connect beside the
        app's own and this machine's
    """

    def __init__(self, app: ASGIApp, allowed: Callable[[], set[str]]) -> None:
        self.app, self._allowed = app, allowed()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "websocket":
            headers = Headers(scope=scope)
            origin = headers.get("origin")
            if origin is not None:
                host = _host(origin)
                if not (host and host in self._hosts(headers.get("host", ""))):
                    LOG.warning("A page of another host was refused: %.80r", origin)
                    await send({"type": "websocket.close", "code": POLICY_VIOLATION})
                    return
                if host in self._allowed:  # or Streamlit would ask, before it looks at its list
                    rest = [pair for pair in scope["headers"] if pair[0] != b"origin"]
                    scope = {**scope, "headers": rest}
        await self.app(scope, receive, send)

    def _hosts(self, own: str) -> set[str]:
        return {_host(f"//{own}")} | THIS_MACHINE | self._allowed


class ReadableMessages:
    """Closes WebSockets whose messages are too long, or such that Streamlit cannot read them.

    Streamlit would fail on them, with pages of traceback in the log.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def checked() -> Message:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            problem = complaint(message.get("bytes"))
            if not problem:
                return message
            LOG.warning("A message was refused: %s.", problem)
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}

        await self.app(scope, checked if scope["type"] == "websocket" else receive, send)


def complaint(told: bytes | None) -> str:
    """What is wrong with a message from a browser; empty if nothing is."""
    if told is None:
        return "it is a text"
    if len(told) > MOST_BYTES:
        return f"it has {len(told):,} bytes"
    if (deepest := depth(told)) > MOST_DEPTH:
        return f"it is {deepest:,} brackets deep"
    try:
        rerun = BackMsg.FromString(told).rerun_script
        for state in rerun.widget_states.widgets:
            if state.WhichOneof("value") in {"json_value", "json_trigger_value"}:
                json.loads(state.json_value or state.json_trigger_value)
    except (DecodeError, ValueError) as error:
        return type(error).__name__
    too_long = len(rerun.fragment_id) > MOST_BYTES_OF_A_NAME  # the log would have it
    return "a name in it is too long" if too_long else ""


def depth(told: bytes) -> int:
    """How many brackets are open at once, at most; those in texts and numbers count too."""
    if told.count(b"[") + told.count(b"{") <= MOST_DEPTH:
        return 0
    values = np.frombuffer(told, np.uint8)
    opened = np.isin(values, np.frombuffer(b"[{", np.uint8))
    closed = np.isin(values, np.frombuffer(b"]}", np.uint8))
    return int(np.cumsum(opened.astype(np.int64) - closed).max(initial=0))


def shorten_streamlits_log() -> None:
    """Let it say in a line, without a traceback, that it cannot read a component's state."""

    def without_traceback(record: logging.LogRecord) -> bool:
        record.exc_info = None
        return True

    name = "streamlit.components.v2.bidi_component.serialization"
    logging.getLogger(name).addFilter(without_traceback)


def _host(address: str) -> str:
    """The host of an address, without its port; "" where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # brackets that do not belong together
        return ""

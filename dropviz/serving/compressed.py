"""ASGI middleware that compresses the files of the app once, and keeps them so.

Streamlit sends its scripts as they are: compressing them for every visitor would cost too much.
They never change while the server runs.
"""

from __future__ import annotations

import asyncio
import gzip
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDERS: Final = ("/static/", "/_stcore/bidi-components/")
"""Of files that never change: Streamlit's own, and the stages."""
TYPES: Final = ("text/", "application/javascript", "application/json", "image/svg+xml")
LEAST_BYTES: Final = 1_000
MOST_FILES: Final = 2_000
"""Kept at most: there are some hundreds."""
LEVEL: Final = 9


class CompressedFiles:
    """Answers requests for files that were compressed before; compresses the others."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[str, tuple[Message, bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if not _may_compress(scope):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self._kept:
            answer = Answer()
            await self.app(_as_first_time(scope), receive, answer.take)
            if not answer.worth_it or len(self._kept) >= MOST_FILES:
                await answer.send(send)
                return
            self._kept[path] = await asyncio.to_thread(answer.compressed)
        start, body = self._kept[path]
        await send({**start, "headers": list(start["headers"])})
        await send({"type": "http.response.body", "body": body})


class Answer:
    """What the app answered, held back."""

    def __init__(self) -> None:
        self._messages: list[Message] = []

    async def take(self, message: Message) -> None:
        """Hear a message of the answer."""
        self._messages.append(message)

    async def send(self, send: Send) -> None:
        """Pass it on as it is."""
        for message in self._messages:
            await send(message)

    @property
    def worth_it(self) -> bool:
        """Whether it is a whole file of text."""
        start = self._messages[0]
        headers = Headers(raw=start["headers"])
        return (
            start["status"] == 200
            and "content-encoding" not in headers
            and headers.get("content-type", "").startswith(TYPES)
            and len(self._body) >= LEAST_BYTES
        )

    def compressed(self) -> tuple[Message, bytes]:
        """The first message, and the body, as they are sent compressed."""
        body = gzip.compress(self._body, LEVEL, mtime=0)
        start = {**self._messages[0], "headers": list(self._messages[0]["headers"])}
        headers = MutableHeaders(scope=start)
        headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        headers.add_vary_header("Accept-Encoding")
        del headers["ETag"]  # it is of the file as it lies
        return start, body

    @property
    def _body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self._messages[1:])


def _may_compress(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    headers = Headers(scope=scope)
    return (
        scope["path"].startswith(FOLDERS)
        and "gzip" in headers.get("accept-encoding", "")
        and "range" not in headers
    )


def _as_first_time(scope: Scope) -> Scope:
    """The request, of a browser that has nothing and can read nothing compressed."""
    leave_out = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in leave_out]}

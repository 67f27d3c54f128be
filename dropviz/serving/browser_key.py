"""Gives each browser a random key in a cookie, sent with each request; its hash owns things.

Scripts cannot read the cookie, and it is in no link. The database has only the hash.
"""

from __future__ import annotations

import re
import secrets
from http.cookies import SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "dropviz_browser"
KEY = re.compile(r"[A-Za-z0-9_-]{43}")
SECONDS_KEPT = 400 * 24 * 3600
"""After the last visit; browsers allow no more."""


class BrowserKey:
    """Around an ASGI app: gives each browser that opens a page its key."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; a page's answer brings the cookie."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        if "text/html" not in headers.get("accept", ""):
            await self._app(scope, receive, send)
            return
        cookie = set_cookie(headers.get("cookie", ""), https=scope["scheme"] == "https")

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer.append("set-cookie", cookie)
                answer["cache-control"] = "private, no-cache"  # no proxy gives it to another
            await send(message)

        await self._app(scope, receive, with_cookie)


def set_cookie(sent: str, *, https: bool) -> str:
    """The header that sets a browser's key: the one that it has sent, or a new one."""
    read = SimpleCookie(sent).get(COOKIE)
    key = read.value if read and KEY.fullmatch(read.value) else secrets.token_urlsafe(32)
    cookie = f"{COOKIE}={key}; Max-Age={SECONDS_KEPT}; Path=/; HttpOnly; SameSite=Lax"
    return f"{cookie}; Secure" if https else cookie

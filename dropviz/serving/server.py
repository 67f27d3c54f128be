"""Serves the app: Streamlit's, within the project's own middleware."""

from __future__ import annotations

import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.middleware import Middleware
from streamlit import config
from streamlit.starlette import App

from dropviz.files import APP
from dropviz.serving.browser_key import BrowserKey
from dropviz.serving.compressed import CompressedFiles
from dropviz.serving.guards import (
    KnownOrigins,
    ReadableMessages,
    SecurityHeaders,
    shorten_streamlits_log,
)


def serve(host: str, port: int, *, opens: bool = False) -> None:
    """Serve the app until it is interrupted.

    Parameters
    ----------
    host : address to listen on
    opens : whether to open the app in a browser
    """

    @asynccontextmanager
    async def opened(_: App) -> AsyncIterator[None]:
        if opens:
            webbrowser.open(f"http://localhost:{port}")
        yield

    shorten_streamlits_log()
    sys.argv = [str(APP)]  # Streamlit looks for its settings beside it
    app = App(APP, middleware=middleware(), lifespan=opened)
    app.run(config={"server.address": host, "server.port": port})


def middleware() -> list[Middleware]:
    """What stands between visitors and Streamlit, the outermost first."""
    return [
        Middleware(SecurityHeaders),
        Middleware(KnownOrigins, allowed=allowed_hosts),
        Middleware(ReadableMessages),
        Middleware(CompressedFiles),
        Middleware(BrowserKey),
    ]


def allowed_hosts() -> set[str]:
    """Hosts of other pages that the settings of Streamlit let connect."""
    address = config.get_option("browser.serverAddress") or ""
    origins = config.get_option("server.corsAllowedOrigins") or []
    named = {origin.split("//")[-1].split("/")[0].split(":")[0] for origin in origins}
    manual = {address} if config.is_manually_set("browser.serverAddress") else set()
    return {name for name in named | manual if name}

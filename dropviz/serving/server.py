"""Serves the app: Streamlit's, within the project's own middleware."""

from __future__ import annotations

import sys

from starlette.middleware import Middleware
from streamlit import config
from streamlit.starlette import App

from dropviz.files import APP
from dropviz.serving.compressed import CompressedFiles
from dropviz.serving.guards import KnownOrigins, MessageLimits, SecurityHeaders


def serve(settings: dict[str, object]) -> None:
    """Serve the app until it is interrupted.

    Parameters
    ----------
    settings : of Streamlit, by name ("server.port"); they go before those of its config file
    """
    sys.argv = [str(APP)]  # beside it Streamlit looks for its config file
    app = App(APP, middleware=middleware())
    app.run(config=settings)


def middleware() -> list[Middleware]:
    """What stands between visitors and Streamlit, the outermost first."""
    return [
        Middleware(SecurityHeaders),
        Middleware(KnownOrigins, allowed=allowed_hosts),
        Middleware(MessageLimits),
        Middleware(CompressedFiles),
    ]


def allowed_hosts() -> set[str]:
    """Hosts of other pages that the settings of Streamlit let connect."""
    address = config.get_option("browser.serverAddress") or ""
    origins = config.get_option("server.corsAllowedOrigins") or []
    named = {origin.split("//")[-1].split("/")[0].split(":")[0] for origin in origins}
    manual = {address} if config.is_manually_set("browser.serverAddress") else set()
    return {name for name in named | manual if name}

"""The command ``dropviz``, also ``python -m dropviz``: serves the app.

Its settings are those of ``.streamlit/config.toml`` beside the app, from wherever it is started.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from importlib.metadata import version

from dropviz.serving.server import serve


def port_number(text: str) -> int:
    """A port from what was typed.

    Raises
    ------
    ArgumentTypeError
        If it is no number from 1 to 65535.
    """
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text!r} is no port: it should be a number from 1 to 65535")
    return int(text)


def main() -> None:
    """Serve the app until it is interrupted."""
    parser = ArgumentParser(prog="dropviz", description="Dropout, seen: serve the lessons.")
    parser.add_argument("--port", type=port_number, default=8501, help="8501 if not given")
    parser.add_argument("--open", action="store_true", help="open the app in a browser")
    parser.add_argument("--version", action="version", version=f"dropviz {version('dropviz')}")
    asked = parser.parse_args()
    print(f"dropviz: http://localhost:{asked.port}", flush=True)
    serve({"server.port": asked.port, "server.headless": not asked.open})


if __name__ == "__main__":
    main()

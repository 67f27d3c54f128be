"""The command ``dropviz``, also ``python -m dropviz``: serves the app.

Its settings are those of ``.streamlit/config.toml`` beside the app, from wherever it is started.
"""

from __future__ import annotations

import os
import socket
from argparse import ArgumentParser, ArgumentTypeError
from importlib.metadata import version

THIS_MACHINE = "127.0.0.1"
ALL_ADDRESSES = "0.0.0.0"
LOCAL = {THIS_MACHINE, "localhost", "::1"}
SOMEWHERE = ("192.0.2.1", 9)
"""An address of documentation (RFC 5737): which interface leads there is asked, nothing is sent."""

ONE_THREAD = "1"
"""For the products of NumPy: on small matrices several threads wait for one another, and take up
to ten times the processor time from everybody."""


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


def addresses(host: str, port: int) -> list[str]:
    """What is typed to open the app: on this machine, and by others if it listens for them."""
    if host in LOCAL:
        return [
            f"dropviz: http://localhost:{port} (this machine alone; --share opens it to others)"
        ]
    here = network_address() if host == ALL_ADDRESSES else host
    others = f"http://{here}:{port}" if here else "this machine's address; no network was found"
    return [f"dropviz: http://localhost:{port}", f"others type: {others}"]


def network_address() -> str:
    """The address of this machine in its network; empty if it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def main() -> None:
    """Serve the app until it is interrupted."""
    parser = ArgumentParser(prog="dropviz", description="Dropout, seen: serve the lessons.")
    parser.add_argument("--port", type=port_number, default=8501, help="8501 if not given")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--share", dest="host", action="store_const", const=ALL_ADDRESSES, default=THIS_MACHINE,
        help="open it to the network; without it only this machine reaches the app",
    )  # fmt: skip
    where.add_argument("--host", default=THIS_MACHINE, help=f"{THIS_MACHINE} if not given")
    parser.add_argument("--open", action="store_true", help="open the app in a browser")
    parser.add_argument("--version", action="version", version=f"dropviz {version('dropviz')}")
    asked = parser.parse_args()
    print(*addresses(asked.host, asked.port), sep="\n", flush=True)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", ONE_THREAD)

    from dropviz.serving.server import serve  # NumPy reads its environment when it is imported

    serve(asked.host, asked.port, opens=asked.open)


if __name__ == "__main__":
    main()

"""A PostgreSQL server of the tests' own. A missing server is an error, never a skip."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.install_postgres import postgres_programs


@contextmanager
def postgres_server() -> Iterator[str]:
    """Its URL, on a free port of this machine, in a folder that is removed afterwards."""
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError("No PostgreSQL server on this machine: run `make postgres`.")
    # Not pytest's folder: the server may not run as root, nor enter a folder of root's.
    folder = Path(tempfile.mkdtemp(prefix="dropviz-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    init = [programs / "initdb", "-D", folder / "data", "-A", "trust", "-U", "dropviz", "-N"]
    run = [
        *[programs / "postgres", "-D", folder / "data", "-k", folder, "-p", str(port)],
        *["-h", "127.0.0.1", "-c", "fsync=off"],
    ]
    try:
        subprocess.run(init, check=True, capture_output=True, cwd=folder, user=user)
        with open(folder / "log", "wb") as log:
            server = subprocess.Popen(run, cwd=folder, stdout=log, stderr=log, user=user)
        try:
            _wait_until_open(port, server)
            yield f"postgresql://dropviz@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # without waiting for connections to end
            server.wait(20)
    finally:
        shutil.rmtree(folder)


def _wait_until_open(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the PostgreSQL server of the tests did not start")

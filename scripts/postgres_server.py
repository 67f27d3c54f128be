"""A PostgreSQL server of its own, for tests and benchmarks. A missing one is an error."""

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

import psutil

from scripts.install_postgres import postgres_programs


class Postgres:
    """A server on a free port of this machine, with its files in a folder."""

    def __init__(self, programs: Path, folder: Path, user: str | None) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._programs, self._folder, self._user = programs, folder, user
        self.url = f"postgresql://dropviz@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it, or start it again, and wait until it can be used."""
        run: list[str | Path] = [self._programs / "postgres", "-D", self._folder / "data"]
        run += ["-k", self._folder, "-p", str(self._port), "-h", "127.0.0.1", "-c", "fsync=off"]
        with open(self._folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                run, cwd=self._folder, stdout=log, stderr=log, user=self._user
            )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the PostgreSQL server did not start")

    def stop(self) -> None:
        """End it, without waiting for connections to end."""
        self._process.send_signal(signal.SIGINT)
        self._process.wait(20)

    def kill(self) -> None:
        """As when its machine loses power."""
        all_ = self._processes()
        for one in all_:
            one.kill()
        self._process.wait(20)
        psutil.wait_procs(all_, 20)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """It hangs: the kernel still takes what is sent to it, and nobody answers."""
        all_ = self._processes()
        for one in all_:
            one.suspend()
        try:
            yield
        finally:
            for one in all_:
                one.resume()

    def _processes(self) -> list[psutil.Process]:
        server = psutil.Process(self._process.pid)
        return [server, *server.children(recursive=True)]


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """A server that runs, in a folder that is removed afterwards."""
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError("No PostgreSQL server on this machine: run `make postgres`.")
    # Not pytest's folder: the server may not run as root, nor enter a folder of root's.
    folder = Path(tempfile.mkdtemp(prefix="dropviz-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    init: list[str | Path] = [
        programs / "initdb",
        "-D",
        folder / "data",
        "-A",
        "trust",
        "-U",
        "dropviz",
        "-N",
    ]
    try:
        subprocess.run(init, check=True, capture_output=True, cwd=folder, user=user)
        server = Postgres(programs, folder, user)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)

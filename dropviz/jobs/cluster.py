"""The way to a Dask scheduler: of a cluster that the app starts here, or an existing one."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from dask.system import CPU_COUNT
from dask.task_spec import Task
from distributed import Future

from dropviz.jobs.client import ClusterError, connected_client
from dropviz.jobs.messages import TOPIC

SECONDS_TO_START = 30.0
MOST_WORKERS = 8
PRELOAD = "dropviz.jobs.worker"

Work = Callable[[str, bytes | None, str], bytes]
"""``worker.film_bytes``, or a stand-in: experiment as JSON, data set or None, device -> film."""


def scheduler_address() -> str | None:
    """Address of the scheduler in DROPVIZ_SCHEDULER, or None where it is not set.

    Raises
    ------
    ValueError
        If it is no address of a scheduler.
    """
    text = os.environ.get("DROPVIZ_SCHEDULER", "").strip()
    if text and not re.fullmatch(r"(tcp|tls)://[^/\s]+:\d{1,5}", text):
        raise ValueError(
            f"DROPVIZ_SCHEDULER is {text!r}: it should look like tcp://192.168.0.10:8786."
        )
    return text or None


def worker_count() -> int:
    """Number of workers to start: DROPVIZ_WORKERS, or one for each processor, at most 8.

    Raises
    ------
    ValueError
        If it is no number from 1 on.
    """
    text = os.environ.get("DROPVIZ_WORKERS", "").strip()
    if not text:
        return int(min(CPU_COUNT, MOST_WORKERS))
    if not re.fullmatch(r"[1-9]\d{0,2}", text):
        raise ValueError(f"DROPVIZ_WORKERS is {text!r}: it should be a number from 1 to 999.")
    return int(text)


class OwnCluster:
    """Scheduler and workers on this machine, that end with the app.

    They listen on 127.0.0.1 alone: no other machine reaches them, but every user of this one does,
    and who reaches a scheduler can have its workers run anything.

    Raises
    ------
    ClusterError
        If it does not start.
    """

    def __init__(self, n_workers: int) -> None:
        # Ending at once leaves semaphores, which are then cleared away with a warning.
        quiet = ["-W", "ignore::UserWarning:multiprocessing.resource_tracker"]
        host = ["-m", "dropviz.jobs.host", str(n_workers), PRELOAD]
        self._process = subprocess.Popen(
            [sys.executable, "-P", *quiet, *host],  # nothing from the folder it is started in
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # an interrupt from the keyboard is for the app
        )
        assert self._process.stdout is not None
        late = threading.Timer(SECONDS_TO_START, self._process.kill)
        late.start()
        self.address = self._process.stdout.readline().decode().strip()
        late.cancel()
        if not self.address:
            self.close()
            raise ClusterError(
                "The workers of this machine did not start; the server's log says why."
            )

    @property
    def pid(self) -> int:
        """Id of the process that holds the scheduler; the workers are its children."""
        return self._process.pid

    def close(self) -> None:
        """End the cluster, and wait until it has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


class Connection:
    """A client of the scheduler, and the cluster behind it where that is the app's own.

    Parameters
    ----------
    address : of an existing scheduler, or None to start a cluster
    heard : called with each message of a worker, in the thread of the client; must be quick

    Raises
    ------
    ClusterError
        If the scheduler cannot be reached, or the cluster does not start.
    """

    def __init__(
        self, address: str | None, n_workers: int, heard: Callable[[dict[str, Any]], None]
    ) -> None:
        self.own = OwnCluster(n_workers) if address is None else None
        self.address = address or (self.own.address if self.own else "")
        try:
            self._client = connected_client(self.address)
        except ClusterError:
            if self.own:
                self.own.close()
            raise
        self._client.subscribe_topic(  # type: ignore[no-untyped-call]
            TOPIC, lambda event: heard(event[1])
        )

    @property
    def alive(self) -> bool:
        """Whether the scheduler is there, as far as is known."""
        return bool(self._client.status == "running")

    def submitted(
        self, work: Work, key: str, experiment: str, data: bytes | None, device: str
    ) -> Future[bytes]:
        """The future of a training task; if anyone has asked for that key already, of that task."""
        workers = self._client.scheduler_info()["workers"].values()
        gpus = any(worker["resources"].get("GPU") for worker in workers)
        # A task so marked waits in the scheduler for the first worker that is free. Others are
        # given to a worker at once, and may then wait there while another has nothing to do.
        wanted = Task(key, work, experiment, data, device, _data_producer=True)
        future: Future[bytes] = self._client.get(  # type: ignore[no-untyped-call]
            {key: wanted},
            key,
            sync=False,
            resources={"GPU": 1} if gpus and device != "cpu" else None,
            fifo_timeout=0,  # each after those before it
        )
        return future

    def messages(self) -> list[dict[str, Any]]:
        """The last messages of workers, the oldest first; not all of them if there were many."""
        return [message for _, message in self._client.get_events(TOPIC)]

    def threads(self) -> int:
        """Number of runs that can be trained at once."""
        return int(self._client.scheduler_info()["total_threads"])

    def asked(self, question: Callable[[], Any]) -> list[Any]:
        """The answer of each worker that can answer; waits for those that hang."""
        return list(self._client.run(question, on_error="ignore").values())

    def close(self) -> None:
        """Let go of all tasks; end the cluster where it is the app's own."""
        self._client.close(timeout=2)  # type: ignore[no-untyped-call]
        if self.own:
            self.own.close()

"""Jobs on their way to the scheduler and back."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import Any

from distributed import Future
from distributed.scheduler import KilledWorker

from dropviz.data.datasets import DATASETS, Dataset
from dropviz.experiments.film import RunState
from dropviz.jobs.client import SECONDS_TO_CONNECT, ClusterError
from dropviz.jobs.cluster import SECONDS_TO_START, Connection, Work
from dropviz.jobs.device_list import DeviceList
from dropviz.jobs.job import Job

GONE = (
    "The scheduler is gone and this run with it; finished runs are kept. "
    "Connect again, then train it anew."
)
NO_WORKERS = "The scheduler has no workers yet: the run starts when one joins."
TOO_MANY_DEATHS = (
    "Worker processes died again and again under this run, perhaps for want of memory: "
    "try fewer pairs or a narrower network."
)
LONGEST_WAIT = SECONDS_TO_START + 2 * SECONDS_TO_CONNECT

Done = Callable[[Job, RunState, str, bytes | None], None]
"""Called when a job has ended: how, a sentence if it did not finish, the film if it did."""


class Dispatcher:
    """Sends jobs to the scheduler, and hears how they go and end. Thread safe.

    The scheduler is connected to, or the cluster started, on first use.

    n_threads : runs that can be trained at once, as far as is known
    heard_at : when any worker told something last (``time.monotonic``)

    Parameters
    ----------
    scheduler : None for a cluster of this machine, with so many workers
    more : called when there are more workers than were known
    """

    def __init__(
        self,
        work: Work,
        scheduler: str | None,
        n_workers: int,
        done: Done,
        more: Callable[[], None],
    ) -> None:
        self._work, self._scheduler, self._n_workers = work, scheduler, n_workers
        self._done, self._more = done, more
        self._jobs: dict[str, Job] = {}
        self._futures: dict[Job, Future[bytes]] = {}
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._trouble = ""
        self._closed = False
        self.n_threads = n_workers
        self.heard_at = time.monotonic()
        self._devices = DeviceList(lambda: self._connection)
        # One thread, so that jobs reach the scheduler in the order of their places.
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="dropviz-jobs")

    @property
    def trouble(self) -> str:
        """One sentence if nothing can be trained now; else empty."""
        connection = self._connection
        return GONE if connection is not None and not connection.alive else self._trouble

    def send(self, job: Job, data: Dataset | None) -> None:
        """Let a job be trained; the scheduler starts it when its turn has come."""
        if self._closed:
            return
        with self._lock:
            self._jobs[job.key] = job
        self._sender.submit(self._send, job, data)

    def take_back(self, job: Job) -> None:
        """Give up a job that nobody here wants any more, or that has ended.

        Call it after ``job.end``.
        """
        with self._lock:
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]
            future = self._futures.pop(job, None)
        if future is not None:
            # Not cancel: another app may want the same.
            future.release()  # type: ignore[no-untyped-call]

    def connect(self) -> None:
        """Start connecting, without waiting for it."""
        self._sender.submit(self._connect)

    def connect_again(self) -> bool:
        """Connect, unless the connection stands, and wait for it; whether it stands now."""
        try:
            return self._sender.submit(self._connect).result(LONGEST_WAIT)
        except TimeoutError:
            return False

    def devices(self) -> tuple[str, ...]:
        """What workers can train on, the fastest first; at once: the last that was heard."""
        return self._devices.latest()

    def close(self) -> None:
        """Let go of all runs; end the cluster where it is the app's own."""
        self._closed = True
        self._sender.shutdown(cancel_futures=True)
        self._drop_connection()

    def _send(self, job: Job, data: Dataset | None) -> None:
        if job.ended:
            return
        try:
            connection = self._connected()
            self._count_threads(connection, job)
            own = data is not None and data.name not in DATASETS
            own_data = data.to_bytes() if own and data else None
            future = connection.submitted(
                self._work, job.key, job.experiment.canonical_json, own_data, job.device
            )
        except ClusterError as error:
            self._done(job, "lost", str(error), None)
        except Exception:  # whatever Dask raises while the scheduler goes away
            self._done(job, "lost", GONE, None)
        else:
            with self._lock:
                self._futures[job] = future
            threading.Thread(target=self._wait_for, args=(job, future), daemon=True).start()
            if job.ended:
                self.take_back(job)

    def _count_threads(self, connection: Connection, job: Job) -> None:
        if connection.own is not None:
            return
        threads, before = connection.threads(), self.n_threads
        self.n_threads = max(1, threads)
        if not threads:
            job.notify(NO_WORKERS)
        if self.n_threads > before:
            self._more()

    def _wait_for(self, job: Job, future: Future[bytes]) -> None:
        """Wait for the run's film and pass it on, in a thread of its own, to the end of the run."""
        try:
            film = future.result()
        except (CancelledError, Exception) as error:
            if not (job.ended or self._closed):
                self._done(job, *self._what_happened(error, future), None)
                self._sender.submit(self._drop_if_dead)
        else:
            if not (job.ended or self._closed):
                self._done(job, "finished", "", film)

    def _what_happened(self, error: BaseException, future: Future[bytes]) -> tuple[RunState, str]:
        if isinstance(error, KilledWorker):
            return "failed", TOO_MANY_DEATHS
        connection = self._connection
        if future.status == "error" and connection is not None and connection.alive:
            return "failed", _sentence(error)
        return "lost", GONE

    def _heard(self, message: dict[str, Any]) -> None:
        """Give a worker's message to its job; runs in the client's thread."""
        self.heard_at = time.monotonic()
        job = self._jobs.get(message["key"])
        if job is None:
            return
        if message["kind"] == "started" and not self._closed:
            self._sender.submit(self._look_for_workers, job)
        if job.hear(message):  # type: ignore[arg-type]
            self._sender.submit(self._catch_up, job)

    def _look_for_workers(self, job: Job) -> None:
        """See whether workers have joined since the last run was sent."""
        connection = self._connection
        if connection is not None and connection.alive:
            self._count_threads(connection, job)

    def _catch_up(self, job: Job) -> None:
        """Give a job of another app's run what was told before this app joined."""
        connection = self._connection
        if connection is not None and connection.alive:
            told = [message for message in connection.messages() if message["key"] == job.key]
            job.catch_up(told)  # type: ignore[arg-type]

    def _connected(self) -> Connection:
        self._drop_if_dead()
        if self._connection is None:
            try:
                self._connection = Connection(self._scheduler, self._n_workers, self._heard)
            except ClusterError as error:
                self._trouble = str(error)
                raise
            self._trouble = ""
            self._devices.latest()
        return self._connection

    def _connect(self) -> bool:
        try:
            self._connected()
        except ClusterError:
            return False
        return True

    def _drop_if_dead(self) -> None:
        if self._connection is not None and not self._connection.alive:
            logging.getLogger(__name__).warning(
                "The scheduler %s is gone.", self._connection.address
            )
            self._trouble = GONE
            self._drop_connection()

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _sentence(error: BaseException) -> str:
    """What went wrong, in one line."""
    first = next(iter(str(error).splitlines()), "") or type(error).__name__
    return f"The run failed: {first}"

"""The face of jobs: submit an experiment, follow it, leave it; one for each server process."""

from __future__ import annotations

import atexit
import logging
import threading
from collections.abc import Callable
from typing import Any

from dropviz.data.datasets import Dataset
from dropviz.experiments.cost import limits
from dropviz.experiments.experiment import Comparison
from dropviz.experiments.film import Film, RunState
from dropviz.jobs.cluster import Work, scheduler_address, worker_count
from dropviz.jobs.database import StoreError
from dropviz.jobs.dispatcher import Dispatcher
from dropviz.jobs.ended import Ended
from dropviz.jobs.job import Job
from dropviz.jobs.keeping import Keeping
from dropviz.jobs.queue import MOST_WAITING, ExpectedCost, Queue
from dropviz.jobs.store import Store, Things
from dropviz.jobs.tables import NOBODY
from dropviz.jobs.watchers import Watchers
from dropviz.jobs.worker import film_bytes

NO_FILM = (
    "The run failed: what the worker sent is no film that this server can read. "
    "Start its workers from the same version of dropviz."
)

TOO_MANY = (
    f"This browser has {MOST_WAITING} runs waiting or running; more are taken when some have ended."
)


class Service:
    """Trains experiments and trials, and keeps their films. Thread safe.

    Nothing is started before the first run, or ``warm``.

    Parameters
    ----------
    store : where finished runs are kept, by default ``Store()``
    scheduler : address of an existing Dask scheduler, by default DROPVIZ_SCHEDULER; where there
        is none, a cluster of this machine is started
    n_workers : of that cluster, by default DROPVIZ_WORKERS, else one for each processor
    is_watching : whether a watcher (a browser's session) is still there
    work : what a worker does

    Raises
    ------
    ValueError
        One sentence, if a variable of the environment (DROPVIZ_...) makes no sense.
    """

    def __init__(
        self,
        store: Store | None = None,
        *,
        scheduler: str | None = None,
        n_workers: int | None = None,
        is_watching: Callable[[str], bool] = lambda watcher: True,
        work: Work = film_bytes,
    ) -> None:
        self._keeping = Keeping(store or Store())
        self._dispatcher = Dispatcher(
            work,
            scheduler or scheduler_address(),
            n_workers or worker_count(),
            self._done,
            self._send_next,
        )
        self._watchers = Watchers(is_watching, self.leave)
        self._queue = Queue(limits())
        self._lock = threading.RLock()
        self._live: dict[str, tuple[Job, Dataset | None]] = {}
        self._ended = Ended()
        atexit.register(self.close)

    @property
    def store(self) -> Store:
        """Where finished runs are kept."""
        return self._keeping.store

    @property
    def store_problem(self) -> str:
        """One sentence if the database could not be read the last time; else empty."""
        return self._keeping.problem

    @property
    def problem(self) -> str:
        """One sentence if nothing can be trained now; else empty. ``restart`` may help."""
        return self._dispatcher.trouble

    def warm(self) -> None:
        """Start the cluster, or connect, without waiting for it: the first run is quicker then."""
        self._dispatcher.connect()

    def restart(self) -> bool:
        """Connect again where the scheduler is gone, and wait for it; whether there is one now."""
        return self._dispatcher.connect_again()

    def submit(
        self,
        asked: Comparison,
        data: Dataset | None = None,
        *,
        device: str = "cpu",
        watcher: str,
        owner: str = NOBODY,
    ) -> Job:
        """The job of that experiment or trial: a finished one at once, one that runs, or a new one.

        Parameters
        ----------
        data : the experiment's data set; ValueError for another one. A trial has its own.
        device : "cpu", "cuda" or "mps"
        watcher : who asks; the run is cancelled when nobody watches it any more
        owner : whose the run will be, or is too
        """
        job = self._asked(asked, data, device, watcher, owner)
        if job.state == "finished":
            self._keeping.share(job, owner)
        return job

    def _asked(
        self, asked: Comparison, data: Dataset | None, device: str, watcher: str, owner: str
    ) -> Job:
        wanted, given = getattr(asked, "dataset", None), data and data.name
        if wanted != given:
            raise ValueError(f"the experiment is on {wanted!r}, this is {given!r}")
        run = asked.hash
        film = None if run in self._live else self.film(run)
        with self._lock:
            if run not in self._live:
                film = film or self._keeping.in_memory(run)
                job = self._finished(film) if film else self._new_job(asked, device)
                job.add_owner(owner)
                if film is not None:
                    return job
                if problem := self._problem_of(asked, data, device, owner):
                    job.end("failed", problem)
                    self._ended.put(job)
                    return job
                self._live[run] = (job, data)
                self._queue.join(job, data)
            job = self._live[run][0]
            job.add_owner(owner)
            self._watchers.add(run, watcher)
            self._send_next()
            return job

    def _problem_of(self, asked: Comparison, data: Dataset | None, device: str, owner: str) -> str:
        """Why a run is not taken, in a sentence; empty if it is."""
        if self._queue.is_full_for(owner):
            return TOO_MANY
        return self.estimate(asked, data, device).problem

    def _send_next(self) -> None:
        """Send to the scheduler whose turn it is, while workers are free."""
        with self._lock:
            for job in self._queue.next_to_send(self._dispatcher.n_threads):
                self._dispatcher.send(job, self._live[job.hash][1])

    def job(self, run: str) -> Job | None:
        """The job with that hash: one that waits or runs, ended lately, or is in the store."""
        with self._lock:
            if run in self._live:
                return self._live[run][0]
            ended = self._ended.get(run)
        film = self.film(run)
        return self._finished(film) if film is not None else ended

    def film(self, run: str) -> Film[Any] | None:
        """The film of a finished run, or None if there is none or the database is out of reach."""
        return self._keeping.film(run)

    def watch(self, run: str, watcher: str) -> bool:
        """Watch a run that waits or runs; whether there is one."""
        with self._lock:
            if run in self._live:
                self._watchers.add(run, watcher)
            return run in self._live

    def leave(self, run: str, watcher: str) -> bool:
        """Stop watching a run; it is cancelled if nobody else does. Whether it was."""
        with self._lock:
            if run not in self._live or self._watchers.remove(run, watcher):
                return False
            self._end(self._live[run][0], "cancelled")
            return True

    def owns(self, run: str, owner: str) -> bool:
        """Whether someone has a finished run: it can be looked at by all, taken home by them."""
        with self._lock:
            ended = self._ended.get(run)
        if ended is not None and owner in ended.owners_now():
            return True
        try:
            return self.store.owns(run, owner)
        except StoreError:
            return False

    def forget(self, runs: Things) -> None:
        """Put finished runs, each with its owner, into the bin.

        Raises
        ------
        StoreError
            If the database cannot be used.
        """
        self._keeping.forget(runs)
        with self._lock:
            for run, _ in runs:
                self._ended.drop(run)

    def forget_all(self) -> None:
        """Put all finished runs and all tables into the bin, whoever has them.

        Raises
        ------
        StoreError
            If the database cannot be used.
        """
        self._keeping.forget_all()
        with self._lock:
            self._ended.clear()

    def estimate(
        self, experiment: Comparison, data: Dataset | None = None, device: str = "cpu"
    ) -> ExpectedCost:
        """What a run will cost in seconds and bytes, and the nearest one that is allowed."""
        return self._queue.estimate(experiment, data, device)

    def devices(self) -> tuple[str, ...]:
        """What workers can train on, the fastest first; at once: the last that was heard."""
        return self._dispatcher.devices()

    def close(self) -> None:
        """Let go of all runs, and end the cluster where it is the app's own."""
        atexit.unregister(self.close)
        self._dispatcher.close()
        self._keeping.close()

    def _new_job(self, experiment: Comparison, device: str) -> Job:
        return Job(
            experiment,
            device,
            forecast=self._forecast,
            film=self.film,
            last_news=lambda: self._dispatcher.heard_at,
        )

    def _finished(self, film: Film[Any]) -> Job:
        """The job that made a film, with its notices if it is remembered."""
        job = self._ended.get(film.experiment.hash)
        if job is None or job.state != "finished":
            job = self._new_job(film.experiment, film.device)
            job.end("finished")
        return job

    def _forecast(self, job: Job) -> tuple[int | None, float | None]:
        return self._queue.forecast(job, self._dispatcher.n_threads)

    def _done(self, job: Job, state: RunState, message: str, data: bytes | None) -> None:
        """What the dispatcher calls when a job has ended; always ends it."""
        kept: set[str] = set()
        if data is not None:
            try:
                kept = self._take_in(job, data)
            except Exception as error:  # of another version, or whatever bytes can raise
                logging.getLogger(__name__).warning("%s: %r", job.key, error)
                state, message = "failed", NO_FILM
        with self._lock:
            if not job.ended:
                self._end(job, state, message)
            late = job.owners_now() - kept if state == "finished" else set()
        for owner in late:  # who asked for it while it was saved
            self._keeping.share(job, owner)

    def _take_in(self, job: Job, data: bytes) -> set[str]:
        """Read a film that a worker has made, and keep it; for whom.

        Raises
        ------
        Exception
            If it is none, or another experiment's.
        """
        film = Film.from_bytes(data)
        if film.experiment.hash != job.hash:
            raise ValueError(f"the film is of {film.experiment.hash}")
        self._queue.learn(job, film.snapshot.seconds)
        with self._lock:
            own = self._live[job.hash][1] if job.hash in self._live else None
        return self._keeping.keep(job, film, own)

    def _end(self, job: Job, state: RunState, message: str = "") -> None:
        """End a job, and take it off the queue and all lists; call it with the lock held."""
        job.end(state, message)
        self._live.pop(job.hash, None)
        self._watchers.forget(job.hash)
        self._queue.leave(job)
        self._dispatcher.take_back(job)
        self._ended.put(job)
        self._send_next()

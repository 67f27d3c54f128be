"""A job service without a cluster, for pages: runs go on until a test ends them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from dropviz.data.datasets import DATASETS, Dataset, dataset
from dropviz.experiments.cost import Limits
from dropviz.experiments.experiment import Comparison, Experiment
from dropviz.experiments.film import Film
from dropviz.experiments.trial import Trial
from dropviz.jobs.job import Job
from dropviz.jobs.queue import ExpectedCost, Queue
from dropviz.jobs.store import Store, Things
from dropviz.jobs.tables import NOBODY
from dropviz.training.engine import train
from dropviz.training.trial_engine import train_trial
from dropviz.ui import visitor


class FakeService:
    """The face of ``jobs.service.Service``; ``finish`` trains a run here and now.

    problem : as of a service whose scheduler is gone; ``restart`` ends it
    watched : who watches which run
    """

    def __init__(self, folder: Path) -> None:
        self.store = Store(f"sqlite:///{folder}/runs.sqlite3")
        self.problem = self.store_problem = ""
        self.watched: set[tuple[str, str]] = set()
        self.limits = Limits()
        self.there: tuple[str, ...] = ("cpu",)
        self._jobs: dict[str, Job] = {}
        self._data: dict[str, Dataset | None] = {}

    def submit(
        self,
        asked: Comparison,
        data: Dataset | None = None,
        *,
        device: str = "cpu",
        watcher: str,
        owner: str = NOBODY,
    ) -> Job:
        job = self._job(asked)
        job.add_owner(owner)
        self._jobs[job.hash], self._data[job.hash] = job, data
        self.watched.add((job.hash, watcher))
        return job

    def finish(self, run: str) -> Film[Any]:
        """Train it to its end."""
        job = self._jobs.pop(run)
        film: Film[Any]
        if isinstance(job.experiment, Trial):
            film = train_trial(job.experiment)
        else:
            name = job.experiment.dataset
            film = train(job.experiment, dataset(name) if name in DATASETS else self._data[run])
        for owner in job.owners_now():
            self.store.save(film, owner)
        job.end("finished")
        return film

    def add(self, experiment: Experiment, name: str = "", owner: str | None = None) -> Film:
        """A run that was trained before, by the browser that the pages are opened in."""
        film = train(experiment, dataset(experiment.dataset))
        self.store.save(film, visitor.owner() if owner is None else owner, name)
        return film

    def job(self, run: str) -> Job | None:
        if run in self._jobs:
            return self._jobs[run]
        film = self.film(run)
        if film is None:
            return None
        job = self._job(film.experiment)
        job.end("finished")
        return job

    def film(self, run: str) -> Film | None:
        return self.store.film(run)

    def watch(self, run: str, watcher: str) -> bool:
        goes_on = run in self._jobs and not self._jobs[run].ended
        if goes_on:
            self.watched.add((run, watcher))
        return goes_on

    def leave(self, run: str, watcher: str) -> bool:
        self.watched.discard((run, watcher))
        if run in self._jobs and not any(other == run for other, _ in self.watched):
            self._jobs[run].end("cancelled")
            return True
        return False

    def owns(self, run: str, owner: str) -> bool:
        return self.store.owns(run, owner)

    def forget(self, runs: Things) -> None:
        self.store.delete(runs)

    def forget_all(self) -> None:
        self.store.delete_all()

    def estimate(
        self, experiment: Comparison, data: Dataset | None = None, device: str = "cpu"
    ) -> ExpectedCost:
        return Queue(self.limits).estimate(experiment, data, device)

    def devices(self) -> tuple[str, ...]:
        return self.there

    def restart(self) -> bool:
        self.problem = ""
        return True

    def _job(self, experiment: Comparison) -> Job:
        return Job(
            experiment,
            "cpu",
            forecast=lambda job: (None, 1.0),
            film=self.film,
            last_news=time.monotonic,
        )

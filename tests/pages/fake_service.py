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
from dropviz.jobs.store import Store
from dropviz.training.engine import train
from dropviz.training.trial_engine import train_trial


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
    ) -> Job:
        job = self._job(asked)
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
        self.store.save(film)
        job.end("finished")
        return film

    def add(self, experiment: Experiment, name: str | None = None) -> Film:
        """A run that was trained before."""
        film = train(experiment, dataset(experiment.dataset))
        self.store.save(film, name)
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

    def forget(self, run: str) -> None:
        self.store.delete(run)

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

"""What pages need of a job service; the one of the server has it, and stand-ins in tests."""

from __future__ import annotations

from typing import Any, Protocol

from dropviz.data.datasets import Dataset
from dropviz.experiments.experiment import Comparison
from dropviz.experiments.film import Film
from dropviz.jobs.job import Job
from dropviz.jobs.queue import ExpectedCost
from dropviz.jobs.store import Store, Things
from dropviz.jobs.tables import NOBODY


class JobService(Protocol):
    """Runs that are asked for, watched, left and kept; ``jobs.service.Service`` documents it."""

    @property
    def store(self) -> Store:
        """Where finished runs are kept."""

    @property
    def store_problem(self) -> str:
        """One sentence if the database could not be read the last time; else empty."""

    @property
    def problem(self) -> str:
        """One sentence if nothing can be trained now; else empty. ``restart`` may help."""

    def restart(self) -> bool:
        """Connect again where the scheduler is gone; whether there is one now."""

    def submit(
        self,
        asked: Comparison,
        data: Dataset | None = None,
        *,
        device: str = "cpu",
        watcher: str,
        owner: str = NOBODY,
    ) -> Job:
        """The job of that experiment or trial."""

    def job(self, run: str) -> Job | None:
        """The job with that hash, if there is one."""

    def film(self, run: str) -> Film[Any] | None:
        """The film of a finished run, if it can be read."""

    def watch(self, run: str, watcher: str) -> bool:
        """Watch a run that waits or runs; whether there is one."""

    def leave(self, run: str, watcher: str) -> bool:
        """Stop watching a run; whether it was cancelled, for nobody else watches it."""

    def owns(self, run: str, owner: str) -> bool:
        """Whether someone has a finished run."""

    def forget(self, runs: Things) -> None:
        """Put finished runs, each with its owner, into the bin."""

    def forget_all(self) -> None:
        """Put all finished runs and all tables into the bin."""

    def estimate(
        self, experiment: Comparison, data: Dataset | None = None, device: str = "cpu"
    ) -> ExpectedCost:
        """What a run will cost in seconds and bytes, and the nearest one that is allowed."""

    def devices(self) -> tuple[str, ...]:
        """What workers can train on, the fastest first; at once."""

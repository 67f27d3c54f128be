"""A stand-in for training whose speed a test can choose; workers import it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import numpy as np
from distributed import Scheduler, Worker, get_worker

from dropviz.data.datasets import Dataset, dataset
from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import Snapshot
from dropviz.experiments.trial import Trial, comparison_from
from dropviz.jobs.worker import film_bytes, told_film
from tests.jobs.films import small_film

FAILS = 13
"""A batch size with which the fake fails."""
POINTS = Dataset(
    name="csv-00000000000000aa",
    title="A few points",
    x=np.arange(400, dtype=np.float32).reshape(200, 2),
    y=np.arange(200) % 2,
    classes=("even", "odd"),
    features=("x", "y"),
    standardise=np.zeros(2, np.bool_),
)
"""A data set that needs no scikit-learn."""


def fake_experiment(
    name: int,
    *,
    ms_a_step: float = 5.0,
    steps: int = 40,
    batch_size: int = 4,
    data: str = POINTS.name,
) -> Experiment:
    """An experiment whose fake takes so long; ``name`` tells it from others."""
    return Experiment(
        dataset=data,
        hidden=(4,),
        pairs=2,
        steps=steps,
        batch_size=batch_size,
        first_seed=name,
        learning_rate=ms_a_step / 1000,
        arms=(Arm(), Arm(p_hidden=0.5)),
    )


class FakeRun:
    """Takes ``learning_rate`` seconds a step; its numbers depend on experiment and data alone."""

    def __init__(self, experiment: Experiment, data: Dataset, device: str) -> None:
        film = small_film(experiment)
        self.experiment, self.scene, self.outcome = experiment, film.scene, film.outcome
        self.outcome.test_loss[0, 0] = data.x.sum()
        self.device_name = f"{device} of {get_worker().name}, nice {priority()}"
        self._whole = film.snapshot

    def snapshots(self, every_seconds: float = 0.0) -> Iterator[Snapshot]:
        began = time.perf_counter()
        for step in range(self.experiment.steps + 1):
            if step:
                time.sleep(self.experiment.learning_rate)
            if self.experiment.batch_size == FAILS and step == 5:
                raise ValueError("thirteen a batch\nis too much")
            at = self._whole.steps == step
            arrays = {
                name: value[:, at] if name == "curves" else value[at]
                for name, value in vars(self._whole).items()
                if isinstance(value, np.ndarray) and name not in ("kept", "rates")
            }
            kept = self._whole.kept[step - 1 : step] if step else self._whole.kept[:0]
            yield Snapshot(**arrays, kept=kept, seconds=time.perf_counter() - began)


def fake_film_bytes(experiment: str, data: bytes | None, device: str) -> bytes:
    asked = comparison_from(experiment)
    if isinstance(asked, Trial):
        return film_bytes(experiment, data, device)
    rows = dataset(asked.dataset) if data is None else Dataset.from_bytes(data)
    return told_film(FakeRun(asked, rows, device))


def priority() -> int:
    return os.getpriority(os.PRIO_PROCESS, 0)


def what_runs(dask_worker: Worker) -> tuple[int, list[str]]:
    """A worker's process, and the tasks in it."""
    return os.getpid(), [str(task.key) for task in dask_worker.state.executing]


def what_is_loaded() -> tuple[bool, str | None]:
    """Whether PyTorch is there before the first run, and how many threads it may use."""
    return "torch" in sys.modules, os.environ.get("OMP_NUM_THREADS")


def how_many_want(key: str, dask_scheduler: Scheduler) -> int:
    """Apps that wait for a task."""
    task = dask_scheduler.tasks.get(key)
    return len(task.who_wants or ()) if task else 0

"""What runs in a worker process: one experiment or trial, told about as it goes.

Also a preload of Dask (``dask worker --preload dropviz.jobs.worker``).
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Iterator
from typing import Any, Protocol

from distributed import Reschedule, Worker, get_worker

from dropviz.data.datasets import Dataset, dataset
from dropviz.experiments.cost import limits
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import Film, Outcome, Scene, Snapshot, joined
from dropviz.experiments.trial import Trial, comparison_from
from dropviz.jobs.messages import TOPIC, packed

NICE = 10
"""Pages stay quick while all processors train."""
SECONDS_BETWEEN = 0.1
"""Between snapshots, and at most between a cancellation and its being noticed."""

TIMES_AS_LONG = 4
"""As the longest run that is allowed by its estimate, a run may take by the clock."""


class TooLongError(RuntimeError):
    """A run has taken longer than any may."""


class TrainingRun(Protocol):
    """A run that a worker trains and tells about: ``Run`` or ``TrialRun`` of ``training``."""

    experiment: Any
    scene: Scene
    outcome: Outcome

    @property
    def device_name(self) -> str:
        """Name of the device that the run is trained on."""

    def snapshots(self, every_seconds: float = 0.0) -> Iterator[Snapshot]:
        """Train, giving what is new about every so many seconds."""


def dask_setup(worker: Worker) -> None:
    """Called by Dask before the worker takes tasks: make the first run quick, and step back."""
    from dropviz.training.engine import train

    train(Experiment(steps=2, pairs=1), dataset("digits"))
    if hasattr(os, "nice"):
        os.nice(max(0, NICE - os.nice(0)))


def film_bytes(experiment: str, data: bytes | None, device: str) -> bytes:
    """The task of a worker: train an experiment or trial, given as JSON; its film as bytes.

    Parameters
    ----------
    data : a person's own data set as safetensors, or None for a registered one
    """
    asked = comparison_from(experiment)
    if isinstance(asked, Trial):
        from dropviz.training.trial_engine import TrialRun

        return told_film(TrialRun(asked))
    from dropviz.training.engine import Run as EngineRun

    rows = dataset(asked.dataset) if data is None else Dataset.from_bytes(data)
    return told_film(EngineRun(asked, rows, device))


def told_film(run: TrainingRun) -> bytes:
    """Train to the end, telling of each snapshot; the film as safetensors.

    Raises
    ------
    TooLongError
        When it has taken many times as long as a run may be estimated to take.
    distributed.Reschedule
        When nobody wants the task any more. Dask forgets it then, or starts it again if someone
        has asked for it meanwhile.
    """
    worker, attempt = get_worker(), uuid.uuid4().hex
    key = str(worker.get_current_task())
    began, most = time.monotonic(), TIMES_AS_LONG * limits().seconds

    def tell(kind: str, **content: object) -> None:
        worker.log_event(TOPIC, {"key": key, "attempt": attempt, "kind": kind, **content})

    tell("started", device=run.device_name, scene=packed(run.scene))
    snapshots = []
    for number, snapshot in enumerate(run.snapshots(SECONDS_BETWEEN)):
        snapshots.append(snapshot)
        if _nobody_wants(worker, key):
            tell("cancelled")
            raise Reschedule
        if time.monotonic() - began > most:
            raise TooLongError(f"it took more than {most:,.0f} s, the most that a run may take.")
        tell("snapshot", number=number, snapshot=packed(snapshot))
    film = Film(run.experiment, run.scene, joined(snapshots), run.outcome, run.device_name)
    return film.to_bytes()


def _nobody_wants(worker: Worker, key: str) -> bool:
    """Whether the scheduler has taken the running task back."""
    task = worker.state.tasks.get(key)
    return task is None or task.state == "cancelled"


def devices() -> list[str]:
    """Kinds of processor that this worker can train on, the fastest first."""
    from dropviz.training.engine import best_device

    return list(dict.fromkeys((best_device(), "cpu")))

"""The runs that are wanted now, whose turn it is, and how long they will take.

Visitors take turns: first the first run of each that has none, the shortest of these first, then
the second runs, and so on. So one who asks for twenty holds up nobody who asks for one.
"""

from __future__ import annotations

import heapq
import math
import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from dropviz.data.datasets import Dataset
from dropviz.data.splits import part_sizes
from dropviz.experiments.cost import Cost, Limits, cost, nearest_allowed
from dropviz.experiments.experiment import Comparison, Experiment
from dropviz.experiments.trial import Trial
from dropviz.experiments.trial_cost import trial_cost
from dropviz.jobs.job import Job
from dropviz.jobs.tables import NOBODY

LEAST, MOST = 1 / 100, 100.0
"""Of the correction: a GPU may be much faster, a busy machine much slower."""
MOST_FOR_LIMITS = 4.0
"""Of the correction where it forbids runs: a busy machine is not taken for a slow one."""

MOST_CORRECTIONS = 1000
MOST_WAITING = 50
"""Runs of one visitor."""


@dataclass(frozen=True)
class ExpectedCost:
    """What an experiment will cost here.

    seconds : of one worker
    bytes : of its memory
    nearest : the experiment itself where it is allowed, else the nearest smaller one that is,
        or None where there is none; a trial has no smaller one
    """

    experiment: Any
    seconds: float
    bytes: int
    limits: Limits
    nearest: Any

    @property
    def allowed(self) -> bool:
        """Whether the experiment is small enough to be run."""
        return bool(self.nearest == self.experiment)

    @property
    def problem(self) -> str:
        """One sentence on what is too large, and by how much; empty where it is allowed."""
        return "" if self.allowed else self.limits.complaint(self.seconds, self.bytes)


@dataclass
class InQueue:
    """A job in the queue: the seconds that it should take, since when it waits, whether it was sent
    to the scheduler.
    """

    seconds: float
    since: float
    sent: bool = False


class Queue:
    """The jobs that are wanted now, in order, and how long they will take. Thread safe.

    It knows only of this app's jobs: others may use the same scheduler.
    """

    def __init__(self, allowed: Limits) -> None:
        self._limits = allowed
        self._lock = threading.Lock()
        self._jobs: dict[Job, InQueue] = {}  # in the order in which they were asked for
        self._corrections: dict[tuple[str, str], float] = {}  # measured over estimated time

    def join(self, job: Job, data: Dataset | None) -> None:
        """Take a job into the queue; whose it is decides when its turn comes."""
        seconds = data_cost(job.experiment, data).seconds
        with self._lock:
            self._jobs[job] = InQueue(seconds, time.monotonic())

    def is_full_for(self, owner: str) -> bool:
        """Whether a visitor has so many runs in the queue that no more are taken."""
        with self._lock:
            return sum(owner in job.owners_now() for job in self._jobs) >= MOST_WAITING

    def next_to_send(self, n_workers: int) -> list[Job]:
        """The jobs that go to the scheduler now, marked as sent: no more than can run at once."""
        with self._lock:
            free = n_workers - sum(place.sent for place in self._jobs.values())
            found = self._in_turn()[: max(0, free)]
            for job in found:
                self._jobs[job].sent = True
        return found

    def _in_turn(self) -> list[Job]:
        """The jobs that have not been sent, in the order of their turns; call it with the lock."""
        taken: Counter[str] = Counter()  # turns of each visitor, those that run among them
        for job, place in self._jobs.items():
            if place.sent:
                taken.update(job.owners_now())
        now, order = time.monotonic(), {}
        for number, (job, place) in enumerate(self._jobs.items()):
            if not place.sent:
                owners = job.owners_now() or {NOBODY}
                turn = min(taken[owner] for owner in owners)
                taken.update(owners)
                order[job] = (turn, place.seconds - (now - place.since), number)
        return sorted(order, key=order.__getitem__)

    def leave(self, job: Job) -> None:
        """Take a job out of the queue."""
        with self._lock:
            self._jobs.pop(job, None)

    def learn(self, job: Job, seconds: float) -> None:
        """Correct the estimates by what a run really took."""
        with self._lock:
            if job in self._jobs:
                ratio = seconds / self._jobs[job].seconds
                for name in _alike(job.experiment):
                    before = self._corrections.pop((name, job.device), ratio)
                    mean = min(max(math.sqrt(before * ratio), LEAST), MOST)
                    self._corrections[name, job.device] = mean
                while len(self._corrections) > MOST_CORRECTIONS:
                    del self._corrections[next(iter(self._corrections))]

    def correction(self, device: str, asked: Comparison) -> float:
        """Measured over estimated time, of the last runs that were most alike, on that device."""
        known = (self._corrections.get((name, device)) for name in _alike(asked))
        return next((found for found in known if found is not None), 1.0)

    def estimate(self, experiment: Comparison, data: Dataset | None, device: str) -> ExpectedCost:
        """What an experiment or trial will cost here, and the nearest one that is allowed."""
        correction = self.correction(device, experiment)
        expected = data_cost(experiment, data)

        def allowed(one: Comparison) -> bool:
            return self._limits.allow(data_cost(one, data), min(correction, MOST_FOR_LIMITS))

        nearest: Comparison | None
        if isinstance(experiment, Experiment):
            nearest = nearest_allowed(experiment, allowed)
        else:
            nearest = experiment if allowed(experiment) else None
        seconds = expected.seconds * correction
        if nearest != experiment:
            seconds = expected.seconds * min(correction, MOST_FOR_LIMITS)
        return ExpectedCost(experiment, seconds, expected.bytes, self._limits, nearest)

    def forecast(self, job: Job, n_workers: int) -> tuple[int | None, float | None]:
        """A job's place among those that wait, and the seconds until it is done.

        The place is None for a job that runs, both are None for one that is not in the queue.
        """
        with self._lock:
            if job not in self._jobs:
                return None, None
            seconds = {other: place.seconds for other, place in self._jobs.items()}
            jobs = [other for other, place in self._jobs.items() if place.sent] + self._in_turn()
        left = {other: self._left(other, seconds[other]) for other in jobs}
        if job.state == "running":
            return None, left[job]
        free = [left[other] for other in jobs if other.state == "running"]
        free += [0.0] * (n_workers - len(free))
        heapq.heapify(free)
        place = 0
        for other in jobs:
            if other.state == "queued":
                place += 1
                done = heapq.heappop(free) + left[other]
                heapq.heappush(free, done)
                if other is job:
                    return place, done
        return None, left[job]  # it has just begun

    def _left(self, job: Job, seconds: float) -> float:
        measured = job.seconds_of_training()
        if measured is not None:
            return measured
        return seconds * self.correction(job.device, job.experiment)


def _alike(asked: Comparison) -> tuple[str, str, str]:
    """Names of what takes about as many times as long as estimated, the most alike first.

    What differs in pairs, seeds and steps alone; experiments or trials; all that is trained here.
    """
    a_step = asked.model_copy(update={"pairs": 1, "first_seed": 0, "steps": 1})
    return a_step.hash, type(asked).__name__, ""


def data_cost(experiment: Comparison, data: Dataset | None) -> Cost:
    """What an experiment needs on its data, or a trial, which brings its own."""
    if isinstance(experiment, Trial):
        return trial_cost(experiment)
    assert isinstance(experiment, Experiment)
    assert data is not None
    n_validation, n_test = part_sizes(data)
    return cost(
        experiment, data.n_features, data.n_classes, n_validation=n_validation, n_test=n_test
    )

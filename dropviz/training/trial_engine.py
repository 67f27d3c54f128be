"""A trial, run: all runs of an arm at once, arm after arm, measured as they learn."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dropviz.core.arrays import Float32Array
from dropviz.data.splits import majority_error
from dropviz.experiments.film import Film, Outcome, Scene, Snapshot, joined
from dropviz.experiments.trial import Trial
from dropviz.training.batched import BatchedRuns
from dropviz.training.draws import STEPS_A_DRAW, Batches
from dropviz.training.trial_data import N_VALIDATION, WINDOWS_WATCHED, Part, Parts, parts

ROWS_WATCHED = {"next_character": WINDOWS_WATCHED, "recall": N_VALIDATION}
MOST_ROWS_WATCHED = 300
"""Rows of the training set on which its curves are measured (they are in random order)."""


def train_trial(trial: Trial) -> Film[Trial]:
    """Train a trial to the end, and return its film."""
    run = TrialRun(trial)
    snapshot = joined(list(run.snapshots(every_seconds=np.inf)))
    return Film(trial, run.scene, snapshot, run.outcome, run.device_name)


class TrialRun:
    """One trial, ready to train; iterate over ``snapshots``, then read ``outcome``.

    An arm's numbers are the same whatever the other arms are. More pairs leave a run's numbers as
    they were but for rounding.
    """

    device_name = "cpu"
    outcome: Outcome

    def __init__(self, trial: Trial) -> None:
        self.experiment = trial
        of_seeds = [parts(trial, seed) for seed in trial.seeds]
        self.scene = _scene(of_seeds)
        self._train = _stacked([one.train for one in of_seeds])
        self._validation = _stacked([one.validation for one in of_seeds])
        self._test = _stacked([one.test for one in of_seeds])
        rows = ROWS_WATCHED.get(trial.task, MOST_ROWS_WATCHED)
        self._watched = Part(self._train.x[:, :rows], self._train.y[:, :rows])
        self._batches = Batches(trial.seeds, trial.train_size, trial.batch_size)
        x, y = (part[0, : trial.batch_size] for part in self._train)
        self.arms = [BatchedRuns(trial, arm, x, y) for arm in trial.arms]
        learnt = [value for arm in self.arms for value in arm.parameters.values()]
        self._optimizer = torch.optim.Adam(learnt, lr=trial.learning_rate, fused=True)
        self._step = 0
        self._stopped_at = np.full((len(trial.arms), trial.pairs), -1, np.int32)

    def snapshots(self, every_seconds: float = 0.0) -> Iterator[Snapshot]:
        """Train to the end, giving what is new, at most once in so many seconds.

        The last snapshot comes when the last step is done.
        """
        start = began = time.perf_counter()
        to_measure = set(self.experiment.measured_steps.tolist())
        steps: list[int] = []
        curves: list[Float32Array] = []
        rates: list[Float32Array] = []
        taken = 0
        while True:
            if self._step in to_measure:
                steps.append(self._step)
                curves.append(self._measured())
                rates.append(self._rates())
            is_last = self._step == self.experiment.steps
            if is_last:
                self._finish()
            now = time.perf_counter()
            if is_last or now - began >= every_seconds:
                yield _snapshot(self.experiment, steps, curves, rates, taken, now - start)
                steps, curves, rates, taken, began = [], [], [], 0, now
            if is_last:
                return
            self.step()
            taken += 1

    def step(self) -> None:
        """Train one batch in every run."""
        at = self._step % STEPS_A_DRAW
        if at == 0:
            self._rows = torch.from_numpy(self._batches.next())
        rows = self._rows[at]
        seeds = torch.arange(len(rows))[:, None]
        x, y = (part[seeds, rows] for part in self._train)
        for arm in self.arms:
            arm.losses(x, y, self._step).sum().backward()
        self._optimizer.step()
        self._optimizer.zero_grad()
        self._step += 1

    def _measured(self) -> Float32Array:
        """Mean losses and errors now, in the order of ``CURVES``, of shape (4, arms, seeds)."""
        of_parts = [self._judged(part) for part in (self._watched, self._validation)]
        curves = np.concatenate(of_parts)
        broken = ~np.isfinite(curves[[0, 2]]).all(0) & (self._stopped_at < 0)
        self._stopped_at[broken] = self._step
        curves[:, self._stopped_at >= 0] = np.nan
        return curves

    def _rates(self) -> Float32Array:
        """Learnt rates now, of shape (arms, seeds); of shape (0, 0) where no arm learns one."""
        if not self.experiment.learns_rate:
            return np.zeros((0, 0), np.float32)
        rates = torch.stack([arm.rates() for arm in self.arms]).numpy()
        rates[self._stopped_at >= 0] = np.nan
        return rates

    def _judged(self, part: Part) -> Float32Array:
        """Mean loss and error of all runs on a part, of shape (2, arms, seeds)."""
        return np.stack([losses_and_errors(arm.logits(part.x), part.y) for arm in self.arms], 1)

    def _finish(self) -> None:
        loss, error = self._judged(self._test)
        stopped = (self._stopped_at >= 0) | ~np.isfinite(loss)
        loss[stopped] = error[stopped] = np.nan
        chosen = np.full(loss.shape, self.experiment.steps, np.int32)
        self.outcome = Outcome(loss, error, chosen, self._stopped_at)


def losses_and_errors(logits: Tensor, y: Tensor) -> Float32Array:
    """Mean cross-entropy and share of wrong answers of each run, shape (2, seeds)."""
    flat = logits.flatten(1, -2)  # of characters, all places of all pieces
    truth = y.flatten(1)
    losses = functional.cross_entropy(flat.transpose(1, 2), truth, reduction="none").mean(1)
    errors = (flat.argmax(-1) != truth).float().mean(1)
    return torch.stack((losses, errors)).numpy()


def _scene(of_seeds: list[Parts]) -> Scene:
    """Nothing to draw beside the curves but what always saying the most frequent class gets."""
    majority = [majority_error(one.train.y.numpy(), one.test.y.numpy()) for one in of_seeds]
    nothing = np.zeros((0, 3), np.float32)
    return Scene(nothing, np.zeros(4, np.float32), (), np.array(majority, np.float32))


def _stacked(of_seeds: Sequence[Part]) -> Part:
    return Part(torch.stack([one.x for one in of_seeds]), torch.stack([one.y for one in of_seeds]))


def _snapshot(
    trial: Trial,
    steps: Sequence[int],
    curves: Sequence[Float32Array],
    rates: Sequence[Float32Array],
    taken: int,
    seconds: float,
) -> Snapshot:
    """A snapshot with curves and learnt rates: a trial's film has nothing else."""
    shape = (4, 0, len(trial.arms), trial.pairs)
    of_runs = shape[2:] if trial.learns_rate else (0, 0)
    return Snapshot(
        steps=np.array(steps, np.int32),
        curves=np.stack(curves, 1) if curves else np.zeros(shape, np.float32),
        surfaces=np.zeros((len(steps), 0, 0, 0, 2), np.uint8),
        kept=np.zeros((taken, 0), np.uint8),
        edges=np.zeros((len(steps), 0, 3), np.int16),
        edge_weights=np.zeros((len(steps), 0), np.float32),
        seconds=seconds,
        rates=np.array(rates, np.float32).reshape(len(rates), *of_runs),
    )

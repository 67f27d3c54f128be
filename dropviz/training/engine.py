"""An experiment, run: all networks at once, measured as they learn."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from dropviz.data.datasets import Dataset
from dropviz.data.splits import Split, majority_error, split
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import Film, Outcome, Scene, Snapshot, joined
from dropviz.training.measuring import (
    Curves,
    Labelled,
    Surfaces,
    labelled,
    losses_and_errors,
    strongest_edges,
)
from dropviz.training.stack import Layers, of_runs
from dropviz.training.trainer import Trainer


def best_device() -> str:
    """The fastest device that is there: "cuda", "mps" or "cpu"."""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def train(experiment: Experiment, data: Dataset, device: str = "cpu") -> Film:
    """Train an experiment to the end, and return its film."""
    run = Run(experiment, data, device)
    snapshot = joined(list(run.snapshots(every_seconds=np.inf)))
    return Film(experiment, run.scene, snapshot, run.outcome, run.device_name)


class Run:
    """One experiment, ready to train; iterate over ``snapshots``, then read ``outcome``.

    The same numbers for the same experiment on the same kind of machine, at any interval of the
    snapshots.

    Raises
    ------
    ValueError
        If the data set is too small for the experiment's training size.
    """

    outcome: Outcome

    def __init__(self, experiment: Experiment, data: Dataset, device: str = "cpu") -> None:
        self.experiment = experiment
        self._device = torch.device(device)
        splits = [
            split(data, seed, experiment.train_size, experiment.label_noise)
            for seed in experiment.seeds
        ]
        learnt = labelled(splits, "train")
        with torch.inference_mode():
            self._trainer = Trainer(experiment, learnt.x, learnt.y, len(data.classes), self._device)
            self._curves = Curves(splits, self._device)
            self._surfaces = Surfaces(splits[0], self._device)
        self._splits = splits
        majority = [majority_error(one.y_train, one.y_test) for one in splits]
        self.scene = Scene(
            self._surfaces.points,
            self._surfaces.bounds,
            self._trainer.sizes,
            np.array(majority, np.float32),
        )
        self._arms = [arm.runs for arm in self._trainer.arms]
        self._to_measure = iter(experiment.measured_steps.tolist())
        self._next_measured: int = next(self._to_measure)
        self._start: float | None = None
        shape = (len(experiment.arms), experiment.pairs)
        self._stopped_at = np.full(shape, -1, np.int32)
        self._chosen_step = np.full(shape, experiment.steps, np.int32)
        self._best_loss = np.full(shape, np.inf, np.float32)
        self._best: dict[int, Layers] = {}  # by arm

    @property
    def device_name(self) -> str:
        """The name of the NVIDIA GPU, else the kind of device: "mps" or "cpu"."""
        if self._device.type == "cuda":
            return torch.cuda.get_device_name(self._device)
        return self._device.type

    def snapshots(self, every_seconds: float = 0.0) -> Iterator[Snapshot]:
        """Train to the end, giving what is new, at most once in so many seconds.

        The last snapshot comes when the last step is done.
        """
        while self._trainer.step_number < self.experiment.steps or self._next_measured >= 0:
            yield self._stretch(every_seconds)

    @torch.inference_mode()
    def _stretch(self, seconds: float) -> Snapshot:
        """Train for so many seconds, or to the end; what is new."""
        began = time.perf_counter()
        self._start = self._start or began
        kept: list[NDArray[np.uint8]] = []
        measured: list[tuple[NDArray[Any], ...]] = []
        while True:
            if self._trainer.step_number == self._next_measured:
                measured.append(self._measured())
                self._next_measured = next(self._to_measure, -1)
            if self._trainer.step_number == self.experiment.steps:
                self._finish()
                break
            if (kept or measured) and time.perf_counter() - began >= seconds:
                break
            self._trainer.step()
            kept.append(self._trainer.kept)
        return self._snapshot(kept, measured, time.perf_counter() - self._start)

    def _snapshot(
        self,
        kept: list[NDArray[np.uint8]],
        measured: list[tuple[NDArray[Any], ...]],
        seconds: float,
    ) -> Snapshot:
        rows = measured or [self._newest]
        steps, curves, surfaces, edges, weights = (
            np.stack(column)[: len(measured)] for column in zip(*rows, strict=True)
        )
        return Snapshot(
            steps=steps,
            curves=np.ascontiguousarray(np.moveaxis(curves, 0, 1)),
            surfaces=surfaces,
            kept=np.stack(kept) if kept else np.zeros((0, len(self._trainer.kept)), np.uint8),
            edges=edges,
            edge_weights=weights,
            seconds=seconds,
        )

    def _measured(self) -> tuple[NDArray[Any], ...]:
        """Measure all runs now, and keep what the arms that stop early need.

        Step, curves (4, arms, pairs), surfaces (arms, GRID, GRID, 2), edges and weights.
        """
        experiment, step = self.experiment, self._trainer.step_number
        layers = self._trainer.stack.layers()
        curves = self._curves.measured(layers, self._arms, experiment.activation)
        self._note_broken(curves, step)
        self._keep_best(layers, curves[2], step)
        first_runs = of_runs(layers, slice(0, None, experiment.pairs))
        surfaces = self._surfaces.measured(first_runs, experiment.activation)
        shown = experiment.shown_arm * experiment.pairs
        edges, weights = strongest_edges([weight[shown] for weight in self._trainer.stack.weights])
        self._newest = (np.asarray(step, np.int32), curves, surfaces, edges, weights)
        return self._newest

    def _note_broken(self, curves: NDArray[np.float32], step: int) -> None:
        """Stop the runs whose losses are no longer finite; the others go on."""
        broken = ~np.isfinite(curves[[0, 2]]).all(0)
        if (broken & (self._stopped_at < 0)).any():
            self._trainer.silence_broken_runs()
        self._stopped_at = np.where(broken & (self._stopped_at < 0), step, self._stopped_at)
        curves[:, self._stopped_at >= 0] = np.nan

    def _keep_best(self, layers: Layers, loss: NDArray[np.float32], step: int) -> None:
        """Keep the weights with the lowest validation loss so far, for arms that stop early."""
        for index, arm in enumerate(self.experiment.arms):
            better = loss[index] < self._best_loss[index]
            if not arm.early_stopping or not better.any():
                continue
            self._best_loss[index][better] = loss[index][better]
            self._chosen_step[index][better] = step
            of_arm = of_runs(layers, self._arms[index])
            best = self._best.setdefault(index, [(w.clone(), b.clone()) for w, b in of_arm])
            rows = torch.from_numpy(np.flatnonzero(better)).to(self._device)
            for kept, new in zip(best, of_arm, strict=True):
                for old, part in zip(kept, new, strict=True):
                    old[rows] = part[rows]

    def _finish(self) -> None:
        """Measure the test set with the weights that are judged."""
        layers = [(weight.clone(), bias.clone()) for weight, bias in self._trainer.stack.layers()]
        for index, best in self._best.items():
            for judged, chosen in zip(layers, best, strict=True):
                for part, chosen_part in zip(judged, chosen, strict=True):
                    part[self._arms[index]] = chosen_part
        # Seed by seed: the test parts of all seeds together could be gigabytes.
        of_seeds = [
            self._tested(split, of_runs(layers, slice(pair, None, self.experiment.pairs)))
            for pair, split in enumerate(self._splits)
        ]
        loss, error = (np.stack(column, 1) for column in zip(*of_seeds, strict=True))
        stopped = (self._stopped_at >= 0) | ~np.isfinite(loss)
        loss[stopped] = error[stopped] = np.nan
        self.outcome = Outcome(loss, error, self._chosen_step, self._stopped_at)

    def _tested(
        self, split: Split, layers: Layers
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Mean loss and error of the runs of one seed on its test part, shape (arms,) each."""
        x, y = torch.from_numpy(split.x_test), torch.from_numpy(split.y_test)
        test = Labelled(x[None].to(self._device), y[None].to(self._device))
        runs = [slice(arm, arm + 1) for arm in range(len(self.experiment.arms))]
        of_rows = losses_and_errors(layers, runs, test, self.experiment.activation)
        loss, error = (values.mean(-1)[:, 0].cpu().numpy() for values in of_rows)
        return loss, error

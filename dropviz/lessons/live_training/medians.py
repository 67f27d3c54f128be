"""Median curves of an arm, as the diagnosis reads them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr

from dropviz.core.arrays import FloatArray
from dropviz.data.datasets import DATASETS
from dropviz.experiments.arms import arm_names
from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import Snapshot

BLOWN_UP = 2.0
"""Times the train loss of the start: a median train loss above that comes of steps too large."""

UNLEARNT = 0.9
"""Of the train error of the start: with more of it left, next to nothing was learnt."""

MOST_RUNS = 0.9
"""Share of the runs in which a rise must be seen: one more wrong row in some of them is none."""


@dataclass(frozen=True)
class MedianCurves:
    """Medians over the pairs whose run ended, float64 of shape (t,) each, of one arm.

    validation_errors : of each run, of shape (t, runs)
    """

    experiment: Experiment
    number: int
    name: str
    steps: NDArray[np.int32]
    train_loss: FloatArray
    train_error: FloatArray
    validation_loss: FloatArray
    validation_error: FloatArray
    validation_errors: FloatArray

    @property
    def arm(self) -> Arm:
        """The recipe of the arm that the curves are of."""
        return self.experiment.arms[self.number]

    @property
    def highest_rate(self) -> float:
        """Dropout rate of the layer that drops most."""
        return max(*self.arm.hidden_rates(1), self.arm.p_input)

    @property
    def but_for_dropout(self) -> Arm:
        """The arm's recipe without its dropout."""
        off = {"p_input": 0.0, "p_hidden": 0.0, "schedule": "constant"}
        return self.arm.model_copy(update=off)

    @property
    def whose(self) -> str:
        """How a sentence begins to speak of these curves: one run is no median."""
        return "its median" if self.experiment.pairs > 1 else "its"

    @property
    def lowest(self) -> int:
        """Index of the measured step with the lowest validation loss."""
        return int(self.validation_loss.argmin())

    @property
    def hardly_learnt(self) -> bool:
        """Whether about as many training examples are wrong as at the start."""
        return bool(self.train_error[-1] >= UNLEARNT * self.train_error[0])

    @property
    def blew_up(self) -> bool:
        """Whether training made it far worse than it was at the start, and it did not recover."""
        worst = self.train_loss.max() if self.hardly_learnt else self.train_loss[-1]
        return bool(worst > BLOWN_UP * self.train_loss[0])

    def rises_in_most_runs(self, since: int) -> bool:
        """Whether the validation error of most runs is higher at the end than at that point."""
        errors = self.validation_errors
        return bool((errors[-1] > errors[since]).mean() >= MOST_RUNS)

    @property
    def judged_loss(self) -> float:
        """Validation loss of the weights that are judged."""
        at = self.lowest if self.arm.early_stopping else -1
        return float(self.validation_loss[at])


def medians(made: Experiment, snapshot: Snapshot, arm: int, beside: int) -> MedianCurves | None:
    """Median curves of an arm, over the pairs in which it and the arm ``beside`` ended; or None."""
    ended = np.isfinite(snapshot.curves[:, :, [arm, beside]]).all(axis=(0, 1, 2))
    if not ended.any():
        return None
    runs = snapshot.curves[:, :, arm][:, :, ended].astype(np.float64)
    loss, error, validation_loss, validation_error = np.median(runs, axis=2)  # as in CURVES
    return MedianCurves(
        made, arm, arm_names(made.arms)[arm], snapshot.steps,
        loss, error, validation_loss, validation_error, runs[3],
    )  # fmt: skip


def noise_floor(experiment: Experiment) -> float:
    """Train loss of a network that knows the right classes and the share of wrong labels.

    Below it wrong labels are memorised: H(e) + e log(classes - 1) for a share e. Above it, a
    rising validation loss (on right labels) can be no more than learning that some are wrong.
    """
    wrong = experiment.label_noise
    entry = DATASETS.get(experiment.dataset)
    others = entry.n_classes - 1 if entry else 1  # the least that is possible
    return float(entr(wrong) + entr(1 - wrong) + wrong * np.log(others))

"""Median curves of an arm, as the diagnosis reads them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr

from dropviz.core.arms import arm_names
from dropviz.core.experiment import Arm, Experiment
from dropviz.core.film import Snapshot
from dropviz.data.datasets import DATASETS

BLOWN_UP = 2.0
"""Times the train loss of the start: a median train loss above that comes of steps too large."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MedianCurves:
    """Medians over the pairs whose run ended, float64 of shape (t,) each, of one arm."""

    experiment: Experiment
    number: int
    name: str
    steps: NDArray[np.int32]
    train_loss: Floats
    train_error: Floats
    validation_loss: Floats
    validation_error: Floats

    @property
    def arm(self) -> Arm:
        """The recipe."""
        return self.experiment.arms[self.number]

    @property
    def its(self) -> str:
        """How a sentence begins to speak of these curves: one run is no median."""
        return "its median" if self.experiment.pairs > 1 else "its"

    @property
    def lowest(self) -> int:
        """Where the validation loss is lowest."""
        return int(self.validation_loss.argmin())

    @property
    def blew_up(self) -> bool:
        """Whether training made it far worse than it was at the start."""
        return bool(self.train_loss[-1] > BLOWN_UP * self.train_loss[0])

    @property
    def judged_loss(self) -> float:
        """Validation loss of the weights that are judged."""
        at = self.lowest if self.arm.early_stopping else -1
        return float(self.validation_loss[at])


def medians(made: Experiment, snapshot: Snapshot, arm: int, beside: int) -> MedianCurves | None:
    """Of an arm, over the pairs in which its run and that of the arm beside it ended; or None."""
    ended = np.isfinite(snapshot.curves[:, :, [arm, beside]]).all(axis=(0, 1, 2))
    if not ended.any():
        return None
    runs = snapshot.curves[:, :, arm][:, :, ended].astype(np.float64)
    of_pairs = np.median(runs, axis=2)  # in the order of CURVES
    return MedianCurves(made, arm, arm_names(made.arms)[arm], snapshot.steps, *of_pairs)


def noise_floor(experiment: Experiment) -> float:
    """Train loss of a network that knows the right classes and the share of wrong labels.

    Below it wrong labels are memorised: H(e) + e log(classes - 1) for a share e. Above it, a
    rising validation loss (on right labels) can be no more than learning that some are wrong.
    """
    wrong = experiment.label_noise
    entry = DATASETS.get(experiment.dataset)
    others = entry.n_classes - 1 if entry else 1  # the least that is possible
    return float(entr(wrong) + entr(1 - wrong) + wrong * np.log(others))

"""What the curves of a finished run suggest, by rules on their medians over pairs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr

from dropviz.core.arms import arm_names, plain_number
from dropviz.core.experiment import Arm, Experiment
from dropviz.core.film import Snapshot
from dropviz.data.datasets import DATASETS
from dropviz.lessons.live_verdict import NBSP

Kind = Literal["diverged", "overfitting", "underfitting", "too much dropout", "not converged"]

CLEAR_LOSS = 0.05
"""Nats: the default margin of the verdict. Smaller rises, falls and gaps are called practical by
nobody, and medians over ten pairs wander by about a hundredth."""

LAST_PART = 0.25
"""Share of the steps that counts as the end of a run: ten of the forty measured points, so that
one jagged point does not decide."""

UNFITTED_SHARE = 0.15
"""Of the training error that learning could take away (from the start down to the share of wrong
labels). The default network without dropout is below it on every data set that is offered."""

LEAST_TO_LEARN = 0.05
"""With less between the error at the start and the share of wrong labels, nothing is said."""

NO_FINDING = (
    "No sign of overfitting, underfitting, too much dropout or a run that stopped too early: none "
    "of the rules for these fires."
)
NOT_FINISHED = "The run did not get to its last step, so its curves are not judged."

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Finding:
    """One sign in the curves of an arm, with its numbers, and what to try next."""

    arm: int
    kind: Kind
    sentence: str
    try_next: str


@dataclass(frozen=True)
class _Curves:
    """Medians over the pairs whose run ended, each of shape (t,), of one arm."""

    experiment: Experiment
    number: int
    name: str
    steps: NDArray[np.int32]
    train_loss: Floats
    train_error: Floats
    validation_loss: Floats

    @property
    def arm(self) -> Arm:
        """The recipe."""
        return self.experiment.arms[self.number]

    @property
    def lowest(self) -> int:
        """Where the validation loss is lowest."""
        return int(self.validation_loss.argmin())

    @property
    def judged_loss(self) -> float:
        """Validation loss of the weights that are judged."""
        at = self.lowest if self.arm.early_stopping else -1
        return float(self.validation_loss[at])


def diagnosis(experiment: Experiment, snapshot: Snapshot) -> list[Finding]:
    """Findings on each arm in turn; only runs that were stopped before the last step is done.

    Parameters
    ----------
    snapshot : Snapshot
        All that was measured (``joined``), NaN from where a run was stopped.
    """
    medians = partial(_medians, experiment, snapshot)
    found: list[Finding] = []
    for number in range(len(experiment.arms)):
        found += _diverged(experiment, snapshot, number)
        if _is_finished(experiment, snapshot):
            if now := medians(number, number):
                found += [*_overfitting(now), *_underfitting(now), *_not_converged(now)]
            now, baseline = medians(number, 0), medians(0, number)
            if now and baseline:
                found += _too_much_dropout(now, baseline)
    return found


def diagnosis_sentences(experiment: Experiment, snapshot: Snapshot) -> list[str]:
    """Each finding with what to try next; or that there is none."""
    found = diagnosis(experiment, snapshot)
    said = [f"{one.sentence} Try next: {one.try_next}" for one in found]
    return said or [NO_FINDING if _is_finished(experiment, snapshot) else NOT_FINISHED]


def _is_finished(experiment: Experiment, snapshot: Snapshot) -> bool:
    return bool(len(snapshot.steps) > 1 and snapshot.steps[-1] == experiment.steps)


def _medians(made: Experiment, snapshot: Snapshot, arm: int, beside: int) -> _Curves | None:
    """Of the pairs in which the runs of both arms ended; None without any."""
    ended = np.isfinite(snapshot.curves[:, :, [arm, beside]]).all(axis=(0, 1, 2))
    if not ended.any():
        return None
    runs = snapshot.curves[:3, :, arm][:, :, ended].astype(np.float64)
    medians = np.median(runs, axis=2)  # in the order of CURVES
    return _Curves(made, arm, arm_names(made.arms)[arm], snapshot.steps, *medians)


def _diverged(experiment: Experiment, snapshot: Snapshot, number: int) -> list[Finding]:
    lost = np.isnan(snapshot.curves[:, :, number].sum(axis=0))  # of shape (t, s)
    count = int(lost.any(axis=0).sum())
    if not count:
        return []
    first = int(snapshot.steps[lost.any(axis=1).argmax()])
    rate = experiment.learning_rate
    sentence = (
        f"{arm_names(experiment.arms)[number]} diverged: {count} of {experiment.pairs} runs were "
        "stopped because a loss was no longer a finite number, the first of them found at step "
        f"{first} (learning rate {plain_number(rate)})."
    )
    return [Finding(number, "diverged", sentence, f"Learning rate {rate / 10:.2g}.")]


def _overfitting(now: _Curves) -> list[Finding]:
    low, end = now.lowest, now.train_loss[-1]
    rise = now.validation_loss[-1] - now.validation_loss[low]
    floor = noise_floor(now.experiment)
    if rise <= CLEAR_LOSS or end >= now.train_loss[low] or (floor and end >= floor):
        return []
    sentence = (
        f"{now.name} overfits: its median validation loss rose from "
        f"{now.validation_loss[low]:.3f} at step {now.steps[low]} to "
        f"{now.validation_loss[-1]:.3f} at step {now.steps[-1]}, while its train loss went on "
        f"falling, from {now.train_loss[low]:.3f} to {end:.3f}."
    )
    if floor:
        sentence += (
            f" (With {_percent(now.experiment.label_noise)} wrong labels, a train loss below about "
            f"{floor:.2f} means that some are memorised.)"
        )
    if now.arm.early_stopping:
        advice = "Nothing: early stopping judges each run by weights from before the rise."
    elif now.arm.drops:
        advice = "Early stopping or weight decay beside dropout, or more training examples."
    else:
        advice = "Dropout, weight decay, early stopping, or more training examples."
    return [Finding(now.number, "overfitting", sentence, advice)]


def noise_floor(experiment: Experiment) -> float:
    """Train loss of a network that knows the right classes and the share of wrong labels.

    Below it wrong labels are memorised: H(e) + e log(classes - 1) for a share e. Above it, a
    rising validation loss (on right labels) can be no more than learning that some are wrong.
    """
    wrong = experiment.label_noise
    entry = DATASETS.get(experiment.dataset)
    others = entry.n_classes - 1 if entry else 1  # the least that is possible
    return float(entr(wrong) + entr(1 - wrong) + wrong * np.log(others))


def _underfitting(now: _Curves) -> list[Finding]:
    wrong, start, end = now.experiment.label_noise, now.train_error[0], now.train_error[-1]
    to_learn = start - wrong
    if to_learn < LEAST_TO_LEARN or end - wrong <= UNFITTED_SHARE * to_learn:
        return []
    labels = f"{_percent(wrong)} of the labels are wrong" if wrong else "no label is wrong"
    sentence = (
        f"{now.name} underfits: at the end its median run still gets {_percent(end)} of its own "
        f"training examples wrong (with dropout off), where {labels}; it started at "
        f"{_percent(start)}."
    )
    less = "A lower rate, wider" if now.arm.drops else "Wider"
    way = "higher" if now.experiment.learning_rate < 0.01 else "lower"
    advice = (
        f"{less} or more hidden layers, more steps, a {way} learning rate. If nothing helps, "
        "the classes may overlap."
    )
    return [Finding(now.number, "underfitting", sentence, advice)]


def _too_much_dropout(now: _Curves, baseline: _Curves) -> list[Finding]:
    if _dropped(now.arm) <= _dropped(baseline.arm):
        return []
    gap = now.train_loss[-1] - baseline.train_loss[-1]
    if gap <= CLEAR_LOSS or now.judged_loss < baseline.judged_loss:
        return []
    sentence = (
        f"{now.name} drops too much: its median train loss, with dropout off, ends at "
        f"{now.train_loss[-1]:.3f}, above the {baseline.train_loss[-1]:.3f} of {baseline.name}, "
        f"and its validation loss is no better, {now.judged_loss:.3f} against "
        f"{baseline.judged_loss:.3f}."
    )
    if _without_dropout(now.arm) != _without_dropout(baseline.arm):
        sentence += " (The two differ in more than dropout, so another setting may be the cause.)"
    rates = now.arm.hidden_rates(len(now.experiment.hidden))
    half = max(*rates, now.arm.p_input) / 2
    kept = 1 - sum(rates) / len(rates)
    wider = f", or hidden layers {1 / kept:.1f} times as wide" if 0.05 < kept < 0.95 else ""
    return [Finding(now.number, "too much dropout", sentence, f"A rate of {half:.2g}{wider}.")]


def _not_converged(now: _Curves) -> list[Finding]:
    points = max(1, round(LAST_PART * (len(now.steps) - 1)))
    before = now.validation_loss[-1 - points]
    fall = before - now.validation_loss[-1]
    if fall <= CLEAR_LOSS:
        return []
    sentence = (
        f"{now.name} has not converged: its median validation loss still fell by {fall:.3f} from "
        f"step {now.steps[-1 - points]} to the end, from {before:.3f} to "
        f"{now.validation_loss[-1]:.3f}."
    )
    longer = min(2 * now.experiment.steps, 20_000)
    more = f"More steps ({longer:,}), or a" if longer > now.experiment.steps else "A"
    advice = f"{more} higher learning rate."
    return [Finding(now.number, "not converged", sentence, advice)]


def _dropped(arm: Arm) -> float:
    """The highest rate of any layer."""
    return max(*arm.hidden_rates(1), arm.p_input)


def _without_dropout(arm: Arm) -> Arm:
    return arm.model_copy(update={"p_input": 0.0, "p_hidden": 0.0, "schedule": "constant"})


def _percent(share: float) -> str:
    return f"{100 * share:.3g}{NBSP}%"

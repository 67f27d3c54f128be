"""What the curves of a finished run suggest, by rules on their medians over pairs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from dropviz.experiments.arms import arm_names, plain_number
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import Snapshot
from dropviz.lessons.live_training.medians import MedianCurves, medians, noise_floor
from dropviz.lessons.runs.words import number_words, percent_words, subject

FindingKind = Literal[
    "diverged", "overfitting", "underfitting", "too much dropout", "not converged"
]

CLEAR_LOSS = 0.05
"""Nats: the default margin of the verdict; medians over ten pairs wander by a hundredth."""

CLEAR_ERROR = 0.03
"""A rise of the validation error that counts: the lowest of twenty points of a median over ten
pairs lies a point or two below the rest by chance alone."""

LAST_PART = 0.25
"""Share of the steps that counts as the end: one jagged point does not decide."""

UNFITTED_SHARE = 0.15
"""Of the training error that learning could take away. The default network without dropout is
below it on every data set that is offered."""

HIGH_RATE = 0.01
"""A learning rate above which a still higher one is not advised."""

LEAST_TO_LEARN = 0.05
"""With less between the error at the start and the share of wrong labels, nothing is said."""

NO_FINDING = (
    "No sign of overfitting, of underfitting, of too much dropout, or of a run that stopped too "
    "early."
)
NOT_FINISHED = "The run did not get to its last step, so its curves are not judged."


@dataclass(frozen=True)
class Finding:
    """One sign in the curves of an arm, with its numbers, and what to try next ("" for nothing)."""

    arm: int
    kind: FindingKind
    sentence: str
    try_next: str


def diagnosis(experiment: Experiment, snapshot: Snapshot) -> list[Finding]:
    """Findings on each arm in turn; only runs that were stopped before the last step is done.

    Parameters
    ----------
    snapshot : Snapshot
        All that was measured (``joined``), NaN from where a run was stopped.
    """
    found: list[Finding] = []
    finished = _is_finished(experiment, snapshot)
    numbers = range(len(experiment.arms))
    arms = [medians(experiment, snapshot, number, number) for number in numbers]
    for number, now in enumerate(arms):
        found += _diverged(experiment, snapshot, number)
        if finished and now:
            paired = medians(experiment, snapshot, number, 0)
            baseline = medians(experiment, snapshot, 0, number)
            better = [one for one in arms if one and one.judged_loss < now.judged_loss - CLEAR_LOSS]
            found += _of_arm(now, paired, baseline, better)
    return found


def _of_arm(
    now: MedianCurves,
    paired: MedianCurves | None,
    baseline: MedianCurves | None,
    better: list[MedianCurves],
) -> list[Finding]:
    """Findings on one arm: of several signs with one cause the plainest.

    ``better`` arms have a clearly lower loss.
    """
    if now.blew_up:
        return [_blew_up(now)]
    if found := _overfitting(now, better):
        return found
    found = _not_converged(now)
    if paired and baseline and not baseline.blew_up and not (found and _not_converged(baseline)):
        too_much = _too_much_dropout(paired, baseline, better)
        found = (
            [_still_learning(one, now) for one in too_much]
            if found and too_much
            else (found + too_much)
        )
    beats_baseline = paired and baseline and paired.judged_loss < baseline.judged_loss
    if not found and not (now.number and beats_baseline):
        found = _underfitting(now)
    return found


def diagnosis_sentences(experiment: Experiment, snapshot: Snapshot) -> list[str]:
    """Each finding with what to try next; or that there is none."""
    found = diagnosis(experiment, snapshot)
    said = [
        subject(one.sentence) + f" Try next: {one.try_next}" * bool(one.try_next) for one in found
    ]
    return said or [NO_FINDING if _is_finished(experiment, snapshot) else NOT_FINISHED]


def _is_finished(experiment: Experiment, snapshot: Snapshot) -> bool:
    return bool(len(snapshot.steps) > 1 and snapshot.steps[-1] == experiment.steps)


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


def _blew_up(now: MedianCurves) -> Finding:
    rate = now.experiment.learning_rate
    cause = f"as it does when steps are too large (learning rate {plain_number(rate)})"
    advice = f"Learning rate {rate / 10:.2g}."
    if now.arm.batch_norm and now.highest_rate == 1:
        cause = (
            "for a batch norm after a layer of which every unit is dropped meets nothing but "
            "constants: the variance that it keeps for inference shrinks towards 0, and dividing "
            "by its root makes numbers large"
        )
        advice = "A dropout rate below 1."
    sentence = (
        f"{now.name} diverged: {now.whose} train loss started at "
        f"{number_words(now.train_loss[0])}, rose to {number_words(now.train_loss.max())} and "
        f"ended at {number_words(now.train_loss[-1])}, {cause}."
    )
    return Finding(now.number, "diverged", sentence, advice)


def _overfitting(now: MedianCurves, better: list[MedianCurves]) -> list[Finding]:
    """The finding that an arm overfits, or none.

    Not of an arm with early stopping, which is judged by weights from before the rise.
    """
    rise = _rise_of_loss(now) or _rise_of_error(now)
    if not rise or now.arm.early_stopping:
        return []
    wrong, end = now.experiment.label_noise, now.train_error[-1]
    if end < wrong:
        rise += (
            f" {percent_words(wrong)} of its training labels were made wrong, yet it agrees with "
            f"{percent_words(1 - end)} of all: it has memorised wrong ones."
        )
    dropout = [] if now.arm.drops or any(one.arm.drops for one in better) else ["dropout"]
    decay = "more weight decay" if now.arm.weight_decay else "weight decay"
    ways = ", ".join([*dropout, decay, "early stopping"])
    advice = subject(f"{_done_here(better)}{ways}, or more training examples.")
    return [Finding(now.number, "overfitting", f"{now.name} overfits: {rise}", advice)]


def _rise_of_loss(now: MedianCurves) -> str:
    low, end = now.lowest, now.train_loss[-1]
    rise = now.validation_loss[-1] - now.validation_loss[low]
    floor = noise_floor(now.experiment)
    if rise <= CLEAR_LOSS or end >= now.train_loss[low] or (floor and end >= floor):
        return ""
    return (
        f"{now.whose} validation loss rose from {now.validation_loss[low]:.3f} at step "
        f"{now.steps[low]} to {now.validation_loss[-1]:.3f} at step {now.steps[-1]}. Meanwhile "
        f"its train loss went on falling, from {now.train_loss[low]:.3f} to {end:.3f}."
    )


def _rise_of_error(now: MedianCurves) -> str:
    """A sentence on a rise of the validation error, or "" where there is none that counts.

    Probabilities may stay as good as they were while answers turn wrong.
    """
    low, end = int(now.validation_error.argmin()), now.train_error[-1]
    rise = now.validation_error[-1] - now.validation_error[low]
    if rise <= CLEAR_ERROR or end >= now.train_error[low] or not now.rises_in_most_runs(low):
        return ""
    return (
        f"{now.whose} validation error rose from {percent_words(now.validation_error[low])} at "
        f"step {now.steps[low]} to {percent_words(now.validation_error[-1])} at step "
        f"{now.steps[-1]}. Meanwhile its train error went on falling, from "
        f"{percent_words(now.train_error[low])} to {percent_words(end)}."
    )


def _underfitting(now: MedianCurves) -> list[Finding]:
    wrong, start, end = now.experiment.label_noise, now.train_error[0], now.train_error[-1]
    to_learn = _to_learn(now)
    if to_learn < LEAST_TO_LEARN or end - wrong <= UNFITTED_SHARE * to_learn:
        return []
    labels = f"{percent_words(wrong)} of the labels were" if wrong else "no label was"
    sentence = (
        f"{now.name} underfits: at the end {now.whose} run still gets {percent_words(end)} of its "
        f"own training examples wrong (with dropout off), where {labels} made wrong; it started "
        f"at {percent_words(start)}."
    )
    less = "A lower dropout rate, wider" if now.arm.drops else "Wider"
    way = "higher" if now.experiment.learning_rate < HIGH_RATE else "lower"
    advice = (
        f"{less} or more hidden layers, more steps, a {way} learning rate. If nothing helps, "
        "the classes may overlap."
    )
    return [Finding(now.number, "underfitting", sentence, advice)]


def _to_learn(now: MedianCurves) -> float:
    """Train error at the start that learning could take away."""
    return float(now.train_error[0] - now.experiment.label_noise)


def _done_here(better: list[MedianCurves]) -> str:
    """What another arm of the same experiment does already, with the validation loss it gets."""
    if not better:
        return ""
    best = min(better, key=lambda one: one.judged_loss)
    return f"what {best.name} does here (validation loss {best.judged_loss:.3f}), "


def _too_much_dropout(
    now: MedianCurves, baseline: MedianCurves, better: list[MedianCurves]
) -> list[Finding]:
    if now.highest_rate <= baseline.highest_rate:
        return []
    gap = now.train_loss[-1] - baseline.train_loss[-1]
    if gap <= CLEAR_LOSS or now.judged_loss < baseline.judged_loss:
        return []
    sentence = (
        f"{now.name} drops too much for {now.steps[-1]:,} steps: {now.whose} train loss, with "
        "dropout off, ends at "
        f"{now.train_loss[-1]:.3f}, above the {baseline.train_loss[-1]:.3f} of {baseline.name}. "
        f"Its validation loss is no better, {now.judged_loss:.3f} against "
        f"{baseline.judged_loss:.3f}."
    )
    if now.but_for_dropout != baseline.but_for_dropout:
        sentence += " (The two differ in more than dropout, so another setting may be the cause.)"
    rates = now.arm.hidden_rates(len(now.experiment.hidden))
    half = max(*rates, now.arm.p_input) / 2
    kept = 1 - sum(rates) / len(rates)
    wider = f", or hidden layers {1 / kept:.2g} times as wide" if 0.05 < kept < 0.95 else ""
    less = [one for one in better if 0 < one.highest_rate < now.highest_rate]
    advice = subject(f"{_done_here(less)}a dropout rate of {half:.2g}{wider}.")
    return [Finding(now.number, "too much dropout", sentence, advice)]


def _not_converged(now: MedianCurves) -> list[Finding]:
    sign = _still_falls(now) or _hardly_learns_yet(now)
    if not sign:
        return []
    sentence = f"{now.name} has not converged: {sign}."
    longer = min(2 * now.experiment.steps, 20_000)
    more = [f"more steps ({longer:,})"] if longer > now.experiment.steps else []
    if now.experiment.learning_rate < HIGH_RATE:
        more.append("a higher learning rate")
    advice = f"{' or '.join(more).capitalize()}." if more else ""
    return [Finding(now.number, "not converged", sentence, advice)]


def _still_learning(too_much: Finding, now: MedianCurves) -> Finding:
    """Too much dropout for so many steps, of an arm that has not finished learning: one story."""
    longer = min(2 * now.experiment.steps, 20_000)
    more = f" Or more steps ({longer:,})." if longer > now.experiment.steps else ""
    sentence = f"{too_much.sentence} It learns slowly, and has not finished."
    return replace(too_much, sentence=sentence, try_next=f"{too_much.try_next}{more}")


def _still_falls(now: MedianCurves) -> str:
    points = max(1, round(LAST_PART * (len(now.steps) - 1)))
    before, end = now.validation_loss[[-1 - points, -1]]
    if before - end <= CLEAR_LOSS:
        return ""
    return (
        f"{now.whose} validation loss still fell by {before - end:.3f} from step "
        f"{now.steps[-1 - points]} to the end, from {before:.3f} to {end:.3f}"
    )


def _hardly_learns_yet(now: MedianCurves) -> str:
    """Of an arm that drops: at a high rate the loss can stand still long before it falls."""
    if not (now.hardly_learnt and 0 < now.highest_rate < 1 and _to_learn(now) >= LEAST_TO_LEARN):
        return ""
    start, end = percent_words(now.train_error[0]), percent_words(now.train_error[-1])
    return (
        f"after {now.steps[-1]:,} steps {now.whose} run gets {end} of its own training examples "
        f"wrong, {start} at the start. At such a rate learning can take many more steps"
    )

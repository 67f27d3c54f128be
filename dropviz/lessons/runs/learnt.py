"""Whether arms learnt more than which class is the most frequent, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dropviz.core.arrays import Float32Array
from dropviz.experiments.film import Outcome
from dropviz.experiments.interval import fewest_pairs, interval
from dropviz.lessons.runs.words import percent_words

NEAR_MAJORITY = 0.8
"""Of the error of always answering the most frequent class: an arm with more has learnt little."""


@dataclass(frozen=True)
class Learnt:
    """Median test errors of arms against always answering the most frequent class.

    errors, majority : medians over pairs; NaN for an arm of which no run ended
    beats : bool of shape (a,)
    """

    errors: tuple[float, ...]
    majority: float
    beats: tuple[bool, ...]

    @property
    def some_arm(self) -> bool:
        """Whether some arm beats it, as far as that is known."""
        return any(self.beats) or not np.isfinite(self.majority)


def learnt(outcome: Outcome, majority_error: Float32Array) -> Learnt:
    """Arms against always answering the most frequent class of each pair's training part.

    An arm beats it if the interval of the paired difference lies below 0, over all arms together;
    with too few pairs for a claim, if its median error is lower.

    Parameters
    ----------
    majority_error : shape (s,), or (0,) where it is not known
    """
    if not len(majority_error):
        n_arms = len(outcome.test_error)
        return Learnt((float("nan"),) * n_arms, float("nan"), (False,) * n_arms)
    majority, n_arms = float(np.median(majority_error)), len(outcome.test_error)
    medians, beats = [], []
    for errors in outcome.test_error.astype(np.float64):
        ended = np.isfinite(errors)
        median = float(np.median(errors[ended])) if ended.any() else float("nan")
        _, high = interval((errors - majority_error)[ended], n_arms)
        few = ended.sum() < fewest_pairs(n_arms)
        medians.append(median)
        beats.append(bool(median < majority if few else high < 0))
    return Learnt(tuple(medians), majority, tuple(beats))


def learnt_sentences(found: Learnt, names: list[str], pairs: int) -> list[str]:
    """Which arms are hardly better than the most frequent class; none if all clearly are."""
    low = [
        f"{percent_words(error)} with {name}"
        for name, error, beats in zip(names, found.errors, found.beats, strict=True)
        if np.isfinite(error) and not (beats and error <= NEAR_MAJORITY * found.majority)
    ]
    if not low:
        return []
    always = f"always answering the most frequent class, {percent_words(found.majority)} wrong"
    median = "median test error" if pairs > 1 else "test error"
    if not found.some_arm:
        return [
            f"No arm clearly beats {always}. The {median} is {', '.join(low)}. "
            "A comparison of such networks says nothing about dropout."
        ]
    return [f"Hardly better than {always}: the {median} is {', '.join(low)}."]

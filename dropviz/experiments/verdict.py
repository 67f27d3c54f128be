"""Did an arm help? Paired differences of test measures, their interval, and one of four effects.

Differences are arm minus baseline, so negative is better. All claims are over seeds (splits,
starts, batches and masks) of one data set.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dropviz.core.arrays import FloatArray
from dropviz.experiments.film import Outcome
from dropviz.experiments.interval import (
    ERROR_RATE,
    claims,
    cut,
    effect_name,
    ends,
    fewest_pairs,
    interval,
    pairs_for_no_difference,
    summary,
)


class Effect(StrEnum):
    """What pairs say about an arm, as one of four codes; lessons put it into words."""

    HELPED = "helped"
    HURT = "hurt"
    NO_DIFFERENCE = "no_difference"
    NOT_RESOLVED = "not_resolved"


Measure = Literal["log-loss", "error"]
MEASURES: tuple[Measure, Measure] = ("log-loss", "error")

LARGEST: dict[Measure, float] = {"log-loss": float("inf"), "error": 1.0}
"""What a measure can be at most; at least it is 0."""

MOST_PAIRS = 10_000
"""Beyond so many more pairs, no number is given."""


@dataclass(frozen=True)
class Verdict:
    """What pairs say about an arm against the baseline, in one measure.

    differences : float64 of shape (s,), arm minus baseline, of pairs in which both runs ended
    left_out : pairs in which a run was stopped
    mean : of the differences; NaN without any
    low, high : interval of the mean at ``level``, cut to what a measure can be: the arm's is at
        least 0, its error at most 1. Infinite with fewer than two pairs, and while too few pairs
        all differ by the same number
    margin : differences smaller than this make no practical difference
    inside : whether the interval, before it was cut, is inside the margin
    pairs_needed : when not resolved, how many more pairs would resolve it if mean, spread and
        skewness stayed what they are; None beyond ``MOST_PAIRS``, or where the spread isn't known
    n_comparisons : with the same baseline
    anytime : whether the interval holds at any number of pairs, not just at one chosen before
    """

    measure: Measure
    differences: NDArray[np.float64]
    left_out: int
    mean: float
    low: float
    high: float
    margin: float
    effect: Effect
    inside: bool
    pairs_needed: int | None
    n_comparisons: int = 1
    anytime: bool = False

    @property
    def level(self) -> float:
        """Of the interval: 1 - 0.05 / comparisons with the same baseline (Bonferroni)."""
        return 1 - ERROR_RATE / self.n_comparisons

    @property
    def pairs(self) -> int:
        """Pairs in which both runs ended."""
        return len(self.differences)

    @property
    def spread(self) -> float:
        """Standard deviation of the differences; NaN with fewer than two."""
        return float(self.differences.std(ddof=1)) if self.pairs > 1 else float("nan")

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval leaves out 0, be the difference large or small."""
        return self.low > 0 or self.high < 0

    @property
    def pairs_wanted(self) -> int:
        """Pairs that the claim takes which the interval alone would allow; 0 where it allows none.

        With fewer it is not resolved.
        """
        if self.inside:
            return pairs_for_no_difference(self.n_comparisons)
        return fewest_pairs(self.n_comparisons) if self.excludes_zero else 0

    def at_margin(self, margin: float) -> Effect:
        """What the same pairs say at another margin."""
        whole = interval(self.differences, self.n_comparisons, self.anytime)
        return Effect(effect_name(*whole, self.pairs, margin, self.n_comparisons))


def verdict(
    baseline: ArrayLike,
    arm: ArrayLike,
    *,
    measure: Measure,
    margin: float,
    n_comparisons: int = 1,
    anytime: bool = False,
) -> Verdict:
    """The verdict on an arm, from the test measures of its runs and of the baseline's.

    Parameters
    ----------
    baseline, arm : of shape (s,), pair by pair; NaN (or infinite) where a run was stopped
    margin : in the units of the measure: nats, or share of wrong answers
    n_comparisons : arms that are compared with this baseline; the level is 1 - 0.05 / n
    anytime : whether the same comparison was looked at before, with other pairs

    Raises
    ------
    ValueError
        For shapes that differ, or a negative margin.
    """
    if not margin >= 0:
        raise ValueError(f"the margin is {margin}; it may not be negative")
    first, other = _ended(baseline, arm)
    differences = other - first
    mean = float(differences.mean()) if len(differences) else float("nan")
    whole = interval(differences, n_comparisons, anytime)
    effect = Effect(effect_name(*whole, len(differences), margin, n_comparisons))
    inside = -margin < whole[0] and whole[1] < margin
    needed = None
    if effect is Effect.NOT_RESOLVED:
        needed = _pairs_needed(differences, margin, n_comparisons, anytime)
    low, high = cut(*whole, first, LARGEST[measure])
    return Verdict(
        measure, differences, np.size(baseline) - len(first), mean, low, high, margin, effect,
        inside, needed, n_comparisons, anytime,
    )  # fmt: skip


def verdicts(
    outcome: Outcome, *, margin: float, margin_error: float, anytime: bool = False
) -> dict[int, tuple[Verdict, Verdict]]:
    """Verdicts on log-loss and error of each arm against the first, by its number from 1."""
    n_comparisons = len(outcome.test_loss) - 1

    def of(number: int, measure: Measure) -> Verdict:
        is_loss = measure == "log-loss"
        values = outcome.test_loss if is_loss else outcome.test_error
        return verdict(
            values[0],
            values[number],
            measure=measure,
            margin=margin if is_loss else margin_error,
            n_comparisons=n_comparisons,
            anytime=anytime,
        )

    return {arm: (of(arm, "log-loss"), of(arm, "error")) for arm in range(1, n_comparisons + 1)}


def _ended(baseline: ArrayLike, arm: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Measures of the pairs in which both runs ended."""
    first, other = np.asarray(baseline, np.float64), np.asarray(arm, np.float64)
    if first.shape != other.shape or first.ndim != 1:
        raise ValueError(f"shapes of pairs are {first.shape} and {other.shape}; both must be (s,)")
    ended = np.isfinite(first) & np.isfinite(other)
    return first[ended], other[ended]


def _pairs_needed(
    differences: FloatArray, margin: float, n_comparisons: int, anytime: bool
) -> int | None:
    """The first number of further pairs with which ``claims`` would say something."""
    have = len(differences)
    if have < 2:
        return None
    mean, spread, skew = summary(differences)
    numbers = have + np.arange(1, MOST_PAIRS + 1)
    low, high = ends(mean, spread, skew, numbers, 1 - ERROR_RATE / n_comparisons, anytime)
    enough = np.any(claims(low, high, numbers, margin, n_comparisons), axis=0)
    return int(enough.argmax()) + 1 if enough.any() else None

"""Did an arm help? Paired differences of test measures, their t interval, and one of four effects.

Differences are arm minus baseline, so negative is better. All claims are over seeds (splits,
starts, batches and masks) of one data set.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from dropviz.experiments.film import Outcome


class Effect(StrEnum):
    """What pairs say about an arm, as one of four codes; lessons put it into words."""

    HELPED = "helped"
    HURT = "hurt"
    NO_DIFFERENCE = "no_difference"
    NOT_RESOLVED = "not_resolved"


Measure = Literal["log-loss", "error"]

ERROR_RATE = 0.05
"""Chance of a false claim that a verdict may take, over all comparisons with the baseline."""

MOST_PAIRS = 10_000
"""Beyond so many more pairs, no number is given."""

TIES_NEEDED = 6
"""Pairs that must agree to the last digit before their spread of zero is believed. If at least
half of all pairs differed from the value seen, six would agree with chance 2**-5 < 0.05 at most."""


@dataclass(frozen=True)
class Verdict:
    """What pairs say about an arm against the baseline, in one measure.

    differences : float64 of shape (s,), arm minus baseline, of pairs in which both runs ended
    left_out : pairs in which a run was stopped
    mean : of the differences; NaN without any
    low, high : interval of the mean at ``level``; infinite with fewer than two pairs, and with
        fewer than ``TIES_NEEDED`` that all differ by the same number
    margin : differences smaller than this make no practical difference
    pairs_needed : when not resolved, how many more pairs would resolve it if mean and spread stayed
        what they are; None beyond ``MOST_PAIRS``, or where the spread isn't known
    level : 1 - 0.05 / comparisons with the same baseline (Bonferroni)
    """

    measure: Measure
    differences: NDArray[np.float64]
    left_out: int
    mean: float
    low: float
    high: float
    margin: float
    effect: Effect
    pairs_needed: int | None
    level: float = 1 - ERROR_RATE

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
        """Whether the sign of the difference is resolved, be it large or small."""
        return self.low > 0 or self.high < 0


def verdict(
    baseline: ArrayLike,
    arm: ArrayLike,
    *,
    measure: Measure,
    margin: float,
    n_comparisons: int = 1,
) -> Verdict:
    """The verdict on an arm, from the test measures of its runs and of the baseline's.

    Parameters
    ----------
    baseline, arm : array of shape (s,)
        Pair by pair; NaN (or infinite) where a run was stopped.
    margin : float
        In the units of the measure: nats, or share of wrong answers.
    n_comparisons : int
        Arms that are compared with this baseline; the interval's level is 1 - 0.05 / n.

    Raises
    ------
    ValueError
        For shapes that differ, or a negative margin.
    """
    first, other = np.asarray(baseline, np.float64), np.asarray(arm, np.float64)
    if first.shape != other.shape or first.ndim != 1:
        raise ValueError(f"shapes of pairs are {first.shape} and {other.shape}; both must be (s,)")
    if not margin >= 0:
        raise ValueError(f"the margin is {margin}; it may not be negative")
    ended = np.isfinite(first) & np.isfinite(other)
    differences = other[ended] - first[ended]
    level = 1 - ERROR_RATE / n_comparisons
    mean = float(differences.mean()) if len(differences) else float("nan")
    low, high = interval(differences, level)
    effect = _effect(low, high, margin)
    needed = _pairs_needed(differences, margin, level) if effect is Effect.NOT_RESOLVED else None
    left_out = int((~ended).sum())
    return Verdict(measure, differences, left_out, mean, low, high, margin, effect, needed, level)


def verdicts(
    outcome: Outcome, *, margin: float, margin_error: float
) -> dict[int, tuple[Verdict, Verdict]]:
    """Verdicts on log-loss and error of each arm against the first, by its number from 1."""
    n_comparisons = len(outcome.test_loss) - 1
    return {
        number: (
            verdict(
                outcome.test_loss[0],
                outcome.test_loss[number],
                measure="log-loss",
                margin=margin,
                n_comparisons=n_comparisons,
            ),
            verdict(
                outcome.test_error[0],
                outcome.test_error[number],
                measure="error",
                margin=margin_error,
                n_comparisons=n_comparisons,
            ),
        )
        for number in range(1, n_comparisons + 1)
    }


def interval(differences: NDArray[np.float64], level: float) -> tuple[float, float]:
    """Both ends of the t interval of the mean; infinite where the spread isn't known."""
    n = len(differences)
    if n < 2 or (_all_equal(differences) and n < TIES_NEEDED):
        return -np.inf, np.inf
    half = half_width(float(differences.std(ddof=1)), n, level)
    mean = float(differences.mean())
    return mean - half, mean + half


def half_width(spread: float, n: int, level: float) -> float:
    """Half the t interval of a mean of n values with standard deviation ``spread``."""
    return float(stdtrit(n - 1, 0.5 + level / 2) * spread / np.sqrt(n))


def _all_equal(values: NDArray[np.float64]) -> bool:
    return bool((values == values[0]).all())


def _effect(low: float, high: float, margin: float) -> Effect:
    """The effect that an interval shows: inside the margin it is none, even if it excludes 0."""
    if -margin < low and high < margin:
        return Effect.NO_DIFFERENCE
    if high < 0:
        return Effect.HELPED
    return Effect.HURT if low > 0 else Effect.NOT_RESOLVED


def _pairs_needed(differences: NDArray[np.float64], margin: float, level: float) -> int | None:
    """How many more pairs shrink the interval until it excludes 0 or fits into the margin."""
    have = len(differences)
    if have < 2:
        return None
    if _all_equal(differences) and have < TIES_NEEDED:
        return TIES_NEEDED - have
    mean, spread = abs(float(differences.mean())), float(differences.std(ddof=1))
    aim = max(mean, margin - mean)
    numbers = range(1, MOST_PAIRS + 1)
    at = bisect_left(numbers, True, key=lambda more: half_width(spread, have + more, level) < aim)
    return numbers[at] if at < MOST_PAIRS else None

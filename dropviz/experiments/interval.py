"""The interval of a mean of paired differences, and the claims that it allows.

Functions take arrays, so that ``benchmarks.verdicts`` simulates what the page uses; an exported
script holds their text as it stands here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from dropviz.core.arrays import FloatArray

ERROR_RATE = 0.05
"""Chance of a false claim that a verdict may take, over all comparisons with the baseline."""

FEWEST_PAIRS = 6
"""That a claim takes with one comparison, one more for each further one. So many that are equal are
also enough to believe it: if half of all pairs differed, they would agree with chance 2**-5."""

RARE = 0.1
"""Share of a kind of pair that "no practical difference" may not overlook."""


def fewest_pairs(n_comparisons: int) -> int:
    """Pairs that any claim takes."""
    return FEWEST_PAIRS + n_comparisons - 1


def pairs_for_no_difference(n_comparisons: int) -> int:
    """Pairs of which a kind that makes a tenth of all is missed seldom enough: 0.9^n <= level."""
    return int(np.ceil(np.log(ERROR_RATE / n_comparisons) / np.log(1 - RARE)))


def summary(differences: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Mean, standard deviation and skewness over the last axis, of n >= 1 differences.

    The spread of equal values is exactly 0, and so is their skewness.
    """
    values = np.asarray(differences, np.float64)
    n = values.shape[-1]
    mean = values.mean(axis=-1)
    from_mean = values - mean[..., None]
    variance = np.where(np.ptp(values, axis=-1) > 0, (from_mean**2).mean(axis=-1), 0.0)
    cubes = (from_mean**3).mean(axis=-1)
    skew = np.where(variance > 0, cubes / np.where(variance > 0, variance, 1.0) ** 1.5, 0.0)
    return mean, np.sqrt(variance * n / max(n - 1, 1)), skew


def critical(n: ArrayLike, level: float, anytime: bool) -> FloatArray:
    """Largest |t| of n normal differences that the interval holds.

    For a number fixed before: Student's quantile. At any time: where the likelihood ratio of an
    effect drawn from N(0, 1), in standard deviations, against none reaches 1/(1 - level). It is a
    martingale of mean 1 whatever the variance (Wang and Ramdas 2023, with Ville's inequality);
    infinite while too few pairs could reach it.
    """
    n = np.asarray(n, np.float64)
    if not anytime:
        return np.asarray(stdtrit(n - 1, 0.5 + level / 2))
    mixed = 1 + n
    grown = (np.sqrt(mixed) / (1 - level)) ** (2 / n)
    reached = grown < mixed
    share = np.where(reached, grown / mixed, 0.0)
    return np.where(reached, np.sqrt((n - 1) * (grown - 1) / (1 - share)), np.inf)


def reach(skew: ArrayLike, n: ArrayLike, t: ArrayLike) -> FloatArray:
    """How many standard errors above the mean the interval ends, at least ``t``; below: -skew.

    Hall (1992) makes t symmetric by a cubic in the skewness. That is only estimated, with a
    standard error of about sqrt(6/n), so it is taken one of them further towards this end.
    """
    n, t = np.asarray(n, np.float64), np.asarray(t, np.float64)
    bent = np.maximum(np.asarray(skew) + np.sqrt(6 / n), 0.0) / np.sqrt(n)
    bent = np.maximum(bent, 1e-9)
    with np.errstate(invalid="ignore"):
        ends = 3 / bent * (1 - np.cbrt(1 - bent * (t + bent / 6)))
    return np.where(np.isfinite(t), np.maximum(ends, t), np.inf)


def ends(
    mean: ArrayLike, spread: ArrayLike, skew: ArrayLike, n: ArrayLike, level: float, anytime: bool
) -> tuple[FloatArray, FloatArray]:
    """Both ends of the interval of the mean, from ``summary``; a spread of 0 has none to add."""
    n, skew = np.asarray(n, np.float64), np.asarray(skew, np.float64)
    t, error = critical(n, level, anytime), np.asarray(spread) / np.sqrt(n)
    with np.errstate(invalid="ignore"):
        below = np.where(error > 0, reach(-skew, n, t) * error, 0.0)
        above = np.where(error > 0, reach(skew, n, t) * error, 0.0)
    return np.asarray(mean) - below, np.asarray(mean) + above


def claims(
    low: ArrayLike, high: ArrayLike, n: ArrayLike, margin: float, n_comparisons: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether an interval says helped, hurt, no practical difference.

    Inside the margin it is never one of the first two, even if it leaves out 0.
    """
    low, high, n = np.asarray(low), np.asarray(high), np.asarray(n)
    inside, enough = (-margin < low) & (high < margin), n >= fewest_pairs(n_comparisons)
    helped, hurt = (~inside & enough & (high < 0)), (~inside & enough & (low > 0))
    return helped, hurt, inside & (n >= pairs_for_no_difference(n_comparisons))


def interval(
    differences: ArrayLike, n_comparisons: int = 1, anytime: bool = False
) -> tuple[float, float]:
    """The interval of the mean of these differences; infinite where their spread isn't known."""
    n = np.size(differences)
    if n < 2:
        return -np.inf, np.inf
    mean, spread, skew = summary(differences)
    if spread == 0 and n < fewest_pairs(n_comparisons):
        return -np.inf, np.inf
    low, high = ends(mean, spread, skew, n, 1 - ERROR_RATE / n_comparisons, anytime)
    return float(low), float(high)


def effect_name(low: float, high: float, pairs: int, margin: float, n_comparisons: int) -> str:
    """The one claim that an interval allows, or that it allows none."""
    said = claims(low, high, pairs, margin, n_comparisons)
    names = ("helped", "hurt", "no_difference")
    return next((name for name, is_so in zip(names, said, strict=True) if is_so), "not_resolved")


def cut(low: float, high: float, baseline: ArrayLike, most: float) -> tuple[float, float]:
    """The interval as far as a difference can be: the arm's mean measure is from 0 to ``most``."""
    if not np.isfinite(low):
        return low, high
    first = float(np.asarray(baseline, np.float64).mean())
    return max(low, -first), min(high, most - first)

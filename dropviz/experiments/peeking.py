"""What comes of looking again and again, and stopping when it looks good: claims of nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray
from dropviz.experiments.interval import ERROR_RATE, critical

COMPARISONS = 1_000
FIRST, LAST = 2, 20
"""Pairs at the first look and at the last one."""


@dataclass(frozen=True)
class Peeking:
    """Comparisons in which nothing is there, each looked at after 2, 3, 4, ... pairs.

    differences : of shape (comparisons, pairs), standard normal
    critical : largest absolute t that the usual 95 % interval holds, at each look
    claimed : how many comparisons have claimed an effect by each look
    at_the_end : how many claim one if only the last look counts
    anytime : how many claim one at some look by the anytime interval
    """

    differences: FloatArray
    critical: FloatArray
    claimed: NDArray[np.int_]
    at_the_end: int
    anytime: int


@cache
def peeking() -> Peeking:
    """A thousand comparisons of two recipes that are the same."""
    differences = np.random.default_rng(0).standard_normal((COMPARISONS, LAST))
    looks = np.arange(FIRST, LAST + 1)
    ts = t_values(differences)
    usual, anytime = (critical(looks, 1 - ERROR_RATE, kind) for kind in (False, True))
    claims = ts > usual
    return Peeking(
        differences,
        usual,
        np.logical_or.accumulate(claims, axis=1).sum(axis=0),
        int(claims[:, -1].sum()),
        int((ts > anytime).any(axis=1).sum()),
    )


def t_values(differences: FloatArray) -> FloatArray:
    """The |t| of the first 2, 3, 4, ... differences of each row."""
    n = np.arange(1, differences.shape[1] + 1)
    mean = differences.cumsum(axis=1) / n
    squares = (differences**2).cumsum(axis=1) - n * mean**2
    error = np.sqrt(squares[:, 1:] / (n[1:] - 1) / n[1:])
    return np.asarray(np.abs(mean[:, 1:]) / error)

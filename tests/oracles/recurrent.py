"""What becomes of a value that an LSTM has to remember, under each rule of recurrent dropout.

A cell writes 1 in the first step (i = g = 1) and holds it from then on (f = 1, i = 0), with an open
output gate (o = 1): all that changes the value is dropout. ``tests/core/test_recurrent.py`` holds
this to ``dropviz.layers.recurrent``.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray
from dropviz.core.recurrent import Memory


def memory(rule: Memory, coins: FloatArray, p: float) -> tuple[FloatArray, FloatArray]:
    """What cells hold after each step, c, and what the gates of the next step get of it, from h.

    Parameters
    ----------
    coins : of shape (2, times, cells)

    Returns
    -------
    c, read : of shape (times, cells) each
    """
    kept, kept_of_h = coins >= p
    factor = 1.0 / (1.0 - p) if p < 1.0 else 0.0
    ones = np.ones(kept.shape)
    if rule.on == "h":
        masked = kept[:1] if rule.once else kept
        return ones, np.where(masked, math.tanh(1.0) * factor, 0.0) * ones
    if _destroys(rule):
        c: FloatArray = np.asarray(np.cumprod(np.where(kept, factor, 0.0), axis=0), np.float64)
        before = np.vstack([ones[:1], c[:-1]])
        return c, np.tanh(before)
    c = np.where(kept[0], 1.0 if rule.holds else factor, 0.0) * ones
    if not rule.holds:
        return c, np.tanh(c)
    first = np.arange(len(kept))[:, None] == 0
    return c, _held(np.tanh(np.where(first, 1.0, c)), kept_of_h)


def _destroys(rule: Memory) -> bool:
    """Whether what a cell holds is masked again and again."""
    return rule.on == "c" and not rule.holds


def _held(new: FloatArray, taken: NDArray[np.bool_]) -> FloatArray:
    """Each row where it is taken, else what was there before, from 0 on."""
    rows, now = [], np.zeros(new.shape[1])
    for row, take in zip(new, taken, strict=True):
        now = np.where(take, row, now)
        rows.append(now)
    return np.stack(rows)


def survival(rule: Memory, p: float, times: int) -> float:
    """Chance that a cell holds more than 0 after so many steps, the writing one included."""
    if _destroys(rule):
        return (1.0 - p) ** times
    return 1.0 if rule.on == "h" else 1.0 - p


def held_if_there(rule: Memory, p: float, times: int) -> float:
    """What a cell holds then if it holds anything, where 1 was written; NaN if none can."""
    if p == 1.0 and rule.on != "h":
        return math.nan
    if _destroys(rule):
        return (1.0 - p) ** -times
    return 1.0 / (1.0 - p) if rule.on == "g" else 1.0

"""What becomes of a value that an LSTM has to remember, under each rule of recurrent dropout.

A cell writes 1 in the first step (i = g = 1) and holds it from then on (f = 1, i = 0), with an open
output gate (o = 1): all that changes the value is dropout. The browser has the same rules
(``stage/browser/recurrent/memory.js``); tests hold both to ``dropviz.layers.recurrent``.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray

RULES = ("lstm_h", "lstm_c", "lstm_variational", "lstm_candidate", "lstm_zoneout")
N_CELLS = 8
MOST_TIMES = 30
COINS_SHAPE = (2, MOST_TIMES, N_CELLS)
"""Coins [0] are those of the rule; zoneout takes [1] for h."""


def memory(rule: str, coins: FloatArray, p: float) -> tuple[FloatArray, FloatArray]:
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
    first = np.arange(len(kept))[:, None] == 0
    ones = np.ones(kept.shape)
    if rule == "lstm_h":
        return ones, np.where(kept, math.tanh(1.0) * factor, 0.0)
    if rule == "lstm_c":
        c: FloatArray = np.asarray(np.cumprod(np.where(kept, factor, 0.0), axis=0), np.float64)
        before = np.vstack([ones[:1], c[:-1]])
        return c, np.tanh(before)
    if rule == "lstm_variational":
        return ones, np.where(kept[0], math.tanh(1.0) * factor, 0.0) * ones
    if rule == "lstm_candidate":
        c = np.where(kept[0], factor, 0.0) * ones
        return c, np.tanh(c)
    if rule == "lstm_zoneout":
        c = np.where(kept[0], 1.0, 0.0) * ones
        new_h = np.tanh(np.where(first, 1.0, c))
        return c, _held(new_h, kept_of_h)
    raise ValueError(f"{rule!r} is none of {', '.join(RULES)}")


def _held(new: FloatArray, taken: NDArray[np.bool_]) -> FloatArray:
    """Each row where it is taken, else what was there before, from 0 on."""
    rows, now = [], np.zeros(new.shape[1])
    for row, take in zip(new, taken, strict=True):
        now = np.where(take, row, now)
        rows.append(now)
    return np.stack(rows)


def survival(rule: str, p: float, times: int) -> float:
    """Chance that a cell holds more than 0 after so many steps, the writing one included."""
    if rule == "lstm_c":
        return (1.0 - p) ** times
    return 1.0 - p if rule in ("lstm_candidate", "lstm_zoneout") else 1.0


def held_if_there(rule: str, p: float, times: int) -> float:
    """What a cell holds then if it holds anything, where 1 was written; NaN if none can."""
    if p == 1.0 and rule in ("lstm_c", "lstm_candidate", "lstm_zoneout"):
        return math.nan
    if rule == "lstm_c":
        return (1.0 - p) ** -times
    return 1.0 / (1.0 - p) if rule == "lstm_candidate" else 1.0

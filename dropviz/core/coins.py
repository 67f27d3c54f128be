"""Coins: one number in [0, 1) for each droppable unit; a unit is kept when its coin is >= p_drop.

Masks come from coins so that moving the rate moves units out one by one, in a fixed order,
and two rates are compared on the same randomness.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import BoolArray, FloatArray


def coins(seed: int, n_units: int) -> NDArray[np.float32]:
    """The row of coins that belongs to a seed, float32 of shape (n_units,).

    A longer row begins with the shorter one, so a wider network keeps its first units' coins.
    """
    return np.random.default_rng(seed).random(n_units, dtype=np.float32)


def scattered_coins(seed: int, n_units: int) -> NDArray[np.float32]:
    """Coins that the browser makes for itself where they are too many to send.

    A hash of seed and place, as ``scatteredCoins`` in ``photo_arithmetic.js``.
    """
    bits = np.arange(1, n_units + 1, dtype=np.uint32) * np.uint32(0x9E3779B1)
    bits ^= np.uint32((seed + 1) * 0x85EBCA6B % 2**32)
    for shift, factor in ((16, 0x7FEB352D), (15, 0x846CA68B)):
        bits = (bits ^ (bits >> np.uint32(shift))) * np.uint32(factor)
    return np.asarray(((bits ^ (bits >> np.uint32(16))) >> np.uint32(8)) / 2**24, np.float32)


def keep_mask(u: NDArray[np.floating], p_drop: float | FloatArray) -> BoolArray:
    """True where a unit is kept: ``u >= p_drop``; all False at 1, all True at 0.

    ``p_drop`` is one rate, or an array of rates that broadcasts with ``u``.
    """
    return np.asarray(np.asarray(u, dtype=np.float64) >= p_drop)


def log10_mask_probability(n_kept: int, n_dropped: int, p_drop: float) -> float:
    """log10 of the chance of one exact mask, ``p^dropped * (1-p)^kept``; -inf if impossible."""
    total = 0.0
    for count, chance in ((n_dropped, p_drop), (n_kept, 1.0 - p_drop)):
        if count:
            total += count * math.log10(chance) if chance > 0 else -math.inf
    return total

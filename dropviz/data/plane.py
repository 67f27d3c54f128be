"""Points in a plane, for data sets whose decision surface can be drawn.

Fixed draws of 2,000 points, centred, roughly within [-2, 2]. Classes overlap: without noise
nothing can be overfitted.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

N_POINTS = 2_000
XOR_SPREAD = 0.5
SPIRAL_TURNS = 1.25
SPIRAL_SPREAD = 0.12

Points = tuple[NDArray[np.float64], NDArray[np.int64]]
"""Coordinates of shape (n, 2) and labels of shape (n,)."""


def moons() -> Points:
    """Two crescents that interlock."""
    from sklearn.datasets import make_moons

    x, y = make_moons(N_POINTS, noise=0.25, random_state=0)
    return (x - (0.5, 0.25)) * 1.2, y


def circles() -> Points:
    """A disc's edge within a ring."""
    from sklearn.datasets import make_circles

    x, y = make_circles(N_POINTS, noise=0.15, factor=0.5, random_state=0)
    return x * 1.4, y


def spirals() -> Points:
    """Two arms, wound one and a quarter times around each other."""
    draws = np.random.default_rng(0)
    y = np.arange(N_POINTS) % 2
    along = draws.random(N_POINTS)
    angle = 2 * np.pi * SPIRAL_TURNS * along + np.pi * y
    arms = 2 * along[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return arms + draws.normal(0, SPIRAL_SPREAD, (N_POINTS, 2)), y


def xor() -> Points:
    """Four clouds around (±1, ±1); opposite corners are of one class.

    The best possible error is 2 q (1 - q) with q = Phi(-1 / XOR_SPREAD), 4.4 %.
    """
    draws = np.random.default_rng(0)
    corner = np.arange(N_POINTS) % 4
    signs = np.stack([corner % 2, corner // 2], axis=1) * 2.0 - 1.0
    return signs + draws.normal(0, XOR_SPREAD, (N_POINTS, 2)), (signs.prod(axis=1) < 0).astype(int)

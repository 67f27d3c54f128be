"""Mean and variance of an entry over masks, where there is a closed form or an enumeration."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dropviz.core.variants import TEMPERATURE, Kind

FloatArray = NDArray[np.float64]
ALPHA_PRIME = -1.7580993408473766
"""What alpha dropout puts in place of a dropped unit, before its affine map."""
N_POINTS = 200_001
HowKnown = Literal["closed form", "enumeration", "integration"]


@dataclass(frozen=True)
class Moments:
    """Mean and variance over masks, and how they are known."""

    mean: float
    variance: float
    how: HowKnown = "closed form"


def entry_moments(x: float, p: float, kind: Kind, *, scaled: bool = True) -> Moments | None:
    """Of an entry with value x at rate p; None where theory has no closed form.

    ``scaled`` : what is kept is divided by 1 - p
    """
    if kind == "alpha":
        return alpha_moments(x, p)
    if kind == "concrete":
        return concrete_moments(x, p)
    if kind in ("block", "zoneout"):
        return None
    q = 1.0 - p
    if q == 0.0:
        return Moments(0.0, 0.0)
    return Moments(x, p / q * x**2) if scaled else Moments(q * x, p * q * x**2)


def alpha_affine(p: float) -> tuple[float, float]:
    """The a and b of alpha dropout's ``a x + b``; 0 and 0 at rate 1."""
    if p == 1.0:
        return 0.0, 0.0
    q = 1.0 - p
    a = float((q + ALPHA_PRIME**2 * q * p) ** -0.5)
    return a, -a * p * ALPHA_PRIME


def alpha_moments(x: float, p: float) -> Moments:
    """Of a unit that is x, or alpha' with probability p, then mapped: a q x, a^2 q p (x - a')^2."""
    a, _ = alpha_affine(p)
    q = 1.0 - p
    return Moments(a * q * x, a**2 * q * p * (x - ALPHA_PRIME) ** 2)


def soft_keep(u: FloatArray, p: float) -> FloatArray:
    """1 - z of concrete dropout for coins u in (0, 1): near 0 where u is below p, near 1 above.

    Coins count the other way round than in the layer (u and 1 - u are alike), so that a smaller
    coin goes out first, as everywhere else.
    """
    logits = np.log(p / (1.0 - p)) - np.log(u / (1.0 - u))
    return np.asarray(1.0 / (1.0 + np.exp(np.clip(logits / TEMPERATURE, -700, 700))))


def concrete_moments(x: float, p: float) -> Moments:
    """By the midpoint rule over the coin; p between 0 and 1."""
    u = (np.arange(N_POINTS) + 0.5) / N_POINTS
    factor = soft_keep(u, p) / (1.0 - p)
    return Moments(float(factor.mean()) * x, float(factor.var()) * x**2, "integration")


def drop_connect_moments(
    weights: Sequence[float], inputs: Sequence[float], bias: float, p: float
) -> Moments:
    """Of ReLU(sum of kept w x / (1 - p) + bias), over all masks of the weights."""
    if p == 1.0:
        return Moments(max(bias, 0.0), 0.0, "enumeration")
    terms = np.asarray(weights) * np.asarray(inputs) / (1.0 - p)
    masks = np.array(list(itertools.product((0.0, 1.0), repeat=len(terms))))
    kept = masks.sum(1)
    chances = p ** (len(terms) - kept) * (1.0 - p) ** kept
    values = np.maximum(masks @ terms + bias, 0.0)
    mean = float(chances @ values)
    return Moments(mean, float(chances @ (values - mean) ** 2), "enumeration")


def drop_block_moments(x: float, p: float, block: int, side: int) -> Moments | None:
    """Of a pixel of a side x side map; None unless blocks are one pixel or fill the map.

    A map whose block fills it is kept as it is: HW / sum(m) is 1. With blocks of one pixel all
    pixels are alike, so what counts is how many are kept.
    """
    if block == side:
        return entry_moments(x, p, "coin", scaled=False)
    if block != 1:
        return None
    n = side**2
    kept = np.arange(1, n + 1)
    chance = np.array([math.comb(n, k) * (1.0 - p) ** k * p ** (n - k) for k in kept.tolist()])
    mean = float(chance.sum())
    return Moments(mean * x, (float((chance * n / kept).sum()) - mean**2) * x**2, "enumeration")


def layer_drop_moments(branches: Sequence[float], p: float) -> Moments:
    """Of a sum of branches, each there with probability 1 - p and not scaled."""
    terms = np.asarray(branches)
    q = 1.0 - p
    return Moments(float(q * terms.sum()), float(p * q * (terms**2).sum()))

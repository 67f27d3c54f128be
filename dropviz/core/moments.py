"""Mean and variance of the sum that dropout lets through to the next layer.

A unit receives ``S = c * sum_i m_i w_i x_i`` with independent masks ``m_i``, 1 with chance
``1 - p_drop``, and ``c`` the factor of the convention, so that

    E[S] = c (1 - p) sum_i w_i x_i,    Var[S] = c^2 p (1 - p) sum_i (w_i x_i)^2.

Source: the mean and variance of a sum of independent Bernoulli variables. With ``c = 1/(1-p)``
(inverted scaling) the variance is ``p/(1-p) sum (w x)^2``. ``contributions`` are the w_i x_i.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray
from dropviz.core.scaling import unit_factor

ScalingRule = Literal["none", "inverted", "classical", "mistake"]
"""A rule for training and inference; "mistake" divides by 1 - p in both."""
SCALING_RULES: tuple[ScalingRule, ...] = get_args(ScalingRule)

LARGEST_ENUMERATION = 14
"""Inputs up to which all 2^n masks are enumerated (16,384 masks)."""


@dataclass(frozen=True)
class Moments:
    """Mean and variance of the sum while training."""

    mean: float
    variance: float


@dataclass(frozen=True)
class Estimate:
    """A value with its standard error, which is 0 where the value is exact."""

    value: float
    error: float = 0.0
    exact: bool = True

    @property
    def resolved(self) -> bool:
        """Whether the value is known to be what it is: exact, or 2 standard errors from 0."""
        return self.exact or abs(self.value) > 2.0 * self.error + 1e-9


def training_factor(p_drop: float, rule: ScalingRule) -> float:
    """What a kept input is multiplied by while training; 0 at p_drop = 1 where 1/(1-p) is meant."""
    return unit_factor(p_drop, "inverted" if rule == "mistake" else rule, "training")


def inference_factor(p_drop: float, rule: ScalingRule) -> float | None:
    """What every input is multiplied by at inference; None where that is a division by zero."""
    if rule != "mistake":
        return unit_factor(p_drop, rule, "inference")
    return 1.0 / (1.0 - p_drop) if p_drop < 1.0 else None


def training_moments(contributions: FloatArray, p_drop: float, rule: ScalingRule) -> Moments:
    """Mean and variance of the sum while training, in closed form, for contributions (n,)."""
    factor, p_keep = training_factor(p_drop, rule), 1.0 - p_drop
    return Moments(
        factor * p_keep * float(contributions.sum()),
        factor**2 * p_drop * p_keep * float((contributions**2).sum()),
    )


def inference_value(contributions: FloatArray, p_drop: float, rule: ScalingRule) -> float | None:
    """The sum at inference, where no coin is looked at; None where it is undefined."""
    factor = inference_factor(p_drop, rule)
    return None if factor is None else factor * float(contributions.sum())


def agrees(contributions: FloatArray, p_drop: float, rule: ScalingRule) -> bool:
    """Whether the value at inference is the mean while training."""
    value = inference_value(contributions, p_drop, rule)
    if value is None:
        return False
    scale = max(1.0, abs(value))
    return abs(value - training_moments(contributions, p_drop, rule).mean) <= 1e-9 * scale


def noise_variance(p_drop: float) -> float:
    """Variance of an inverted mask ``m / (1-p)``: p/(1-p); 0 at p_drop = 1, where all is zero."""
    return p_drop / (1.0 - p_drop) if p_drop < 1.0 else 0.0


def enumerated_sums(contributions: FloatArray) -> tuple[FloatArray, NDArray[np.int64]]:
    """The sum under each of the 2^n masks, and how many inputs that mask drops.

    Both of shape (2^n,); bit i of the index tells whether input i is kept.

    Raises
    ------
    ValueError
        If there are more than ``LARGEST_ENUMERATION`` contributions.
    """
    if len(contributions) > LARGEST_ENUMERATION:
        raise ValueError(
            f"{len(contributions)} inputs are too many to enumerate; "
            f"{LARGEST_ENUMERATION} is the largest number."
        )
    sums = np.zeros(1)
    n_dropped = np.array([len(contributions)])
    for contribution in contributions:
        sums = np.concatenate([sums, sums + contribution])
        n_dropped = np.concatenate([n_dropped, n_dropped - 1])
    return sums, n_dropped


def mask_probabilities(n_dropped: NDArray[np.int64], n: int, p_drop: float) -> FloatArray:
    """Probability of each mask, ``p^dropped (1-p)^kept``, same shape as ``n_dropped``."""
    chances = p_drop ** np.arange(n + 1.0) * (1.0 - p_drop) ** np.arange(n, -1.0, -1.0)
    return np.asarray(chances[n_dropped])


def mean_after_relu(
    contributions: FloatArray, p_drop: float, rule: ScalingRule, keep: NDArray[np.bool_]
) -> Estimate:
    """E[relu(S)] while training: exact where 2^n masks can be enumerated, else over samples.

    ``keep`` are the sampled masks, bool of shape (n_samples, n). Samples stand only for what has
    no closed form: with relu(S) = S + relu(-S), E[S] is known and sampling noise is left to
    relu(-S), which is 0 unless a sum falls below 0. (Where the whole sum is negative, relu(S)
    itself is the rare part.)
    """
    factor = training_factor(p_drop, rule)
    if len(contributions) <= LARGEST_ENUMERATION:
        sums, n_dropped = enumerated_sums(contributions)
        chances = mask_probabilities(n_dropped, len(contributions), p_drop)
        return Estimate(factor * float(chances @ np.maximum(sums, 0.0)))
    sums = keep @ contributions
    positive = contributions.sum() >= 0.0
    crossed = np.maximum(-sums if positive else sums, 0.0)
    known = training_moments(contributions, p_drop, "none").mean if positive else 0.0
    one_sign = bool((contributions >= 0.0).all() or (contributions <= 0.0).all())
    return Estimate(
        factor * (known + float(crossed.mean())),
        factor * float(crossed.std(ddof=1)) / float(np.sqrt(len(crossed))),
        exact=one_sign or p_drop in (0.0, 1.0),
    )

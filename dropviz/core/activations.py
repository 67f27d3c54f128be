"""Dropout before or after an activation: what a unit passes on under the same coin.

``before``: f(m z / (1 - p)); ``after``: m f(z) / (1 - p), with inverted scaling. For a function
with f(a z) = a f(z) for every a >= 0 (ReLU, leaky ReLU) the two are the same. Others
differ, most of all where f(0) is not 0. Source: the definitions; tests compare them with PyTorch.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf, expit

from dropviz.core.arrays import FloatArray
from dropviz.core.scaling import unit_factor

ActivationName = Literal["identity", "relu", "leaky", "sigmoid", "tanh", "gelu"]
ACTIVATIONS: tuple[ActivationName, ...] = get_args(ActivationName)
LEAK = 0.01
"""Slope of the leaky ReLU below 0, as PyTorch has it."""
FARTHEST = 3.0

FUNCTIONS: dict[ActivationName, Callable[[FloatArray], FloatArray]] = {
    "identity": lambda z: z,
    "relu": lambda z: np.maximum(z, 0.0),
    "leaky": lambda z: np.where(z < 0.0, LEAK * z, z),
    "sigmoid": expit,
    "tanh": np.tanh,
    "gelu": lambda z: 0.5 * z * (1.0 + erf(z / np.sqrt(2.0))),
}


def zero_mean_inputs(n: int) -> FloatArray:
    """``n`` values from -3 to 3, evenly apart: what units get before their activation."""
    return np.linspace(-FARTHEST, FARTHEST, n)


def passed_on(
    activation: ActivationName, z: FloatArray, keep: NDArray[np.bool_], p_drop: float
) -> tuple[FloatArray, FloatArray]:
    """What units pass on with dropout before and after the activation; shape of ``keep``."""
    function = FUNCTIONS[activation]
    mask = keep * unit_factor(p_drop, "inverted", "training")
    return function(mask * z), mask * function(z)


def largest_difference(before: FloatArray, after: FloatArray) -> float:
    """The largest distance between the two."""
    return float(np.abs(before - after).max())


def variance_ratio(z: FloatArray, keep: NDArray[np.bool_], p_drop: float) -> float:
    """Mean square of zero-mean ``z`` with dropout over the one without: 1/(1 - p) on average.

    keep : masks of shape (n_samples, n)
    """
    dropped, _ = passed_on("identity", z, keep, p_drop)
    return float((dropped**2).mean() / (z**2).mean())

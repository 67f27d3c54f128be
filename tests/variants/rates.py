"""The rate of each entry, in NumPy: what the browser's masks are compared with."""

from __future__ import annotations

import numpy as np

from dropviz.core.arrays import FloatArray
from dropviz.variants.base import Variant
from dropviz.variants.facts import N_STEPS


def rates_of(variant: Variant, p: float, at: int = N_STEPS // 2) -> FloatArray:
    """The rate along the first axis; broadcasts with the tensor.

    ``at`` is the number of steps before early dropout ends or late dropout begins.
    """
    n = variant.shape[0]
    along = {
        "constant": np.full(n, variant.usable(p)),
        "early": np.where(np.arange(n) < at, p, 0.0),
        "late": np.where(np.arange(n) < at, 0.0, p),
        "linear": p * np.arange(1, n + 1) / n,
    }[variant.rate_rule]
    return along.reshape(n, *(1,) * (len(variant.shape) - 1))

"""Dropout before and after an activation, by PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from dropviz.core.activations import ACTIVATIONS, zero_mean_inputs
from scripts.vectors import rounded as rounded_to

FUNCTIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "identity": lambda z: z,
    "relu": functional.relu,
    "leaky": functional.leaky_relu,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "gelu": functional.gelu,
}
rounded = partial(rounded_to, decimals=12)


def case(activation: str, p: float, n: int) -> dict[str, Any]:
    """Inputs, a mask, and what PyTorch passes on."""
    function = FUNCTIONS[activation]
    z = torch.from_numpy(zero_mean_inputs(n))
    keep = torch.from_numpy(np.random.default_rng(n).random(n) >= p)
    mask = keep.double() / (1 - p) if p < 1 else keep * 0.0
    return {
        "activation": activation, "p": p, "n": n, "z": rounded(z), "keep": keep.int().tolist(),
        "before": rounded(function(mask * z)), "after": rounded(mask * function(z)),
    }  # fmt: skip


def cases() -> list[dict[str, Any]]:
    """Each function at several rates, for few inputs and for many."""
    return [
        case(name, p, n)
        for name in ACTIVATIONS
        for p in (0.0, 0.4, 0.9, 0.99, 1.0)
        for n in (2, 64)
    ]

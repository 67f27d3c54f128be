"""Residual networks whose blocks vanish in each training step: rates, masks, expected depth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray

N_BLOCKS, N_EXAMPLES = 10, 8
LAST_STEP = 60
"""Training steps that there are coins for."""
WAYS = ("skip", "gather", "multiply")
"""Of computing a thinned network: leave whole blocks out, compute each block for the examples that
keep it, or compute everything and multiply by the mask."""


def block_rates(variant: str, p: float) -> FloatArray:
    """Rate of each block, of shape (N_BLOCKS,).

    Stochastic depth: in a line up to p at the last block, as in the paper; LayerDrop: p for all.
    """
    if variant == "layer_drop":
        return np.full(N_BLOCKS, p)
    return p * np.arange(1, N_BLOCKS + 1) / N_BLOCKS


def kept_blocks(variant: str, coins: FloatArray, p: float) -> NDArray[np.bool_]:
    """Which blocks each example keeps in each step.

    Parameters
    ----------
    coins : of shape (..., N_EXAMPLES, N_BLOCKS); where all examples share a mask, those of the
        first one count
    """
    used = coins if variant == "stochastic_depth_row" else coins[..., :1, :]
    kept = used >= block_rates(variant, p) - 1e-12
    return np.asarray(np.broadcast_to(kept, coins.shape))


def expected_depth(variant: str, p: float) -> float:
    """Mean number of blocks that are kept."""
    return float((1.0 - block_rates(variant, p)).sum())


@dataclass(frozen=True)
class StepTimes:
    """Measured times of a training step, in ms.

    shares : of the blocks' work that is kept, rising to 1, of shape (n,)
    quartiles : by way, the first quartile, the median and the third, of shape (n, 3)
    """

    shares: FloatArray
    quartiles: Mapping[str, FloatArray]

"""A residual network whose blocks vanish in each training step: rates, masks, expected depth.

``tests/core/test_residual.py`` holds this to ``dropviz.layers.depth``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray
from dropviz.core.residual import N_BLOCKS


def block_rates(p: float, *, linear: bool) -> FloatArray:
    """Rate of each block, of shape (N_BLOCKS,).

    linear : in a line up to p at the last block, as in stochastic depth; else p for all
    """
    return p * np.arange(1, N_BLOCKS + 1) / N_BLOCKS if linear else np.full(N_BLOCKS, p)


def kept_blocks(
    coins: FloatArray, p: float, *, linear: bool = True, own: bool = False
) -> NDArray[np.bool_]:
    """Which blocks each example keeps in each step.

    Parameters
    ----------
    coins : of shape (..., N_EXAMPLES, N_BLOCKS)
    linear : as in ``block_rates``
    own : each example has its own coins, else those of the first one count
    """
    used = coins if own else coins[..., :1, :]
    kept = used >= block_rates(p, linear=linear) - 1e-12
    return np.asarray(np.broadcast_to(kept, coins.shape))


def expected_depth(p: float, *, linear: bool = True) -> float:
    """Mean number of blocks that are kept."""
    return float((1.0 - block_rates(p, linear=linear)).sum())

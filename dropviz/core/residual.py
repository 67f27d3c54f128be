"""Residual networks whose blocks vanish in each training step: rates, masks, expected depth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray

N_BLOCKS, N_EXAMPLES = 10, 8
LAST_STEP = 60
"""Training steps that there are coins for."""
StepWay = Literal["skip", "gather", "multiply"]
WAYS: tuple[StepWay, ...] = get_args(StepWay)
"""Of computing a thinned network: leave whole blocks out, compute each block for the examples that
keep it, or compute everything and multiply by the mask."""


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


@dataclass(frozen=True)
class StepTimes:
    """Measured times of a training step, in ms.

    shares : of the blocks' work that is kept, rising to 1, of shape (n,)
    quartiles : by way, the first quartile, the median and the third, of shape (n, 3)
    """

    shares: FloatArray
    quartiles: Mapping[str, FloatArray]

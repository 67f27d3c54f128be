"""Residual networks whose blocks vanish in each training step: sizes, and what a step takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from dropviz.core.arrays import FloatArray

N_BLOCKS, N_EXAMPLES = 10, 8
LAST_STEP = 60
"""Training steps that there are coins for."""
StepWay = Literal["skip", "gather", "multiply"]
WAYS: tuple[StepWay, ...] = get_args(StepWay)
"""Of computing a thinned network: leave whole blocks out, compute each block for the examples that
keep it, or compute everything and multiply by the mask."""


@dataclass(frozen=True)
class StepTimes:
    """Measured times of a training step, in ms.

    shares : of the blocks' work that is kept, rising to 1, of shape (n,)
    quartiles : by way, the first quartile, the median and the third, of shape (n, 3)
    """

    shares: FloatArray
    quartiles: Mapping[str, FloatArray]

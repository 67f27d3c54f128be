"""The rules of recurrent dropout, and the size of the grid of cells that shows them.

What they do to a value that is remembered the browser computes (``recurrent/memory.js``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

N_CELLS = 8
FEWEST_TIMES, MOST_TIMES = 2, 30
COINS_SHAPE = (2, MOST_TIMES, N_CELLS)
"""Coins [0] are those of the rule; zoneout takes [1] for h."""


@dataclass(frozen=True)
class Memory:
    """A rule of recurrent dropout: what of an LSTM is masked, and for how long.

    on : what is masked: h, the memory c, or the candidate g that is to be written
    once : one mask for all steps, else a fresh one in each
    holds : what is hit keeps its value of the step before (c, and h by coins of its own)
    """

    on: Literal["h", "c", "g"]
    once: bool = False
    holds: bool = False

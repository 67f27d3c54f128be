"""Memory of a recurrent cell, and the blocks of a residual network, as NumPy has them.

Which ``tests/core/test_recurrent.py`` and ``tests/core/test_residual.py`` hold to the layers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dropviz.core.coins import coins
from dropviz.core.recurrent import Memory
from dropviz.core.residual import N_BLOCKS, N_EXAMPLES
from dropviz.lessons.variants.recurrent import packed_rules
from dropviz.lessons.variants.residual import COIN_PARTS, packed_variants
from dropviz.stage.coin_rows import whole_coins
from scripts.vectors import rounded
from tests.oracles.recurrent import held_if_there, memory, survival
from tests.oracles.residual import expected_depth, kept_blocks

DECIMALS = 13
RULE, VARIANT = ("slug", "on", "once", "holds"), ("slug", "linear", "own")
"""What the arithmetic needs of each."""


def _memory() -> list[dict[str, Any]]:
    rng = np.random.default_rng(2)
    found = []
    for p, times in [(p, times) for p in (0.0, 0.25, 0.7, 1.0) for times in (2, 9)]:
        u = rng.random((2, times, 4))
        for packed in packed_rules():
            rule = Memory(packed["on"], packed["once"], packed["holds"])
            c, read = memory(rule, u, p)
            held = held_if_there(rule, p, times)
            found.append(
                {
                    "rule": {name: dict(packed)[name] for name in RULE},
                    "p": p,
                    "times": times,
                    "taken": (u >= p).astype(int).tolist(),
                    "c": rounded(c, DECIMALS),
                    "read": rounded(read, DECIMALS),
                    "chance": survival(rule, p, times),
                    "held": None if np.isnan(held) else held,
                }
            )
    return found


def _chain() -> dict[str, Any]:
    exact = coins(9, N_EXAMPLES * N_BLOCKS).reshape(N_EXAMPLES, N_BLOCKS).astype(np.float64)
    found = []
    for packed in packed_variants():
        linear, own = packed["linear"], packed["own"]
        masks = [kept_blocks(exact, k / 100, own=own, linear=linear) for k in range(101)]
        found.append(
            {
                "variant": {name: dict(packed)[name] for name in VARIANT},
                "kept": ["".join(map(str, mask.astype(int).ravel())) for mask in masks],
                "depth": [expected_depth(k / 100, linear=linear) for k in range(101)],
            }
        )
    return {
        "coins": whole_coins(9, N_EXAMPLES * N_BLOCKS, COIN_PARTS).tolist(),
        "size": {"blocks": N_BLOCKS, "examples": N_EXAMPLES},
        "variants": found,
    }


def cases() -> dict[str, Any]:
    """Each rule of memory at rates and lengths; each residual variant at each whole percent."""
    return {"memory": _memory(), "chain": _chain()}

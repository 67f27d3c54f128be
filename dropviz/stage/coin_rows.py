"""Coins as whole numbers, for stages that flip thousands of them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropviz.core.coins import coins
from dropviz.stage.packing import packed
from dropviz.stage.view import N_SEEDS

SEEDS_TOGETHER = 4


def whole_coins(seed: int, n_coins: int, parts: int = 100) -> NDArray[np.unsignedinteger]:
    """The coins of a seed in whole parts of 1, rounded down, of shape (n_coins,).

    Nothing is lost where rates come in such parts: ``u >= k/100`` is ``floor(100 u) >= k``.
    """
    kind = np.uint8 if parts <= 256 else np.uint16
    return np.floor(parts * coins(seed, n_coins).astype(np.float64)).astype(kind)


@lru_cache(maxsize=32)
def _block(first: int, n_coins: int, parts: int) -> dict[str, Any]:
    seeds = [(first + row) % N_SEEDS for row in range(2 * SEEDS_TOGETHER)]
    rows = np.stack([whole_coins(seed, n_coins, parts) for seed in seeds])
    return {"first": first, "rows": len(rows), "bytes": rows.itemsize, "values": packed(rows)}


def coin_rows(seed: int, n_coins: int, parts: int = 100) -> dict[str, Any]:
    """Coins of a seed and of some after it, for ``CoinRows`` in ``shared/coins.js``.

    Neighbouring seeds give the same, so that the next flips need no server.
    """
    return _block(seed - seed % SEEDS_TOGETHER, n_coins, parts)


ROWS_BEHIND = 8


@cache
def packed_coins(seed: int, n_units: int, behind: int = ROWS_BEHIND) -> dict[str, Any]:
    """Rows of coins around a seed, so that the next flips need no server.

    Blocks of rows are shared by neighbouring seeds: the data changes once in ``behind`` flips.
    After the last seed comes seed 0.
    """
    first = seed - seed % behind
    rows = 3 * behind
    values = np.stack([coins((first + row) % N_SEEDS, n_units) for row in range(rows)])
    return {"first": first, "rows": rows, "units": n_units, "values": packed(values)}

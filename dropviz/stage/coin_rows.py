"""Coins as whole numbers, for stages that flip thousands of them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypedDict

from dropviz.core.coins import coins
from dropviz.stage.packing import packed
from dropviz.stage.view import N_SEEDS

SEEDS_TOGETHER = 4


class PackedCoins(TypedDict):
    """A row of coins for each of some seeds in a row, for ``CoinRows`` in ``shared/coins.js``.

    first : its seed is that of the first row; seeds : how many there are, after the last comes 0
    bytes : of a coin; 4 for float32 in [0, 1), 1 or 2 for whole parts of 1
    values : the rows, one after another, in base64
    """

    first: int
    rows: int
    seeds: int
    bytes: int
    values: str


def _rows_from(first: int, rows: NDArray[Any]) -> PackedCoins:
    return {
        "first": first, "rows": len(rows), "seeds": N_SEEDS,
        "bytes": rows.itemsize, "values": packed(rows),
    }  # fmt: skip


def whole_coins(seed: int, n_coins: int, parts: int = 100) -> NDArray[np.unsignedinteger]:
    """The coins of a seed in whole parts of 1, rounded down, of shape (n_coins,).

    Nothing is lost where rates come in such parts: ``u >= k/100`` is ``floor(100 u) >= k``.
    """
    kind = np.uint8 if parts <= 256 else np.uint16
    return np.floor(parts * coins(seed, n_coins).astype(np.float64)).astype(kind)


@lru_cache(maxsize=32)
def _block(first: int, n_coins: int, parts: int) -> PackedCoins:
    seeds = [(first + row) % N_SEEDS for row in range(2 * SEEDS_TOGETHER)]
    return _rows_from(first, np.stack([whole_coins(seed, n_coins, parts) for seed in seeds]))


def coin_rows(seed: int, n_coins: int, parts: int = 100) -> PackedCoins:
    """Coins of a seed and of some after it, in whole parts of 1.

    Neighbouring seeds give the same, so that the next flips need no server.
    """
    return _block(seed - seed % SEEDS_TOGETHER, n_coins, parts)


ROWS_BEHIND = 8


@cache
def packed_coins(seed: int, n_units: int, behind: int = ROWS_BEHIND) -> PackedCoins:
    """Rows of coins around a seed, so that the next flips need no server.

    Blocks of rows are shared by neighbouring seeds: the data changes once in ``behind`` flips.
    After the last seed comes seed 0.
    """
    first = seed - seed % behind
    seeds = [(first + row) % N_SEEDS for row in range(3 * behind)]
    return _rows_from(first, np.stack([coins(seed, n_units) for seed in seeds]))

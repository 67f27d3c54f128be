"""Coins as whole numbers, for stages that flip thousands of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypedDict

from dropviz.core.coins import coins
from dropviz.core.limits import N_SEEDS
from dropviz.stage.packing import packed

SEEDS_TOGETHER = 4
ROWS_BEHIND = 8
BLOCKS_KEPT = 32
"""For all visitors together: whoever walks through the seeds makes new ones all the time."""


def whole_coins(seed: int, n_coins: int, parts: int = 100) -> NDArray[np.unsignedinteger]:
    """The coins of a seed in whole parts of 1, rounded down, of shape (n_coins,).

    Nothing is lost where rates come in such parts: ``u >= k/100`` is ``floor(100 u) >= k``.
    """
    kind = np.uint8 if parts <= 256 else np.uint16
    return np.floor(parts * coins(seed, n_coins).astype(np.float64)).astype(kind)


class PackedCoins(TypedDict):
    """Rows of coins for ``CoinRows`` in ``shared/coins.js``.

    Of ``rows`` seeds from ``first`` on (after the last of the ``seeds`` comes 0), ``units`` coins
    each: floats in [0, 1) of 4 ``bytes``, or whole parts of 1 in one or two.
    """

    first: int
    rows: int
    seeds: int
    units: int
    bytes: int
    values: str


def _packed_rows(first: int, rows: list[NDArray[Any]]) -> PackedCoins:
    values = np.stack(rows)
    return {
        "first": first,
        "rows": len(rows),
        "seeds": N_SEEDS,
        "units": values.shape[1],
        "bytes": values.itemsize,
        "values": packed(values),
    }


def _seeds(first: int, n: int) -> list[int]:
    """So many seeds, from the first one on; after the last seed comes 0."""
    return [(first + row) % N_SEEDS for row in range(n)]


@lru_cache(maxsize=BLOCKS_KEPT)
def _block(first: int, n_coins: int, parts: int) -> PackedCoins:
    seeds = _seeds(first, 2 * SEEDS_TOGETHER)
    return _packed_rows(first, [whole_coins(seed, n_coins, parts) for seed in seeds])


def coin_rows(seed: int, n_coins: int, parts: int = 100) -> PackedCoins:
    """Whole coins of a seed and of some after it.

    Neighbouring seeds give the same, so that the next flips need no server.
    """
    return _block(seed - seed % SEEDS_TOGETHER, n_coins, parts)


@lru_cache(maxsize=BLOCKS_KEPT)
def packed_coins(seed: int, n_units: int, behind: int = ROWS_BEHIND) -> PackedCoins:
    """Rows of coins around a seed, so that the next flips need no server.

    Blocks of rows are shared by neighbouring seeds: the data changes once in ``behind`` flips.
    """
    first = seed - seed % behind
    return _packed_rows(first, [coins(one, n_units) for one in _seeds(first, 3 * behind)])

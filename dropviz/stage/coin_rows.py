"""Coins as whole numbers, for stages that flip thousands of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropviz.core.coins import coins
from dropviz.stage.component import packed
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
    return {
        "first": first,
        "rows": len(rows),
        "seeds": N_SEEDS,
        "bytes": rows.itemsize,
        "values": packed(rows),
    }


def coin_rows(seed: int, n_coins: int, parts: int = 100) -> dict[str, Any]:
    """Coins of a seed and of some after it, for ``CoinRows`` in ``shared/coins.js``.

    Neighbouring seeds give the same, so that the next flips need no server.
    """
    return _block(seed - seed % SEEDS_TOGETHER, n_coins, parts)

"""Coins of whole numbers of hundredths, for stages that flip thousands of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropviz.core.coins import coins
from dropviz.stage.component import packed
from dropviz.stage.view import N_SEEDS

SEEDS_TOGETHER = 4


def hundredths(seed: int, n_coins: int) -> NDArray[np.uint8]:
    """The coins of a seed rounded down to hundredths, of shape (n_coins,).

    Nothing is lost: rates come in steps of 0.01, and ``u >= k/100`` is ``floor(100 u) >= k``.
    """
    return np.floor(100 * coins(seed, n_coins).astype(np.float64)).astype(np.uint8)


@lru_cache(maxsize=32)
def _block(first: int, n_coins: int) -> dict[str, Any]:
    rows = [hundredths((first + row) % N_SEEDS, n_coins) for row in range(2 * SEEDS_TOGETHER)]
    return {"first": first, "rows": len(rows), "values": packed(np.stack(rows))}


def coin_rows(seed: int, n_coins: int) -> dict[str, Any]:
    """Coins of a seed and of some after it, for ``CoinRows`` in ``coin_rows.js``.

    Neighbouring seeds give the same, so that the next flips need no server.
    """
    return _block(seed - seed % SEEDS_TOGETHER, n_coins)

"""Three ways to drop the same share of feature maps, from the same coins.

Each pixel of each map has a coin u in [0, 1). Element-wise, a pixel is dropped when u < p. Whole
maps (spatial dropout): the coin of a map's first pixel decides for all of them. DropBlock: a square
starts at each place where it fits and u < gamma. The torch modules are ``layers.Dropout``,
``SpatialDropout2d`` and ``DropBlock``; the browser has the same rules
(``stage/browser/feature_maps/arithmetic.js``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from dropviz.core.arrays import BoolArray, FloatArray
from dropviz.core.coins import keep_mask

MapWay = Literal["element", "spatial", "block"]
LARGEST_RATE = 0.999
"""Of DropBlock where something is to be left."""


@dataclass(frozen=True, eq=False)
class MapMask:
    """Which pixels of one block's maps are kept, and what these are multiplied by.

    kept : bool of shape (maps, rows, columns)
    factors : what the kept pixels of each map are multiplied by, of shape (maps,)
    """

    kept: BoolArray
    factors: FloatArray

    @property
    def multipliers(self) -> FloatArray:
        """What each pixel is multiplied by, of shape (maps, rows, columns); 0 where dropped."""
        return np.where(self.kept, self.factors[:, None, None], 0.0)

    def with_hand(self, forced: str, off: BoolArray, factor_on: float) -> MapMask:
        """The mask after maps and pixels were set by hand on top of the coins.

        Parameters
        ----------
        forced : a character for each map: "0" off, "1" on, "-" as its coins say
        off : bool of the shape of ``kept``, True for a pixel that is off in any case
        factor_on : what a map is multiplied by that is on by hand
        """
        signs = np.array(list(forced))[:, None, None]
        kept = np.where(signs == "-", self.kept, signs == "1") & ~off
        return MapMask(kept, np.where(signs[:, 0, 0] == "1", factor_on, self.factors))


def map_mask(way: MapWay, u: NDArray[np.floating], p_drop: float, block_size: int = 1) -> MapMask:
    """The mask of one block of maps.

    Parameters
    ----------
    u : coins of shape (maps, rows, columns)
    block_size : side of DropBlock's squares; where a map is smaller, they are as large as the map
    """
    if way == "block":
        return _dropped_squares(u, p_drop, min(block_size, *u.shape[1:]))
    deciding = u if way == "element" else u[:, :1, :1]
    kept = np.array(np.broadcast_to(keep_mask(deciding, p_drop), u.shape))
    return MapMask(kept, np.full(len(u), inverted_factor(p_drop)))


def inverted_factor(p_drop: float) -> float:
    """1 / (1 - p); 0 at p = 1, where nothing is kept."""
    return 1.0 / (1.0 - p_drop) if p_drop < 1.0 else 0.0


def square_rate(p_drop: float, block_size: int, rows: int, columns: int) -> float:
    """Chance gamma that a square starts at a place where it fits.

    A share p of the pixels would be dropped if squares did not overlap.
    Source: Ghiasi, Lin, Le (2018), arXiv:1810.12890, with rows and columns of their own.
    """
    places = (rows - block_size + 1) * (columns - block_size + 1)
    return p_drop / block_size**2 * rows * columns / places


def expected_square_share(p_drop: float, block_size: int, rows: int, columns: int) -> float:
    """Share of the pixels that DropBlock drops on average, overlaps counted once."""
    return 1.0 if p_drop >= 1.0 else share_by_rule(p_drop, block_size, rows, columns)


def share_by_rule(p_drop: float, block_size: int, rows: int, columns: int) -> float:
    """The same by the paper's rule alone, which leaves pixels at p = 1 too."""
    rate = min(square_rate(p_drop, block_size, rows, columns), 1.0)
    covering = np.outer(*(_squares_over(side, block_size) for side in (rows, columns)))
    return float(1.0 - ((1.0 - rate) ** covering).mean())


def mean_square_share(p_drop: float, block_size: int, shapes: Sequence[tuple[int, int]]) -> float:
    """The share of the pixels of all these maps that DropBlock drops on average."""
    pixels = [rows * columns for rows, columns in shapes]
    shares = [
        expected_square_share(p_drop, min(block_size, rows, columns), rows, columns)
        for rows, columns in shapes
    ]
    return float(np.average(shares, weights=pixels))


def matching_rate(
    share: float, block_size: int, shapes: Sequence[tuple[int, int]]
) -> tuple[float, float]:
    """The rate at which DropBlock drops a share of the pixels on average, and the share it drops.

    Squares overlap, so the rate is above the share. With p below 1 it cannot drop nearly all: it
    then drops as much as it can.

    Parameters
    ----------
    shapes : rows and columns of the maps; all pixels of all maps count alike
    """

    def dropped(p_drop: float) -> float:
        return mean_square_share(p_drop, block_size, shapes)

    if share >= 1.0:
        return 1.0, 1.0
    rate = LARGEST_RATE
    if dropped(LARGEST_RATE) > share:
        rate = round(brentq(lambda p_drop: dropped(p_drop) - share, 0.0, LARGEST_RATE), 3)
    return rate, dropped(rate)


def share_dropped(masks: Sequence[MapMask]) -> float:
    """Share of the pixels of all blocks that are dropped."""
    return 1.0 - sum(int(mask.kept.sum()) for mask in masks) / sum(mask.kept.size for mask in masks)


def _squares_over(side: int, block_size: int) -> NDArray[np.int64]:
    """How many places of a square along one side cover each pixel of that side."""
    pixels = np.arange(side)
    first = np.maximum(pixels - block_size + 1, 0)
    return np.asarray(np.minimum(pixels, side - block_size) - first + 1)


def _dropped_squares(u: NDArray[np.floating], p_drop: float, side: int) -> MapMask:
    """The mask of DropBlock: squares fall where they fit, each map is scaled by what is left."""
    _, rows, columns = u.shape
    starts = u[:, : rows - side + 1, : columns - side + 1] < square_rate(
        p_drop, side, rows, columns
    )
    kept = np.full(u.shape, p_drop < 1.0)
    for down in range(side):
        for right in range(side):
            kept[:, down : rows - side + 1 + down, right : columns - side + 1 + right] &= ~starts
    left = kept.sum((1, 2))
    return MapMask(kept, rows * columns / np.maximum(left, 1))

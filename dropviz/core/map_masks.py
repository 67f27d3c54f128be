"""Three ways to drop the same share of feature maps, all from one set of coins.

The torch modules of ``dropviz.layers`` do the same on the same coins, and so does the browser
(``assets/stage/feature_arithmetic.js``).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

MapWay = Literal["element", "spatial", "block"]
WAYS: dict[MapWay, str] = {
    "element": "single pixels",
    "spatial": "whole maps",
    "block": "blocks",
}
"""What each way drops together."""

Floats = NDArray[np.float64]


def multiplier(way: MapWay, u: Floats, p_drop: float, block_size: int = 3) -> Floats:
    """What multiplies the maps: 0 where dropped, else the scale.

    Element-wise and spatial dropout scale by 1 / (1 - p); DropBlock, map by map, by all pixels over
    those that were kept. A map that is dropped as a whole is zeros in all three.

    Parameters
    ----------
    u : coins in [0, 1), of shape (..., rows, columns), one for each pixel. The coin of a whole map
        is that of its first pixel, and a block starts at the pixel that has its coin.
    block_size : sides of a block; no longer than the maps' sides are taken

    Returns
    -------
    ndarray of the shape of u
    """
    kept = kept_pixels(way, u, p_drop, block_size)
    if way == "block":
        share = kept.mean(axis=(-2, -1), keepdims=True)
        scale = np.divide(1.0, share, out=np.zeros_like(share), where=share > 0)
    else:
        scale = np.asarray(1.0 / (1.0 - p_drop) if p_drop < 1.0 else 0.0)
    return np.asarray(kept * scale)


def kept_pixels(way: MapWay, u: Floats, p_drop: float, block_size: int = 3) -> NDArray[np.bool_]:
    """Which pixels are kept, of the shape of u; see ``multiplier``."""
    if way == "element":
        return np.asarray(u >= p_drop)
    if way == "spatial":
        return np.broadcast_to(np.asarray(u[..., :1, :1] >= p_drop), u.shape)
    if p_drop >= 1.0:
        return np.zeros(u.shape, bool)
    rows, columns = u.shape[-2:]
    side = min(block_size, rows, columns)
    starts = np.zeros(u.shape, bool)
    fits = (..., slice(rows - side + 1), slice(columns - side + 1))
    starts[fits] = u[fits] < block_rate(p_drop, rows, columns, side)
    # A pixel is dropped if a block starts up to side - 1 rows above it and columns left of it.
    around = [(0, 0)] * (u.ndim - 2) + [(side - 1, 0)] * 2
    windows = sliding_window_view(np.pad(starts, around), (side, side), (-2, -1))
    return np.asarray(~windows.any((-2, -1)))


def block_rate(p_drop: float, rows: int, columns: int, side: int) -> float:
    """Chance gamma that a block starts at a place where it fits.

    So that a share p_drop would be dropped if blocks did not overlap. Source: Ghiasi, Lin, Le
    (2018), arXiv:1810.12890, equation 1.
    """
    places = (rows - side + 1) * (columns - side + 1)
    return p_drop / side**2 * rows * columns / places

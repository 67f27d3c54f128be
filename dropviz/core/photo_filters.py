"""Filters on a photograph: its feature maps, and the photograph rebuilt from what is left of them.

Maps are ReLU(convolution + bias); dropout may multiply them; 2x2 max pooling; a linear decoder
looks at 3x3 pooled pixels of all maps and gives the 2x2 pixels of the photograph in their middle.
At the border the outermost pixels are repeated. The browser has the same formulas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from dropviz.core.arrays import RealArray
from dropviz.core.conv_network import max_pooled

AROUND = 3
"""Side of what the decoder sees, in pooled pixels."""


@dataclass(frozen=True, eq=False)
class PhotoFilters:
    """Filters that make feature maps of a photograph, and a decoder that rebuilds it from them.

    kernels : of shape (n_maps, 3, side, side), side odd
    biases : of shape (n_maps,)
    decoder : of shape (12, n_maps, 3, 3); the first axis is row, column and colour of 2x2 pixels
    decoder_bias : of shape (12,)
    """

    kernels: RealArray
    biases: RealArray
    decoder: RealArray
    decoder_bias: RealArray

    @property
    def n_maps(self) -> int:
        """Number of feature maps: one for each filter."""
        return len(self.biases)


def windows(x: RealArray, side: int) -> RealArray:
    """What lies around each pixel: (channels, rows, columns) to (rows x columns, channels x side²).

    The border is repeated outwards.
    """
    around = side // 2
    padded = np.pad(x, ((0, 0), (around, around), (around, around)), mode="edge")
    views = sliding_window_view(padded, (side, side), (1, 2)).transpose(1, 2, 0, 3, 4)
    return views.reshape(x.shape[1] * x.shape[2], -1)


def photo_maps(filters: PhotoFilters, photo: RealArray) -> RealArray:
    """Feature maps of shape (n_maps, rows, columns) of a photo (rows, columns, 3) in [0, 1]."""
    seen = windows(photo.transpose(2, 0, 1), filters.kernels.shape[-1])
    maps = np.maximum(seen @ filters.kernels.reshape(filters.n_maps, -1).T + filters.biases, 0.0)
    return np.ascontiguousarray(maps.T).reshape(filters.n_maps, *photo.shape[:2])


def rebuilt_photo(
    filters: PhotoFilters, maps: RealArray, multipliers: ArrayLike = 1.0
) -> RealArray:
    """The photo (rows, columns, 3) that the decoder makes of the maps; may leave [0, 1].

    Parameters
    ----------
    maps : of shape (n_maps, rows, columns), rows and columns even
    multipliers : broadcastable to the maps, 0 where dropped
    """
    signals = maps * np.asarray(multipliers, maps.dtype)
    rows, columns = signals.shape[1] // 2, signals.shape[2] // 2
    seen = windows(max_pooled(signals[None])[0], AROUND)
    squares = seen @ filters.decoder.reshape(len(filters.decoder), -1).T + filters.decoder_bias
    return pixels_of_squares(squares, rows, columns)


def squares_of_pixels(photo: RealArray) -> RealArray:
    """A photo (rows, columns, 3) as one row of 12 numbers for each square of 2x2 pixels."""
    rows, columns, colours = photo.shape
    squares = photo.reshape(rows // 2, 2, columns // 2, 2, colours).transpose(0, 2, 1, 3, 4)
    return squares.reshape(-1, 4 * colours)


def pixels_of_squares(squares: RealArray, rows: int, columns: int) -> RealArray:
    """The photo made of rows x columns squares: the inverse of ``squares_of_pixels``."""
    split = squares.reshape(rows, columns, 2, 2, 3).transpose(0, 2, 1, 3, 4)
    return split.reshape(2 * rows, 2 * columns, 3)


def explained(photo: RealArray, rebuilt: RealArray) -> float:
    """R² of a rebuilt photo: 1 if exact, 0 if as good as each colour's mean, below 0 if worse."""
    around_mean = photo - photo.mean((0, 1))
    return float(1.0 - ((photo - rebuilt) ** 2).sum() / (around_mean**2).sum())

"""How well what dropout takes from a feature map can be predicted from what it leaves.

A mask of single pixels leaves some of a pixel's neighbours in its map, and some of the other maps;
a mask of whole maps leaves nothing of the map. Least squares with an intercept, for each pixel of
each map, fitted on some images and measured on others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray


@dataclass(frozen=True, eq=False)
class Rebuilt:
    """R² of predicting the pixels of each map from what a mask leaves; arrays of shape (maps,).

    pixel : left by a mask of single pixels, which has dropped the pixel alone
    whole_map : left by a mask of whole maps, which has dropped the pixel with its map
    n_left : mean number of values that each of the two leaves

    R² is pooled over the pixels of a map: 1 - squared errors / squared deviations from each pixel's
    mean, on the images measured on; errors are averaged over masks. NaN for a map of constant
    pixels alone.
    """

    pixel: FloatArray
    whole_map: FloatArray
    n_left: tuple[float, float]


@dataclass(frozen=True, eq=False)
class MapProbe:
    """How well the pixels of a block can be predicted from what two kinds of mask leave.

    near : from the (at most 8) pixels that touch it in its map, and the same pixel of other maps
    around : from all that lies within one pixel of it, in all maps
    n_constant : pixels that never change, in all maps; they are left out
    """

    near: Rebuilt
    around: Rebuilt
    n_constant: int


def map_probe(
    fitted_on: NDArray[np.floating],
    measured_on: NDArray[np.floating],
    rng: np.random.Generator,
    *,
    p_drop: float = 0.5,
    n_masks: int = 2,
    only: tuple[int, int] | None = None,
) -> MapProbe:
    """Measure how well the pixels of a block's feature maps can be predicted from what is left.

    Parameters
    ----------
    fitted_on, measured_on : maps of shape (images, maps, rows, columns)
    p_drop : rate of both masks
    n_masks : masks drawn for each pixel, of each kind
    only : row and column of the one pixel to predict; all of them if None
    """
    fit, test = _products(fitted_on, fitted_on), _products(measured_on, fitted_on)
    deviations = _products(measured_on, measured_on).diagonal()
    constant = (np.ptp(fitted_on, axis=0) == 0) | (np.ptp(measured_on, axis=0) == 0)
    chosen = np.full(constant.shape, only is None)
    if only is not None:
        chosen[:, *only] = True
    places = np.arange(constant.size).reshape(constant.shape)
    errors, total, n_left = np.zeros((4, len(places))), np.zeros(len(places)), np.zeros(4)
    for channel, row, column in np.argwhere(chosen & ~constant):
        target = places[channel, row, column]
        total[channel] += deviations[target]
        for _ in range(n_masks):
            for kind, inputs in enumerate(_left(places, channel, row, column, p_drop, rng)):
                errors[kind, channel] += _squared_errors(fit, test, inputs, target) / n_masks
                n_left[kind] += len(inputs)
    shares = np.divide(errors, total, out=np.full(errors.shape, np.nan), where=total > 0)
    n_left /= max(1, n_masks * int((chosen & ~constant).sum()))
    near, around = (
        Rebuilt(1.0 - shares[kind], 1.0 - shares[kind + 1], (n_left[kind], n_left[kind + 1]))
        for kind in (0, 2)
    )
    return MapProbe(near, around, int((chosen & constant).sum()))


def _left(
    places: NDArray[np.int64],
    channel: int,
    row: int,
    column: int,
    p_drop: float,
    rng: np.random.Generator,
) -> Iterator[NDArray[np.int64]]:
    """Places that a mask of pixels, and one of maps, leaves: of those near, of those around."""
    window = (slice(max(0, row - 1), row + 2), slice(max(0, column - 1), column + 2))
    pixels = rng.random(places.shape) >= p_drop
    pixels[channel, row, column] = False
    maps = np.broadcast_to((rng.random(len(places)) >= p_drop)[:, None, None], places.shape).copy()
    maps[channel] = False
    near = np.zeros(places.shape, bool)
    near[channel, *window] = near[:, row, column] = True
    around = np.zeros(places.shape, bool)
    around[:, *window] = True
    for seen in (near, around):
        yield places[seen & pixels]
        yield places[seen & maps]


def neighbourhoods(maps: NDArray[np.floating]) -> NDArray[np.floating]:
    """Every 3x3 pixels of large maps as an image of its own, to probe the one in its middle.

    (maps, rows, columns) to ((rows - 2) x (columns - 2), maps, 3, 3).
    """
    views = sliding_window_view(maps, (3, 3), (1, 2)).transpose(1, 2, 0, 3, 4)
    return views.reshape(-1, len(maps), 3, 3)


def _products(maps: NDArray[np.floating], around: NDArray[np.floating]) -> FloatArray:
    """For each two pixels, the sum over images of the product of their deviations.

    Deviations are from each pixel's mean over ``around``.
    """
    pixels, others = (np.asarray(x, np.float64).reshape(len(x), -1) for x in (maps, around))
    deviations = pixels - others.mean(axis=0)
    return np.asarray(deviations.T @ deviations)


def _squared_errors(
    fit: FloatArray, test: FloatArray, inputs: NDArray[np.int64], target: int
) -> float:
    """Squared errors of a least-squares prediction of one pixel, summed over images.

    ``fit`` and ``test`` are ``_products`` of the images fitted on and measured on. Inputs that
    depend on one another are no trouble: the smallest weights are taken.
    """
    own = np.ix_(inputs, inputs)
    weights = np.linalg.lstsq(fit[own], fit[inputs, target], rcond=1e-10)[0]
    return float(
        test[target, target] - 2.0 * weights @ test[inputs, target] + weights @ test[own] @ weights
    )

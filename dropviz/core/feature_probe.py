"""How well what dropout takes from a feature map can be predicted from what it leaves.

A pixel that is dropped alone leaves its neighbours in the map; a map that is dropped as a whole
leaves only the other maps. Least squares with an intercept, for each pixel of each map, fitted on
some images and measured on others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray


@dataclass(frozen=True, eq=False)
class MapProbe:
    """R² of predicting the pixels of each map of a block, arrays of shape (maps,).

    neighbours : from the (at most 8) pixels around, in the same map
    other_maps : from the same pixel of the other maps
    both : from all of these
    n_constant : pixels that never change, in all maps; they are left out

    R² is pooled over the pixels of a map: 1 - squared errors / squared deviations from each pixel's
    mean, on the images measured on. NaN for a map of constant pixels alone.
    """

    neighbours: FloatArray
    other_maps: FloatArray
    both: FloatArray
    n_constant: int


def map_probe(
    fitted_on: NDArray[np.floating],
    measured_on: NDArray[np.floating],
    *,
    only: tuple[int, int] | None = None,
) -> MapProbe:
    """Measure how well the pixels of a block's feature maps can be predicted from other pixels.

    Parameters
    ----------
    fitted_on, measured_on : maps of shape (images, maps, rows, columns)
    only : row and column of the one pixel to predict; all of them if None
    """
    n_maps, rows, columns = fitted_on.shape[1:]
    fit, test = _products(fitted_on, fitted_on), _products(measured_on, fitted_on)
    deviations = _products(measured_on, measured_on).diagonal()
    constant = (np.ptp(fitted_on, axis=0) == 0) | (np.ptp(measured_on, axis=0) == 0)
    chosen = np.full(constant.shape, only is None)
    if only is not None:
        chosen[:, *only] = True
    places = np.arange(constant.size).reshape(constant.shape)
    errors, total = np.zeros((3, n_maps)), np.zeros(n_maps)
    for channel, row, column in np.argwhere(chosen & ~constant):
        target = places[channel, row, column]
        near = [places[channel, r, c] for r, c in _around(row, column, rows, columns)]
        across = [place for place in places[:, row, column] if place != target]
        total[channel] += deviations[target]
        for kind, inputs in enumerate((near, across, near + across)):
            errors[kind, channel] += _squared_errors(fit, test, inputs, target)
    shares = np.full((3, n_maps), np.nan)
    np.divide(errors, total, out=shares, where=total > 0)
    neighbours, other_maps, both = 1.0 - shares
    return MapProbe(neighbours, other_maps, both, int((chosen & constant).sum()))


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


def _squared_errors(fit: FloatArray, test: FloatArray, inputs: list[int], target: int) -> float:
    """Squared errors of a least-squares prediction of one pixel, summed over images.

    ``fit`` and ``test`` are ``_products`` of the images fitted on and measured on. Inputs that
    depend on one another are no trouble: the smallest weights are taken.
    """
    own = np.ix_(inputs, inputs)
    weights = np.linalg.lstsq(fit[own], fit[inputs, target], rcond=1e-10)[0]
    return float(
        test[target, target] - 2.0 * weights @ test[inputs, target] + weights @ test[own] @ weights
    )


def _around(row: int, column: int, rows: int, columns: int) -> list[tuple[int, int]]:
    """Row and column of each pixel that touches the one at this place."""
    return [
        (row + down, column + right)
        for down in (-1, 0, 1)
        for right in (-1, 0, 1)
        if (down or right) and 0 <= row + down < rows and 0 <= column + right < columns
    ]

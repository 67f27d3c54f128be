"""How well what dropout takes away can be guessed from what it leaves: R^2 on a network's own maps.

A pixel that is dropped alone leaves its neighbours in the same map; a map that is dropped whole
leaves only the other maps. Where neighbours tell the pixel anyway, dropping single pixels takes
little away: the argument of Tompson et al. (2015), arXiv:1411.4280, for dropping whole maps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CENTRE, WINDOW = 4, 9
TINY = 1e-9
"""Ridge, as a share of the mean variance: pixels that never change leave the equations singular."""


@dataclass(frozen=True, eq=False)
class Probe:
    """R^2 of least squares with an intercept, of shape (maps,) each.

    neighbours : from the up to eight neighbours of a pixel in its own map
    same_pixel : from the same pixel of all other maps
    around : from that pixel and its neighbours in all other maps
    n_pixels : pixels of each map that were predicted; those that never change are left out
    """

    neighbours: Floats
    same_pixel: Floats
    around: Floats
    n_pixels: NDArray[np.int64]


def probe(train: NDArray[np.floating], test: NDArray[np.floating]) -> Probe:
    """The probe of one block, fitted on one set of images and measured on another.

    Each pixel has weights of its own.

    Parameters
    ----------
    train, test : maps of shape (n, maps, rows, columns)

    Returns
    -------
    Probe
        For each map 1 - (squared errors) / (squared deviations from the training mean), both
        summed over its pixels and the test images; NaN for a map that never changes. Below 0 where
        the mean would have predicted better.
    """
    n_maps, rows, columns = train.shape[1:]
    seen, unseen = _windows(train), _windows(test)
    sums = np.zeros((5, n_maps))
    for row in range(rows):
        for column in range(columns):
            sums += _of_pixel(seen[:, :, row, column], unseen[:, :, row, column])
    *errors, total, n_pixels = sums
    with np.errstate(invalid="ignore"):
        neighbours, same_pixel, around = 1.0 - np.array(errors) / total
    return Probe(neighbours, same_pixel, around, n_pixels.astype(np.int64))


def _of_pixel(train: Floats, test: Floats) -> Floats:
    """Squared errors of the three guesses, squared deviations, and 1 where it changes: (5, maps).

    From windows of shape (n, maps, 9).
    """
    n_maps = train.shape[1]
    x_train, x_test = (part.reshape(len(part), -1) for part in (train, test))
    mean = x_train.mean(0)
    x_train, x_test = x_train - mean, x_test - mean
    products = x_train.T @ x_train
    products += TINY * np.trace(products) / len(products) * np.eye(len(products))
    found = np.zeros((5, n_maps))
    for index in range(n_maps):
        target = index * WINDOW + CENTRE
        y = x_test[:, target]
        if np.ptp(x_train[:, target]) == 0.0:
            continue
        for number, chosen in enumerate(_predictors(index, n_maps)):
            weights = np.linalg.solve(products[np.ix_(chosen, chosen)], products[chosen, target])
            found[number, index] = ((y - x_test[:, chosen] @ weights) ** 2).sum()
        found[3:, index] = (y**2).sum(), 1
    return found


def _predictors(index: int, n_maps: int) -> tuple[NDArray[np.int64], ...]:
    """Columns of a pixel's window in all maps: its neighbours, the same pixel, all of others."""
    columns = np.arange(n_maps * WINDOW).reshape(n_maps, WINDOW)
    others = np.delete(columns, index, axis=0)
    return np.delete(columns[index], CENTRE), others[:, CENTRE], others.ravel()


def _windows(maps: NDArray[np.floating]) -> Floats:
    """Each pixel with its neighbours, zeros outside: (n, maps, rows, columns, 9)."""
    padded = np.pad(maps.astype(float), ((0, 0), (0, 0), (1, 1), (1, 1)))
    return sliding_window_view(padded, (3, 3), (2, 3)).reshape(*maps.shape, WINDOW)

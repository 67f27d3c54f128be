"""Learns the filters of the photographs: k-means of whitened patches, and a linear decoder.

Source: Coates, Ng (2012), Learning feature representations with k-means; here with few principal
components, so that the filters stay smooth.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dropviz.core.conv_network import max_pooled
from dropviz.core.photo_filters import (
    AROUND,
    PhotoFilters,
    explained,
    photo_maps,
    rebuilt_photo,
    squares_of_pixels,
    windows,
)

N_FILTERS, SIDE = 16, 5
N_COMPONENTS, SMALLEST_VARIANCE = 20, 1e-3
FLAT = 0.2
"""Share of the patches, those with the least contrast, that k-means does not see."""
RIDGE_RATE = 0.1

Doubles = NDArray[np.float64]


def learned_filters(photos: Sequence[NDArray[np.floating]]) -> PhotoFilters:
    """Filters and decoder for photos of shape (rows, columns, 3) in [0, 1]; always the same ones.

    The filters whose loss costs the rebuilt photos most come first.
    """
    exact = [np.asarray(photo, np.float64) for photo in photos]
    kernels, biases = _centroids(np.concatenate([_patches(photo) for photo in exact]))
    filters = _with_decoder(kernels, biases, exact)
    losses = [_without_each(filters, photo) for photo in exact]
    order = np.argsort(np.sum(losses, axis=0), kind="stable")
    parts = (filters.kernels[order], filters.biases[order], filters.decoder[:, order])
    return PhotoFilters(*(part.astype(np.float32) for part in (*parts, filters.decoder_bias)))


def _patches(photo: Doubles) -> Doubles:
    return np.asarray(windows(photo.transpose(2, 0, 1), SIDE), np.float64)


def _centroids(patches: Doubles) -> tuple[Doubles, Doubles]:
    """Centroids of whitened patches of one length, as kernels and biases on the raw patches."""
    from sklearn.cluster import KMeans

    mean = patches.mean(0)
    variances, directions = np.linalg.eigh(np.cov(patches.T, bias=True))
    strongest = slice(-N_COMPONENTS, None)
    whitening = directions[:, strongest] / np.sqrt(variances[strongest] + SMALLEST_VARIANCE)
    whitened = (patches - mean) @ whitening
    contrast = np.linalg.norm(whitened, axis=1, keepdims=True)
    clear = contrast[:, 0] > np.quantile(contrast, FLAT)
    means = KMeans(N_FILTERS, n_init=4, random_state=0).fit(whitened[clear] / contrast[clear])
    centroids = means.cluster_centers_
    kernels = (centroids / np.linalg.norm(centroids, axis=1, keepdims=True)) @ whitening.T
    return kernels.reshape(N_FILTERS, 3, SIDE, SIDE), -kernels @ mean


def _with_decoder(kernels: Doubles, biases: Doubles, photos: list[Doubles]) -> PhotoFilters:
    """Filters with a decoder that is fitted by least squares.

    The penalty is that which dropout at ``RIDGE_RATE`` on the decoder's inputs amounts to.
    """
    none = PhotoFilters(kernels, biases, np.empty(0), np.empty(0))
    seen = np.concatenate(
        [windows(max_pooled(photo_maps(none, photo)[None])[0], AROUND) for photo in photos]
    )
    inputs = np.column_stack([seen, np.ones(len(seen))])
    targets = np.concatenate([squares_of_pixels(photo) for photo in photos])
    gram = inputs.T @ inputs
    penalty = np.diag(gram) * RIDGE_RATE / (1.0 - RIDGE_RATE)
    penalty[-1] = 0.0
    weights = np.linalg.solve(gram + np.diag(penalty), inputs.T @ targets)
    decoder = weights[:-1].T.reshape(-1, len(kernels), AROUND, AROUND)
    return PhotoFilters(kernels, biases, decoder, weights[-1])


def _without_each(filters: PhotoFilters, photo: Doubles) -> list[float]:
    """R² of the rebuilt photo with each map silenced alone."""
    maps = photo_maps(filters, photo)
    alone = 1.0 - np.eye(len(maps))[:, :, None, None]
    return [explained(photo, rebuilt_photo(filters, maps, without)) for without in alone]

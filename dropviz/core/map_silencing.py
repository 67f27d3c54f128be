"""Accuracy of a convolutional network of two blocks when whole maps are silent: many masks at once.

The second convolution is linear in the maps of the first, so what each of them adds is computed
once, and a mask picks the sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import Float32Array
from dropviz.core.conv_network import ConvNetwork, conv_forward, convolved

CHUNK = 32
"""Masks in one product; more would only take memory."""


@dataclass(frozen=True, eq=False)
class MapLosses:
    """Accuracy of the whole network, and with each map silenced alone.

    alone : of shape (maps,), for each block
    """

    whole: float
    alone: tuple[NDArray[np.float64], ...]


def map_losses(
    network: ConvNetwork, images: Float32Array, labels: NDArray[np.integer]
) -> MapLosses:
    """Which feature maps matter: the accuracy when each of them is silenced alone.

    ``images`` are of shape (n, 64) in [0, 1], ``labels`` of shape (n,).
    """
    masks = np.vstack([np.zeros(network.n_maps, bool), np.eye(network.n_maps, dtype=bool)])
    whole, *alone = silencing_accuracies(network, images, labels)(masks)
    ends = np.cumsum([len(bias) for bias in network.kernel_biases])[:-1]
    return MapLosses(float(whole), tuple(np.split(np.array(alone), ends)))


def silencing_accuracies(
    network: ConvNetwork, images: Float32Array, labels: NDArray[np.integer]
) -> Callable[[NDArray[np.bool_]], NDArray[np.float64]]:
    """A function from masks to accuracies, as ``core.robustness.silencing_curve`` takes it.

    Masks are of shape (n_masks, n_maps), True for a silent map, block 1 first; accuracies are of
    shape (n_masks,). Nothing is rescaled.
    """
    n_first, n_second = map(len, network.kernel_biases)
    added = _added_by_each_map(network, images)
    _, rows, columns = network.map_shapes[1]
    bias = np.tile(np.repeat(network.kernel_biases[1], rows * columns // 4), len(images))

    def accuracies(silenced: NDArray[np.bool_]) -> NDArray[np.float64]:
        chunks = [silenced[at : at + CHUNK] for at in range(0, len(silenced), CHUNK)]
        return np.concatenate([_accuracies(chunk) for chunk in chunks])

    def _accuracies(silenced: NDArray[np.bool_]) -> NDArray[np.float64]:
        kept = (~silenced).astype(np.float32)
        sums = np.tensordot(kept[:, :n_first], added, axes=1)  # masks, places of a 2x2 square, rest
        pooled = np.maximum(sums.max(axis=1) + bias, 0.0)
        pooled = pooled.reshape(len(kept), len(images), n_second, -1)
        pooled *= kept[:, None, n_first:, None]
        logits = pooled.reshape(*pooled.shape[:2], -1) @ network.weight.T + network.bias
        return np.asarray((logits.argmax(axis=2) == labels).mean(axis=1), np.float64)

    return accuracies


def _added_by_each_map(network: ConvNetwork, images: Float32Array) -> Float32Array:
    """What each map of block 1 adds to the sums of block 2.

    Of shape (maps of block 1, 4, images x maps of block 2 x pooled pixels); the second axis is the
    place in the 2x2 square that is pooled.
    """
    pooled = conv_forward(network, images).pooled[0]
    kernels = network.kernels[1]
    parts = []
    for source in range(pooled.shape[1]):
        one = slice(source, source + 1)
        sums = convolved(pooled[:, one], kernels[:, one])
        parts.append(
            np.stack([sums[:, :, row::2, column::2].ravel() for row in (0, 1) for column in (0, 1)])
        )
    return np.stack(parts)

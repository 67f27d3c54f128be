"""A small convolutional network in NumPy: its maps, and what it says when some are silent.

Two blocks of 3x3 convolution (padded by zeros), ReLU, and 2x2 max pooling; then one linear layer.
What dropout does is a multiplier on the maps, between ReLU and pooling. The browser has the same
formulas (``stage/browser/feature_maps/arithmetic.js``); tests hold both to PyTorch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from dropviz.core.arrays import Float32Array
from dropviz.core.network import log_softmax

SIDE = 8
"""Pixels along a side of an image."""


@dataclass(frozen=True, eq=False)
class ConvNetwork:
    """Weights of a small convolutional network: kernels and biases of each block; the linear layer.

    kernels : of each block, of shape (n_out, n_in, 3, 3); kernel_biases : of shape (n_out,)
    weight : of shape (n_classes, maps x rows x columns of the last pooled maps)
    bias : of shape (n_classes,)
    """

    kernels: tuple[Float32Array, ...]
    kernel_biases: tuple[Float32Array, ...]
    weight: Float32Array
    bias: Float32Array

    @property
    def map_shapes(self) -> list[tuple[int, int, int]]:
        """Maps, rows and columns of each block, before pooling."""
        return [
            (len(bias), SIDE >> block, SIDE >> block)
            for block, bias in enumerate(self.kernel_biases)
        ]

    @property
    def n_maps(self) -> int:
        """Number of feature maps in all blocks together."""
        return sum(map(len, self.kernel_biases))


@dataclass(frozen=True, eq=False)
class ConvActivations:
    """What one forward pass of a ``ConvNetwork`` computed.

    maps : of each block, shape (n, maps, rows, columns), after ReLU and multiplier
    pooled : the same with half the rows and columns
    logits, probabilities : of shape (n, classes)
    """

    maps: tuple[Float32Array, ...]
    pooled: tuple[Float32Array, ...]
    logits: Float32Array
    probabilities: Float32Array


def conv_forward(
    network: ConvNetwork, images: ArrayLike, multipliers: Sequence[ArrayLike] | None = None
) -> ConvActivations:
    """Run a convolutional network on images, with some of its maps multiplied.

    Parameters
    ----------
    images : of shape (n, 64), in [0, 1]
    multipliers : for each block what multiplies its maps, broadcastable to (n, maps, rows,
        columns): 0 where dropped; None for a network without dropout
    """
    x = np.asarray(images, np.float32).reshape(-1, 1, SIDE, SIDE)
    maps, pooled = [], []
    for block, (kernels, biases) in enumerate(
        zip(network.kernels, network.kernel_biases, strict=True)
    ):
        seen = np.maximum(convolved(x, kernels) + biases[:, None, None], 0.0)
        if multipliers is not None:
            seen = seen * np.asarray(multipliers[block], np.float32)
        x = max_pooled(seen)
        maps.append(seen)
        pooled.append(x)
    logits = x.reshape(len(x), -1) @ network.weight.T + network.bias
    probabilities = np.exp(log_softmax(logits.astype(np.float64))).astype(np.float32)
    return ConvActivations(tuple(maps), tuple(pooled), logits, probabilities)


def convolved(x: Float32Array, kernels: Float32Array) -> Float32Array:
    """Cross-correlation with zeros around, as ``torch.nn.functional.conv2d`` has it.

    x of shape (n, n_in, rows, columns), kernels of shape (n_out, n_in, side, side), side odd;
    gives (n, n_out, rows, columns).
    """
    n, n_in, rows, columns = x.shape
    side = kernels.shape[-1]
    around = side // 2
    padded = np.pad(x, ((0, 0), (0, 0), (around, around), (around, around)))
    windows = sliding_window_view(padded, (side, side), (2, 3))
    patches = windows.transpose(0, 2, 3, 1, 4, 5).reshape(n, rows * columns, n_in * side**2)
    products = patches @ kernels.reshape(len(kernels), -1).T
    return np.ascontiguousarray(
        products.transpose(0, 2, 1).reshape(n, len(kernels), rows, columns), np.float32
    )


def max_pooled(x: Float32Array) -> Float32Array:
    """Largest of each 2 by 2 pixels: (n, maps, rows, columns) to (n, maps, rows/2, columns/2)."""
    n, maps, rows, columns = x.shape
    return np.asarray(x.reshape(n, maps, rows // 2, 2, columns // 2, 2).max(axis=(3, 5)))


def silenced(network: ConvNetwork, maps: ArrayLike) -> list[Float32Array]:
    """Multipliers for ``conv_forward`` that silence whole maps, and scale nothing.

    Parameters
    ----------
    maps : bool of shape (n_maps,) or (n, n_maps), True for a map that is off, block 1 first
    """
    off = np.atleast_2d(np.asarray(maps, bool))
    ends = np.cumsum([len(bias) for bias in network.kernel_biases])[:-1]
    return [np.asarray(~part[:, :, None, None], np.float32) for part in np.split(off, ends, axis=1)]

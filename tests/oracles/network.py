"""Gradients and cost of a drawn network, of which the browser has its own.

``tests/core/test_network.py`` holds the gradients to PyTorch.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray
from dropviz.core.network import ForwardPass, Network


def weight_gradients(
    network: Network, passed: ForwardPass, multipliers: Sequence[FloatArray], label: int
) -> list[FloatArray]:
    """dL/dW of each layer for the cross-entropy of one sample, shapes as the weights.

    The rows and columns of a dropped unit are exactly zero.
    """
    delta = passed.probabilities[0].copy()
    delta[label] -= 1.0
    gradients: list[FloatArray] = []
    for layer in reversed(range(len(network.weights))):
        gradients.append(np.outer(delta, passed.signals[layer][0]))
        if layer:
            back = delta @ network.weights[layer].astype(np.float64)
            delta = back * multipliers[layer] * (passed.activations[layer][0] > 0)
    return gradients[::-1]


def multiply_adds(network: Network, kept: Sequence[NDArray[np.bool_]]) -> tuple[int, int]:
    """Multiply-adds of the thinned network and of the whole one.

    A product is needed only from a kept unit to a kept unit; outputs are always kept.
    """
    counts = [int(mask.sum()) for mask in kept] + [network.sizes[-1]]
    thinned = sum(a * b for a, b in itertools.pairwise(counts))
    whole = sum(a * b for a, b in zip(network.sizes[:-1], network.sizes[1:], strict=True))
    return thinned, whole

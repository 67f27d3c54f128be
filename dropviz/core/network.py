"""A drawn network: a ReLU multilayer perceptron in NumPy, and its forward pass.

The browser has the same formulas (``shared/arithmetic.js``); tests hold both to PyTorch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from dropviz.core.arrays import FloatArray

T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True)
class Network:
    """A dense network: weights (n_out, n_in) and biases (n_out,) of each layer."""

    weights: tuple[NDArray[np.float32], ...]
    biases: tuple[NDArray[np.float32], ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units in each layer, input first, e.g. (64, 32, 32, 10)."""
        return (self.weights[0].shape[1], *(len(bias) for bias in self.biases))

    @property
    def n_droppable(self) -> int:
        """Units that dropout may silence: all but the outputs."""
        return sum(self.sizes[:-1])


@dataclass(frozen=True)
class ForwardPass:
    """What one forward pass computed, arrays of shape (n_samples, units of the layer).

    ``activations`` are the units' own (input first, before dropout); ``signals`` are what
    dropout lets through to the next layer.
    """

    activations: tuple[FloatArray, ...]
    signals: tuple[FloatArray, ...]
    logits: FloatArray
    probabilities: FloatArray


def load_network(path: Path) -> Network:
    """Read a network from safetensors with the tensor names of ``torch.nn.Sequential``."""
    tensors = load_file(path)
    prefixes = sorted({name.split(".")[0] for name in tensors}, key=int)
    return Network(
        tuple(tensors[f"{prefix}.weight"] for prefix in prefixes),
        tuple(tensors[f"{prefix}.bias"] for prefix in prefixes),
    )


def save_network(network: Network, path: Path) -> None:
    """Write a network so that ``torch.nn.Sequential(Linear, ReLU, Linear, ...)`` can load it."""
    tensors = {}
    for layer, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        tensors[f"{2 * layer}.weight"] = np.ascontiguousarray(weight)
        tensors[f"{2 * layer}.bias"] = np.ascontiguousarray(bias)
    save_file(tensors, path)


def log_softmax(logits: FloatArray) -> FloatArray:
    """Natural logarithm of softmax over the last axis; the shape stays as it is."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def forward(
    network: Network, images: NDArray[np.floating], multipliers: Sequence[FloatArray]
) -> ForwardPass:
    """Forward pass with dropout written as a multiplier on each unit.

    Parameters
    ----------
    network : Network
    images : ndarray of shape (n_samples, n_inputs)
    multipliers : one array per layer but the last, broadcastable to (n_samples, units):
        0 where a unit is dropped, its scaling factor where it is kept.
    """
    activation = np.atleast_2d(np.asarray(images, dtype=np.float64))
    activations: list[FloatArray] = []
    signals: list[FloatArray] = []
    logits = activation
    for layer, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        signal = activation * multipliers[layer]
        activations.append(activation)
        signals.append(signal)
        logits = signal @ weight.T.astype(np.float64) + bias
        activation = np.maximum(logits, 0.0)
    return ForwardPass(tuple(activations), tuple(signals), logits, np.exp(log_softmax(logits)))


def plain_multipliers(network: Network) -> list[FloatArray]:
    """Multipliers of a network without dropout."""
    return [np.ones(size) for size in network.sizes[:-1]]


def split_units(values: NDArray[T], sizes: Sequence[int]) -> list[NDArray[T]]:
    """Cut an array over all droppable units (last axis) into one piece per layer."""
    return np.split(values, np.cumsum(sizes[:-1])[:-1], axis=-1)

"""How accuracy falls when hidden units are silenced at random."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dropviz.core.network import FloatArray, Network, forward, plain_multipliers


@dataclass(frozen=True)
class RobustnessCurve:
    """Accuracy for k = 0..n silenced hidden units, arrays of shape (n_hidden + 1,).

    ``low`` and ``high`` bound the middle 90 % of the draws.
    """

    k: NDArray[np.int64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def accuracy(network: Network, images: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """Share of images the whole network gets right."""
    return share_right(forward(network, images, plain_multipliers(network)).logits, labels)


def share_right(logits: FloatArray, labels: NDArray[np.integer]) -> float:
    """Share of samples whose largest logit, of shape (n_samples, classes), is at their label."""
    return float((logits.argmax(axis=1) == labels).mean())


def robustness_curve(
    network: Network,
    images: NDArray[np.floating],
    labels: NDArray[np.integer],
    *,
    n_draws: int,
    rng: np.random.Generator,
) -> RobustnessCurve:
    """Accuracy as hidden units are silenced, in ``n_draws`` random orders.

    A draw silences units one after another in a random order over both hidden layers. Nothing
    is rescaled: this is what a trained network loses when units fail.
    """
    hidden = network.sizes[1:-1]
    n_hidden = sum(hidden)
    results = np.empty((n_draws, n_hidden + 1))
    for draw in range(n_draws):
        rank = rng.permutation(n_hidden)
        for k in range(n_hidden + 1):
            results[draw, k] = _accuracy_when_silenced(network, images, labels, rank < k)
    return RobustnessCurve(
        np.arange(n_hidden + 1),
        results.mean(axis=0),
        np.quantile(results, 0.05, axis=0),
        np.quantile(results, 0.95, axis=0),
    )


def _accuracy_when_silenced(
    network: Network,
    images: NDArray[np.floating],
    labels: NDArray[np.integer],
    silenced: NDArray[np.bool_],
) -> float:
    """Accuracy of the network without its silenced hidden units (they are left out, for speed)."""
    activation = np.asarray(images, dtype=np.float32)
    start = 0
    kept = np.ones(network.sizes[0], dtype=bool)
    for layer, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        last = layer == len(network.weights) - 1
        size = len(bias)
        next_kept = np.ones(size, bool) if last else ~silenced[start : start + size]
        activation = activation @ weight[np.ix_(next_kept, kept)].T + bias[next_kept]
        if not last:
            np.maximum(activation, 0.0, out=activation)
        kept = next_kept
        start += size
    return float((activation.argmax(axis=1) == labels).mean())

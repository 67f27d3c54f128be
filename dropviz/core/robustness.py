"""How accuracy falls when hidden units, or feature maps, are silenced at random."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dropviz.core.network import Network, forward, plain_multipliers


@dataclass(frozen=True)
class RobustnessCurve:
    """Accuracy for k = 0..n silenced units, arrays of shape (n + 1,).

    ``low`` and ``high`` bound the middle 90 % of the draws.
    """

    k: NDArray[np.int64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


def accuracy(network: Network, images: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """Share of images the whole network gets right."""
    return share_right(forward(network, images, plain_multipliers(network)).logits, labels)


def share_right(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
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
    """Accuracy as hidden units are silenced, in ``n_draws`` random orders over both layers."""

    def accuracies(silenced: NDArray[np.bool_]) -> list[float]:
        return [_accuracy_when_silenced(network, images, labels, off) for off in silenced]

    return silencing_curve(accuracies, sum(network.sizes[1:-1]), n_draws=n_draws, rng=rng)


def silencing_curve(
    accuracies: Callable[[NDArray[np.bool_]], ArrayLike],
    n_units: int,
    *,
    n_draws: int,
    rng: np.random.Generator,
) -> RobustnessCurve:
    """Accuracy as units, or whole maps, are silenced.

    A draw silences them one after another in a random order. Nothing is rescaled: this is what a
    trained network loses when they fail.

    Parameters
    ----------
    accuracies : gives accuracies of shape (n_masks,) for masks of shape (n_masks, n_units), True
        where silenced
    """
    k = np.arange(n_units + 1)
    orders = (rng.permutation(n_units) for _ in range(n_draws))
    results = np.array([accuracies(order < k[:, None]) for order in orders], np.float64)
    low, high = np.quantile(results, (0.05, 0.95), axis=0)
    return RobustnessCurve(k, results.mean(axis=0), low, high)


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

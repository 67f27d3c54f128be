"""What a trained network says when inference does not follow the rule it was trained with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray
from dropviz.core.coins import keep_mask
from dropviz.core.moments import ScalingRule, inference_factor, training_factor
from dropviz.core.network import Network, forward, log_softmax, split_units
from dropviz.core.robustness import share_right

N_PASSES = 50


@dataclass(frozen=True)
class Score:
    """Share of labels that are right, and mean of -log(probability of the true label)."""

    accuracy: float
    log_loss: float


def score(
    network: Network,
    images: NDArray[np.floating],
    labels: NDArray[np.integer],
    multipliers: Sequence[FloatArray],
) -> Score:
    """Accuracy and log-loss under multipliers as ``forward`` takes them."""
    logits = forward(network, images, multipliers).logits
    losses = -log_softmax(logits)[np.arange(len(labels)), labels]
    return Score(share_right(logits, labels), float(losses.mean()))


def convention_score(
    network: Network,
    images: NDArray[np.floating],
    labels: NDArray[np.integer],
    rates: Sequence[float],
    rule: ScalingRule,
) -> Score | None:
    """How a network trained with inverted scaling does at inference by the rule ``rule``.

    A rule that does not scale in training needs weights 1/(1-rate) as large, on each layer that
    is fed by dropped units, to compute the same function in training; these are the weights it
    gets here. None where that, or the rule itself, is a division by zero.
    """
    factors: list[float] = []
    weights = []
    for weight, rate in zip(network.weights, rates, strict=True):
        needed = training_factor(rate, "inverted")
        given = training_factor(rate, rule)
        factor = inference_factor(rate, rule)
        if factor is None or (rate >= 1.0 and given != needed):
            return None
        factors.append(factor)
        weights.append(weight * (needed / given if given else 1.0))
    multipliers = [np.full(n, factor) for n, factor in zip(network.sizes, factors, strict=False)]
    same_function = Network(tuple(weights), network.biases)
    return score(same_function, images, labels, multipliers)


def masked_multipliers(
    network: Network, n_samples: int, rates: Sequence[float], rng: np.random.Generator
) -> list[FloatArray]:
    """Fresh masks for every sample with inverted scaling, each of shape (n_samples, units)."""
    coins = rng.random((n_samples, network.n_droppable), dtype=np.float32)
    return [
        np.asarray(keep_mask(u, rate) * training_factor(rate, "inverted"), dtype=np.float64)
        for u, rate in zip(split_units(coins, network.sizes), rates, strict=True)
    ]


def forgotten_scores(
    network: Network,
    images: NDArray[np.floating],
    labels: NDArray[np.integer],
    rates: Sequence[float],
    rng: np.random.Generator,
) -> list[Score]:
    """Scores of 50 passes in training mode: what a forgotten ``model.eval()`` gives."""
    return [
        score(network, images, labels, masked_multipliers(network, len(images), rates, rng))
        for _ in range(N_PASSES)
    ]


def forgotten_probabilities(
    network: Network,
    image: NDArray[np.floating],
    rates: Sequence[float],
    rng: np.random.Generator,
) -> FloatArray:
    """Probabilities of one image in 50 passes in training mode, shape (50, classes)."""
    images = np.tile(image, (N_PASSES, 1))
    multipliers = masked_multipliers(network, N_PASSES, rates, rng)
    return forward(network, images, multipliers).probabilities

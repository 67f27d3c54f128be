"""The mean signal of a deep network while training, against the one at inference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t

from dropviz.core.arrays import FloatArray

WIDTH = 64
N_LAYERS = 10
N_MASKS = 40
RATES = np.arange(101) / 100
"""The rates of the sliders: 0, 0.01, ..., 1."""


@dataclass(frozen=True, eq=False)
class DepthRatios:
    """Training-time mean activation over the inference one, of shape (101 rates, 10 layers).

    Stacks of ReLU layers of width 64 with He-initialised weights and no biases, inverted dropout
    before each layer. A ratio is of means over units and 40 masks, all rates on the same coins.
    Such a network is positively homogeneous, so without scaling the ratio after L layers is
    (1-p)^L times the one here.

    mean : over networks; half : of its 95 % interval (Student's t)
    """

    mean: FloatArray
    half: FloatArray


def depth_ratios(n_networks: int) -> DepthRatios:
    """The ratios of so many random networks, a tenth of a second each."""
    ratios = np.stack([_ratios(np.random.default_rng(seed)) for seed in range(n_networks)])
    error = ratios.std(axis=0, ddof=1) / np.sqrt(n_networks)
    return DepthRatios(ratios.mean(axis=0), t.ppf(0.975, n_networks - 1) * error)


def _ratios(rng: np.random.Generator) -> FloatArray:
    """The ratios of one random network, shape (101, 10)."""
    weights = rng.normal(0, np.sqrt(2 / WIDTH), (N_LAYERS, WIDTH, WIDTH)).astype(np.float32)
    coins = rng.random((N_LAYERS, N_MASKS, WIDTH), dtype=np.float32)
    whole = np.abs(rng.normal(size=WIDTH)).astype(np.float32)
    factors = np.divide(1, 1 - RATES, out=np.zeros(len(RATES)), where=RATES < 1)
    signal = np.broadcast_to(whole, (len(RATES), N_MASKS, WIDTH))
    ratios = np.empty((len(RATES), N_LAYERS))
    for layer, weight in enumerate(weights):
        multipliers = (coins[layer] >= RATES[:, None, None]) * factors[:, None, None]
        signal = np.maximum((signal * multipliers.astype(np.float32)) @ weight.T, 0)
        whole = np.maximum(weight @ whole, 0)
        ratios[:, layer] = signal.mean(axis=(1, 2)) / whole.mean()
    return ratios

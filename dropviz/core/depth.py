"""The mean signal of a deep network while training, against the one at inference."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

WIDTH = 64
N_LAYERS = 10
N_NETWORKS = 4
N_MASKS = 40
RATES = np.arange(101) / 100
"""The rates of the sliders: 0, 0.01, ..., 1."""


@cache
def inverted_depth_ratios() -> NDArray[np.float64]:
    """Training-time mean activation over the inference one, shape (101 rates, 10 layers).

    Stacks of ReLU layers of width 64 with He-initialised weights and no biases, inverted dropout
    before each layer. The mean is over units, 40 masks and 4 networks, all rates on the same
    coins. Such a network is positively homogeneous, so without scaling the ratio after L layers
    is (1-p)^L times the one returned here.
    """
    rng = np.random.default_rng(0)
    per_network = [_ratios(rng) for _ in range(N_NETWORKS)]
    return np.asarray(np.mean(per_network, axis=0))


def _ratios(rng: np.random.Generator) -> NDArray[np.float64]:
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

"""All that is random in a run, each with a generator of its own for each seed.

So adding an arm, or dropout to an arm, moves nothing else: arms share what is drawn for a seed.
"""

from __future__ import annotations

import itertools
from enum import IntEnum

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

COIN_SIDES = 2**16
"""Coins have two bytes: rates are met to 1/65,536, and are cheaper than a float for each unit."""
STEPS_A_DRAW = 8
"""Steps drawn at once, to make few calls; part of what is drawn, so it never changes."""


class Purpose(IntEnum):
    """What a random generator is used for."""

    WEIGHTS = 1
    BATCHES = 2
    COINS = 3
    NOISE = 4
    DATA = 5


def generator_seed(seed: int, purpose: Purpose, layer: int = 0) -> int:
    """A seed for one purpose, independent of those for the others."""
    return int(np.random.SeedSequence([seed, purpose, layer]).generate_state(1, np.uint64)[0] >> 1)


class Batches:
    """Rows of the training set for each step: one shuffled epoch after the other, cut in batches.

    A batch may straddle two epochs, so that all have one size.
    """

    def __init__(self, seeds: range, n_train: int, batch_size: int) -> None:
        self._draw = [
            np.random.default_rng(generator_seed(seed, Purpose.BATCHES)) for seed in seeds
        ]
        self._left = [np.empty(0, np.int64) for _ in seeds]
        self._n_train, self._batch_size = n_train, batch_size

    def next(self) -> NDArray[np.int64]:
        """Row numbers of the next steps, int64 of shape (STEPS_A_DRAW, seeds, batch)."""
        wanted = STEPS_A_DRAW * self._batch_size
        for index, draw in enumerate(self._draw):
            parts = [self._left[index]]
            while sum(map(len, parts)) < wanted:
                parts.append(draw.permutation(self._n_train))
            self._left[index] = np.concatenate(parts)
        rows = np.stack([left[:wanted] for left in self._left])
        self._left = [left[wanted:] for left in self._left]
        return np.ascontiguousarray(
            rows.reshape(len(rows), STEPS_A_DRAW, -1).transpose(1, 0, 2), dtype=np.int64
        )


class LayerCoins:
    """Coins of one layer: int16 in [-2^15, 2^15), for each step, seed, example and unit.

    Drawn by the CPU, so that they are the same whatever ``device`` they are for.
    """

    def __init__(
        self, seeds: range, layer: int, batch_size: int, n_units: int, device: torch.device
    ) -> None:
        self._generators = [
            torch.Generator().manual_seed(generator_seed(seed, Purpose.COINS, layer))
            for seed in seeds
        ]
        self._shape = (len(seeds), STEPS_A_DRAW, batch_size, n_units)
        self._n = STEPS_A_DRAW * batch_size * n_units
        # Filled eight bytes at a time, which is cheaper than drawing small numbers.
        self._raw = torch.empty(len(seeds), -(-self._n // 4), dtype=torch.int64)
        self._device = device

    def next(self) -> Tensor:
        """Coins of the next steps, of shape (seeds, STEPS_A_DRAW, batch, units).

        Overwritten by the next call.
        """
        for row, generator in zip(self._raw, self._generators, strict=True):
            row.random_(-(2**63), None, generator=generator)
        return self._raw.to(self._device).view(torch.int16)[:, : self._n].view(self._shape)


class Noise:
    """Standard normal noise for each step, seed, example and feature, drawn by the CPU."""

    def __init__(
        self, seeds: range, batch_size: int, n_features: int, device: torch.device
    ) -> None:
        self._generators = [
            torch.Generator().manual_seed(generator_seed(seed, Purpose.NOISE)) for seed in seeds
        ]
        self._values = torch.empty(len(seeds), STEPS_A_DRAW, batch_size, n_features)
        self._device = device

    def next(self) -> Tensor:
        """Noise of the next steps, of shape (seeds, STEPS_A_DRAW, batch, features).

        Overwritten by the next call.
        """
        for row, generator in zip(self._values, self._generators, strict=True):
            row.normal_(generator=generator)
        return self._values.to(self._device)


def initial_weights(seed: int, sizes: tuple[int, ...], gain: float) -> list[NDArray[np.float32]]:
    """He-uniform weights of shape (n_in, n_out) for each layer, as ``kaiming_uniform_`` has them.

    A layer's weights do not depend on the layers after it.
    """
    weights = []
    for layer, (n_in, n_out) in enumerate(itertools.pairwise(sizes)):
        draw = np.random.default_rng(generator_seed(seed, Purpose.WEIGHTS, layer))
        bound = gain * np.sqrt(3.0 / n_in)
        weights.append(draw.uniform(-bound, bound, (n_in, n_out)).astype(np.float32))
    return weights

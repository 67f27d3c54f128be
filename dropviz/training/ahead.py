"""What training steps need that is known in advance: batches, targets, masks, several at a time.

For small networks a call costs as much as its arithmetic: preparing some steps by one call of each
kind takes a quarter off a step. Large ones would only leave the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dropviz.training.draws import COIN_SIDES, STEPS_A_DRAW

MOST_BYTES = 4 * 2**20
"""Of what is prepared at once, where that is more than one step."""

Key = tuple[int, int]
"""Of a mask: its layer, and its rate in sides of a coin."""


@dataclass(frozen=True)
class Sizes:
    """Of what is prepared for one step: seeds, arms, examples, and the width of each layer."""

    n_seeds: int
    n_arms: int
    batch: int
    layers: tuple[int, ...]


class Ahead:
    """Batches, targets and masks of the next steps.

    Parameters
    ----------
    x, targets : of all seeds one after the other, shape (seeds x n, features) and (seeds x n,
        classes)
    keys : of the masks that arms have
    """

    def __init__(self, sizes: Sizes, x: Tensor, targets: Tensor, keys: Iterable[Key]) -> None:
        self._sizes, self._x, self._targets = sizes, x, targets
        n_rows = sizes.n_arms * sizes.n_seeds * sizes.batch
        masks = {key: sizes.n_seeds * sizes.batch * sizes.layers[key[0]] for key in set(keys)}
        floats = n_rows * (x.shape[1] + targets.shape[1]) + sum(masks.values())
        self._n = max(1, min(STEPS_A_DRAW, MOST_BYTES // (4 * floats)))
        new = x.new_empty
        self._batches = new(self._n * n_rows, x.shape[1])
        self._wanted = new(self._n * n_rows, targets.shape[1])
        self._multipliers = {
            key: x.new_zeros(sizes.n_seeds, self._n, sizes.batch, sizes.layers[key[0]])
            for key in masks
        }
        self._first = 0

    def draw(
        self,
        rows: Tensor,
        coins: dict[int, Tensor],
        noises: Sequence[tuple[slice, Tensor, float]],
    ) -> None:
        """Take what was drawn for the next ``STEPS_A_DRAW`` steps.

        Parameters
        ----------
        rows : of x, shape (steps, seeds x batch)
        coins : by layer, of shape (seeds, steps, batch, units)
        noises : runs that have noise on their inputs, the noise (seeds, steps, batch, features),
            its standard deviation
        """
        self._rows = rows.repeat(1, self._sizes.n_arms)
        self._coins, self._noises = coins, noises

    def batch(self, at: int) -> tuple[Tensor, Tensor]:
        """Inputs and targets of step ``at`` of those drawn, both of shape (runs, batch, ...)."""
        if at % self._n == 0:
            self._prepare(at)
        step = at - self._first
        shape = (self._n, self._sizes.n_arms * self._sizes.n_seeds, self._sizes.batch, -1)
        return self._batches.view(shape)[step], self._wanted.view(shape)[step]

    def multiplier(self, key: Key, at: int) -> Tensor:
        """A mask's multipliers in a step: 0 where a unit is dropped, else 1 / (1 - p)."""
        return self._multipliers[key][:, at - self._first]

    def _prepare(self, first: int) -> None:
        self._first = first
        steps = slice(first, first + self._n)
        rows = self._rows[steps].reshape(-1)
        size = len(rows)
        torch.index_select(self._x, 0, rows, out=self._batches[:size])
        torch.index_select(self._targets, 0, rows, out=self._wanted[:size])
        shape = (-1, self._sizes.n_arms * self._sizes.n_seeds, self._sizes.batch, self._x.shape[1])
        for runs, noise, deviation in self._noises:
            inputs = self._batches[:size].view(shape)[:, runs]
            inputs.add_(noise[:, steps].transpose(0, 1), alpha=deviation)
        for (layer, threshold), multiplier in self._multipliers.items():
            if threshold < COIN_SIDES:
                coins = self._coins[layer][:, steps]
                # Straight to floats: by way of bools, which are not vectorised, it takes five times
                # as long.
                torch.ge(coins, threshold - COIN_SIDES // 2, out=multiplier[:, : coins.shape[1]])
                multiplier.mul_(COIN_SIDES / (COIN_SIDES - threshold))

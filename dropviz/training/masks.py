"""The dropout masks of a layer in all arms, from coins that the arms share."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from dropviz.training.draws import COIN_SIDES

MOST = 2**15 - 1
"""The highest coin."""


class LayerMask:
    """What multiplies a layer's activations: 0 where a unit is dropped, else 1 / (1 - p).

    runs : from the first arm that drops to the last; an arm between that does not has ones
    multipliers : of shape (runs, batch, units), overwritten by ``fill``

    Parameters
    ----------
    thresholds : each arm's rate in sides of a coin; one at least is above 0
    shape : (seeds, batch, units)
    """

    def __init__(
        self, thresholds: Sequence[int], shape: tuple[int, ...], device: torch.device
    ) -> None:
        dropping = [arm for arm, threshold in enumerate(thresholds) if threshold]
        first, stop = dropping[0], dropping[-1] + 1
        own = thresholds[first:stop]
        # No coin is high enough at p = 1: there the scale is 0.
        lowest = [min(threshold - COIN_SIDES // 2, MOST) for threshold in own]
        scales = [COIN_SIDES / (COIN_SIDES - t) if t < COIN_SIDES else 0.0 for t in own]
        self.runs = slice(first * shape[0], stop * shape[0])
        self._lowest = torch.tensor(lowest, dtype=torch.int16, device=device).view(-1, 1, 1, 1)
        self._scales = torch.tensor(scales, device=device).view(-1, 1, 1, 1)
        self._of_arms = torch.empty(len(own), *shape, device=device)
        self.multipliers = self._of_arms.flatten(0, 1)

    def fill(self, coins: Tensor) -> None:
        """Write the multipliers of one step, from coins of shape (seeds, batch, units)."""
        # Straight to floats: by way of bools, which are not vectorised, it takes five times as
        # long.
        torch.ge(coins, self._lowest, out=self._of_arms)
        self._of_arms.mul_(self._scales)


def layer_mask(
    thresholds: Sequence[int], shape: tuple[int, ...], device: torch.device
) -> LayerMask | None:
    """The mask of a layer; None where no arm drops."""
    return LayerMask(thresholds, shape, device) if any(thresholds) else None

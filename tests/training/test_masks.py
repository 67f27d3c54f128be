from __future__ import annotations

import pytest
import torch

from dropviz.training.draws import COIN_SIDES
from dropviz.training.masks import LayerMask, layer_mask

CPU = torch.device("cpu")
SHAPE = (2, 5, 7)  # seeds, batch, units


def coins() -> torch.Tensor:
    drawn = torch.randint(-(2**15), 2**15, SHAPE, generator=torch.Generator().manual_seed(0))
    drawn[0, 0, :2] = torch.tensor([-(2**15), 2**15 - 1])  # the lowest and the highest
    return drawn.to(torch.int16)


def test_each_arm_drops_what_lies_below_its_own_rate() -> None:
    thresholds = [0, COIN_SIDES // 4, 0, COIN_SIDES // 2, COIN_SIDES, 0]
    mask = LayerMask(thresholds, SHAPE, CPU)
    mask.fill(coins())
    assert mask.runs == slice(2, 10)
    kept_by_coin = coins().long() + COIN_SIDES // 2
    for arm, threshold in enumerate(thresholds[1:5]):
        found = mask.multipliers[2 * arm : 2 * arm + 2]
        p_drop = threshold / COIN_SIDES
        scale = 1 / (1 - p_drop) if p_drop < 1 else 0.0
        torch.testing.assert_close(found, (kept_by_coin >= threshold).float() * scale)


@pytest.mark.parametrize("thresholds", [[0], [0, 0, 0]])
def test_there_is_no_mask_where_nothing_drops(thresholds: list[int]) -> None:
    assert layer_mask(thresholds, SHAPE, CPU) is None

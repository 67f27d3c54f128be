import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from dropviz.core.map_masks import (
    MapMask,
    expected_square_share,
    map_mask,
    share_by_rule,
    share_dropped,
    square_rate,
)
from dropviz.layers import conv, masks
from dropviz.layers.conv import DropBlock, SpatialDropout2d
from dropviz.layers.dense import Dropout

COINS = np.random.default_rng(0).random((6, 8, 7))
LAYERS: dict[str, Callable[[float, int], torch.nn.Module]] = {
    "element": lambda p, _: Dropout(p),
    "spatial": lambda p, _: SpatialDropout2d(p),
    "block": DropBlock,
}


@pytest.mark.parametrize("p", [0.0, 0.1, 0.37, 0.9, 1.0])
@pytest.mark.parametrize("block_size", [1, 3, 7])
@pytest.mark.parametrize("way", LAYERS)
def test_each_way_is_its_layer_on_the_same_coins(
    way: str, p: float, block_size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def thrown(shape: Any, *_: Any) -> torch.Tensor:
        return torch.from_numpy(COINS)[None, :, : shape[2], : shape[3]]

    for module in (masks, conv):
        monkeypatch.setattr(module, "coins", thrown)
    x = torch.randn((1, *COINS.shape), dtype=torch.float64, generator=torch.manual_seed(0))
    theirs = LAYERS[way](p, block_size)(x)[0].numpy()
    found = map_mask(way, COINS, p, block_size)
    np.testing.assert_allclose(found.multipliers * x[0].numpy(), theirs, atol=1e-12)
    np.testing.assert_array_equal(found.kept, theirs != 0.0)
    assert share_dropped([found]) == pytest.approx((theirs == 0.0).mean())


def test_a_block_of_one_pixel_or_a_whole_map_is_one_of_the_other_ways() -> None:
    square = COINS[:, :7, :7]
    for p in (0.2, 0.6):
        for way, side in (("element", 1), ("spatial", 7), ("spatial", 20)):
            expected = map_mask(way, square, p).kept
            np.testing.assert_array_equal(map_mask("block", square, p, side).kept, expected)


def test_the_share_dropped_on_average_is_that_of_all_squares_enumerated() -> None:
    rows, columns, side, p = 3, 4, 2, 0.3
    rate = square_rate(p, side, rows, columns)
    assert rate == pytest.approx(0.3 / 4 * 12 / 6)
    mean = 0.0
    for starts in itertools.product((False, True), repeat=6):
        u = np.ones((1, rows, columns))
        u[0, :2, :3] = np.where(np.reshape(starts, (2, 3)), 0.0, 1.0)
        chance = np.prod(np.where(starts, rate, 1.0 - rate))
        mean += chance * share_dropped([map_mask("block", u, p, side)])
    assert expected_square_share(p, side, rows, columns) == pytest.approx(mean)
    assert expected_square_share(1.0, side, rows, columns) == 1.0
    assert expected_square_share(p, 1, 8, 8) == pytest.approx(p)


@pytest.mark.parametrize(("block", "side"), [(3, 6), (3, 8), (2, 4), (4, 4)])
def test_by_the_rule_alone_pixels_are_left_at_rate_1(block: int, side: int) -> None:
    torch.manual_seed(0)
    kept = DropBlock(1.0, block).kept(torch.zeros(4_000, 1, side, side))
    dropped = 1.0 - float(kept.double().mean())
    assert share_by_rule(1.0, block, side, side) == pytest.approx(dropped, abs=0.01)
    assert (share_by_rule(1.0, block, side, side) == 1.0) == (block == side)


def test_a_hand_overrules_the_coins() -> None:
    by_coins = MapMask(np.zeros((3, 2, 2), bool), np.full(3, 2.0))
    off = np.zeros((3, 2, 2), bool)
    off[1, 0, 0] = True
    found = by_coins.with_hand("01-", off, 1.25).multipliers
    np.testing.assert_array_equal(found[0], 0.0)
    np.testing.assert_array_equal(found[1], [[0.0, 1.25], [1.25, 1.25]])
    np.testing.assert_array_equal(found[2], 0.0)

import itertools

import numpy as np
import pytest
import torch

from dropviz.core.map_masks import WAYS, block_rate, kept_pixels, multiplier
from dropviz.layers.conv import DropBlock, SpatialDropout2d
from dropviz.layers.dense import Dropout

SHAPE = (4, 8, 8)


def layer_multiplier(monkeypatch, way: str, u: np.ndarray, p: float, block: int) -> np.ndarray:
    """What the torch layer makes of ones, its coins being ours."""
    x = torch.ones(1, *u.shape, dtype=torch.float64)
    layer = {
        "element": lambda: Dropout(p),
        "spatial": lambda: SpatialDropout2d(p),
        "block": lambda: DropBlock(p, block),
    }[way]()

    def thrown(shape, **_):
        return torch.from_numpy(u[:, : shape[2], : shape[3]].copy())[None]

    monkeypatch.setattr(torch, "rand", thrown)
    return layer(x)[0].numpy()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("p", [0.0, 0.1, 0.35, 0.9, 1.0])
@pytest.mark.parametrize("block", [1, 2, 3, 5, 8])
def test_the_masks_are_those_of_the_layers(monkeypatch, way: str, p: float, block: int) -> None:
    u = np.random.default_rng(round(100 * p) + block).random(SHAPE)
    ours = multiplier(way, u, p, block)
    np.testing.assert_allclose(ours, layer_multiplier(monkeypatch, way, u, p, block), atol=1e-12)


@pytest.mark.parametrize("way", WAYS)
def test_more_is_dropped_the_higher_the_rate_and_never_less(way: str) -> None:
    u = np.random.default_rng(0).random((200, 8, 8))
    kept = [kept_pixels(way, u, p, 3) for p in np.linspace(0, 1, 11)]
    assert kept[0].all()
    assert not kept[-1].any()
    assert all((after <= before).all() for before, after in itertools.pairwise(kept))


@pytest.mark.parametrize("p", [0.1, 0.3])
def test_the_share_is_the_rate_for_two_ways_and_less_for_overlapping_blocks(p: float) -> None:
    u = np.random.default_rng(1).random((4000, 8, 8))
    share = {way: 1 - kept_pixels(way, u, p, 3).mean() for way in WAYS}
    assert share["element"] == pytest.approx(p, abs=0.005)
    assert share["spatial"] == pytest.approx(p, abs=0.03)
    assert 0.6 * p < share["block"] < p


def test_a_block_as_large_as_the_map_is_a_whole_map() -> None:
    u = np.random.default_rng(2).random((50, 4, 4))
    assert block_rate(0.4, 4, 4, 4) == pytest.approx(0.4)
    np.testing.assert_array_equal(kept_pixels("block", u, 0.4, 9), kept_pixels("spatial", u, 0.4))

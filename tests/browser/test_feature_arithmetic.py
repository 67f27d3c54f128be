"""The convolutions and map masks of the browser against PyTorch and the layers of dropviz."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Page
from scipy import stats
from torch import Tensor
from torch.nn import functional

from dropviz.core.coins import coins, scattered_coins
from dropviz.core.map_masks import MapMask, map_mask
from dropviz.core.photo_filters import explained, photo_maps, rebuilt_photo
from dropviz.data.conv_networks import DESCRIPTIONS, shipped_conv_network
from dropviz.data.digits import test_digits as shipped_digits
from dropviz.data.photos import photo_pixels, shipped_filters
from dropviz.layers import conv, masks
from dropviz.layers.conv import DropBlock, SpatialDropout2d
from dropviz.layers.dense import Dropout
from dropviz.lessons.feature_maps.payload import packed_conv_network, packed_photos
from dropviz.lessons.feature_maps.view import MAP_SHAPES, N_MAPS, N_PIXELS
from dropviz.stage.packing import packed

N_STATES = 80
SCRIPTS = ("shared/arithmetic.js", "feature_maps/arithmetic.js")
EVALUATE = """({network, image, coins, way, p, block, forced, off}) => {
  const decoded = decodeConvNetwork(network);
  const u = decodeFloats(coins);
  const bits = off && decodeBytes(off);
  let [pixel, map] = [0, 0];
  const masks = decoded.blocks.map(({shape}) => {
    const n = shape.maps * shape.rows * shape.columns;
    const mask = mapMask(way, u.subarray(pixel, pixel + n), shape, {p, block,
      forced: forced.slice(map, map + shape.maps), off: bits && bits.subarray(pixel, pixel + n)});
    [pixel, map] = [pixel + n, map + shape.maps];
    return mask;
  });
  const pass = convForward(decoded, decodeFloats(image), masks.map((mask) => mask.multipliers));
  return {kept: masks.map((mask) => [...mask.kept]), share: shareDropped(masks),
          signals: pass.blocks.map((block) => [...block.signals]),
          pooled: pass.blocks.map((block) => [...block.pooled]),
          logits: [...pass.logits], probabilities: [...pass.probabilities]};
}"""


def layer_of(way: str, p: float, block: int, side: int) -> torch.nn.Module:
    if way == "block":
        return DropBlock(p, min(block, side))
    return {"hand": Dropout(0.0), "element": Dropout(p), "spatial": SpatialDropout2d(p)}[way]


def dropped_by(
    layer: torch.nn.Module, x: Tensor, u: Tensor, monkeypatch: pytest.MonkeyPatch
) -> Tensor:
    """What the layer lets through when its coins are the first ones of each row of u."""

    def thrown(shape: Any, *_: Any) -> Tensor:
        return u[None, ..., : shape[2], : shape[3]]

    for module in (masks, conv):
        monkeypatch.setattr(module, "coins", thrown)
    return layer(x)


def hand_factor(way: str, p: float) -> float:
    if way in ("hand", "block"):
        return 1.0
    return 1 / (1 - p) if p < 1 else 0.0


def by_hand(x: Tensor, dropped: Tensor, forced: str, off: Tensor, factor: float) -> Tensor:
    """What is done by hand on top of the coins, written down anew from the definition."""
    y = dropped.clone()
    for channel, sign in enumerate(forced):
        if sign != "-":
            y[:, channel] = x[:, channel] * factor if sign == "1" else 0.0
    return torch.where(off, 0.0, y)


def random_state(rng: np.random.Generator) -> dict[str, Any]:
    hand = rng.random() < 0.5
    return {
        "way": str(rng.choice(["hand", "element", "spatial", "block"])),
        "p": float(rng.choice([0.0, 1.0, *np.round(rng.random(8), 2)])),
        "block": int(rng.integers(1, 9)),
        "forced": "".join(rng.choice(list("---01"), N_MAPS)) if hand else "",
        "off": rng.random(N_PIXELS) < 0.1 * hand,
    }


def test_maps_masks_and_classes_equal_pytorch(
    blank_page_with: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = blank_page_with(*SCRIPTS)
    rng = np.random.default_rng(0)
    digits = shipped_digits()
    for number in range(N_STATES):
        network = shipped_conv_network(list(DESCRIPTIONS)[number % 2])
        image, u = digits.images[rng.integers(450)], coins(number, N_PIXELS)
        state = random_state(rng)
        sent = state | {
            "network": packed_conv_network(network), "image": packed(image), "coins": packed(u),
            "off": packed(state["off"].astype(np.uint8)) if state["off"].any() else None,
        }  # fmt: skip
        found = page.evaluate(EVALUATE, sent)

        x = torch.from_numpy(image).double().reshape(1, 1, 8, 8)
        kept_everywhere = []
        for depth, shape in enumerate(MAP_SHAPES):
            pixels = slice(0, 512) if depth == 0 else slice(512, 768)
            channels = slice(0, 8) if depth == 0 else slice(8, 24)
            kernels, biases = network.kernels[depth], network.kernel_biases[depth]
            x = functional.conv2d(
                x, torch.from_numpy(kernels).double(), torch.from_numpy(biases).double(), padding=1
            ).relu()
            layer = layer_of(state["way"], state["p"], state["block"], shape[1])
            flips = torch.from_numpy(u[pixels].reshape(shape)).double()
            off = torch.from_numpy(state["off"][pixels].reshape(shape))[None]
            factor = hand_factor(state["way"], state["p"])
            hand = (state["forced"][channels], off, factor)
            own = by_hand(x, dropped_by(layer, x, flips, monkeypatch), *hand)
            ones = torch.ones_like(x)
            kept = by_hand(ones, dropped_by(layer, ones, flips, monkeypatch), *hand) != 0
            x = own
            if factor:  # at p = 1 what is put on by hand is kept, but times 0
                shown = np.reshape(found["kept"][depth], shape).astype(bool)
                assert np.array_equal(shown, kept[0].numpy()), (number, state)
                kept_everywhere.append(shown)
            assert np.allclose(found["signals"][depth], x.flatten(), rtol=0, atol=1e-5), number
            x = functional.max_pool2d(x, 2)
            assert np.allclose(found["pooled"][depth], x.flatten(), rtol=0, atol=1e-5), number
        weight = torch.from_numpy(np.asarray(network.weight)).double().T
        logits = x.flatten() @ weight + torch.from_numpy(np.asarray(network.bias)).double()
        assert np.allclose(found["logits"], logits, rtol=0, atol=1e-5), (number, state)
        shares = torch.softmax(logits, 0)
        assert np.allclose(found["probabilities"], shares, rtol=0, atol=1e-5), number
        if kept_everywhere:
            left = sum(int(kept.sum()) for kept in kept_everywhere)
            assert np.isclose(found["share"], 1 - left / N_PIXELS)


@pytest.mark.parametrize("p", [0.15, 0.5, 0.9])
def test_a_block_of_one_pixel_and_one_of_a_whole_map_are_the_other_two_ways(
    blank_page_with: Callable[..., Page], p: float
) -> None:
    page = blank_page_with(*SCRIPTS)
    same = page.evaluate(
        """([coins, p]) => {
          const u = decodeFloats(coins).subarray(0, 512);
          const shape = {maps: 8, rows: 8, columns: 8};
          const kept = (way, block) => keptByCoins(way, u, shape, p, block).join("");
          return [kept("block", 1) === kept("element"), kept("block", 8) === kept("spatial"),
                  kept("block", 3) === kept("element")];
        }""",
        [packed(coins(7, N_PIXELS)), p],
    )
    assert same == [True, True, False]


PHOTO = """({packed, name, seed, way, p, block, forced}) => {
  const model = decodePhotoFilters(packed);
  const {shape} = model.filters;
  const photo = Float32Array.from(decodeBytes(packed.photos[name]), (level) => level / 255);
  const values = photoMaps(model, photo);
  const u = scatteredCoins(seed, values.length);
  const mask = mapMask(way, u, shape, {p, block, forced});
  const squares = decodedSquares(model, pooledProduct(shape, values, mask.multipliers));
  const rebuilt = unfolded(squares, shape.rows, shape.columns);
  return {values: [...values], rebuilt: [...rebuilt], coins: [...u],
          share: explainedShare(photo, rebuilt)};
}"""


@pytest.mark.parametrize(
    ("name", "way", "p", "block"),
    [("flower", "hand", 0.3, 3), ("china", "spatial", 0.4, 3), ("flower", "block", 0.25, 5)],
)
def test_a_rebuilt_photo_equals_what_numpy_computes(
    blank_page_with: Callable[..., Page], name: str, way: str, p: float, block: int
) -> None:
    filters, photo = shipped_filters(), photo_pixels(name)
    page = blank_page_with(*SCRIPTS, "feature_maps/photo_arithmetic.js")
    found = page.evaluate(
        PHOTO,
        {
            "packed": packed_photos(), "name": name, "seed": 7, "way": way, "p": p,
            "block": block, "forced": "0" + "-" * (filters.n_maps - 2) + "1",
        },
    )  # fmt: skip
    maps = photo_maps(filters, photo)
    assert np.allclose(found["values"], maps.ravel(), rtol=0, atol=1e-5)
    u = np.reshape(found["coins"], maps.shape)
    assert np.array_equal(u.ravel(), scattered_coins(7, maps.size))
    mask = MapMask(np.ones(maps.shape, bool), np.ones(len(maps)))
    if way != "hand":
        mask = map_mask(way, u, p, block)
    factor_on = 1 / (1 - p) if way == "spatial" else 1.0
    hand = mask.with_hand(
        "0" + "-" * (filters.n_maps - 2) + "1", np.zeros(maps.shape, bool), factor_on
    )
    rebuilt = rebuilt_photo(filters, maps, hand.multipliers)
    assert np.allclose(found["rebuilt"], rebuilt.ravel(), rtol=0, atol=1e-4)
    assert np.isclose(found["share"], explained(photo, rebuilt), atol=1e-4)


def test_the_coins_of_a_photo_are_uniform_and_unrelated(
    blank_page_with: Callable[..., Page],
) -> None:
    page = blank_page_with("feature_maps/photo_arithmetic.js")
    rows = page.evaluate("[0, 7, 8, 9999].map((seed) => [...scatteredCoins(seed, 16 * 96 * 64)])")
    for u in map(np.array, rows):
        assert 0 <= u.min() < u.max() < 1
        assert stats.kstest(u, "uniform").pvalue > 1e-3
        for lag in (1, 96, 96 * 64):
            assert abs(np.corrcoef(u[:-lag], u[lag:])[0, 1]) < 0.02
    for one, other in combinations(rows, 2):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.02

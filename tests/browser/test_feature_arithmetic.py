"""The browser's arithmetic on shipped feature maps and photos, in the browser itself.

Far more states are compared under Node: ``tests/js/feature_maps.test.js``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page

from dropviz.core.coins import coins, scattered_coins
from dropviz.data.conv_networks import DESCRIPTIONS, shipped_conv_network
from dropviz.data.digits import test_digits as shipped_digits
from dropviz.data.photos import photo_pixels, shipped_filters
from dropviz.lessons.feature_maps.payload import packed_conv_network, packed_photos
from dropviz.lessons.feature_maps.view import MAP_SHAPES, N_PIXELS
from dropviz.stage.packing import packed
from tests.vectors.feature_maps import (
    by_torch,
    forced_ends,
    packed_state,
    photo_by_numpy,
    random_state,
)

N_STATES = 12
MODULES = ("shared/arithmetic.js", "feature_maps/arithmetic.js")
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


def test_maps_masks_and_classes_equal_pytorch(blank_page_with: Callable[..., Page]) -> None:
    page = blank_page_with(*MODULES)
    rng = np.random.default_rng(0)
    for number in range(N_STATES):
        network = shipped_conv_network(list(DESCRIPTIONS)[number % 2])
        image, u = shipped_digits().images[rng.integers(450)], coins(number, N_PIXELS)
        state = random_state(rng, network)
        sent = {
            "network": packed_conv_network(network), "image": packed(image), "coins": packed(u),
        }  # fmt: skip
        found = page.evaluate(EVALUATE, packed_state(state) | sent)

        theirs = by_torch(network, image, u, state)
        for name in ("signals", "pooled"):
            for ours, block in zip(found[name], theirs[name], strict=True):
                assert np.allclose(ours, block, rtol=0, atol=1e-5), (name, number)
        for name in ("logits", "probabilities"):
            assert np.allclose(found[name], theirs[name], rtol=0, atol=1e-5), (name, number)
        if theirs["share"] is not None:  # else what is put on by hand is kept, but times 0
            assert len(found["kept"]) == len(MAP_SHAPES)
            for ours, block in zip(found["kept"], theirs["kept"], strict=True):
                assert np.array_equal(np.array(ours, bool), block), (number, state)
            assert np.isclose(found["share"], theirs["share"])


PHOTO = """({packed, name, seed, way, p, block, forced}) => {
  const model = decodePhotoFilters(packed);
  const {shape} = model.filters;
  const photo = Float32Array.from(decodeBytes(packed.photos[name]), (level) => level / 255);
  const values = photoMaps(model, photo);
  const u = scatteredCoins(seed, values.length);
  const mask = mapMask(way, u, shape, {p, block, forced});
  const outputs = decodedOutputs(model, pooledProduct(shape, values, mask.multipliers));
  const rebuilt = unfolded(outputs, shape.rows, shape.columns);
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
    page = blank_page_with(*MODULES, "feature_maps/photo_arithmetic.js")
    found = page.evaluate(
        PHOTO,
        {
            "packed": packed_photos(), "name": name, "seed": 7, "way": way, "p": p,
            "block": block, "forced": forced_ends(filters),
        },
    )  # fmt: skip
    u = scattered_coins(7, filters.n_maps * photo.shape[0] * photo.shape[1])
    assert np.array_equal(found["coins"], u)
    coins = u.reshape(filters.n_maps, *photo.shape[:2])
    theirs = photo_by_numpy(filters, photo, coins, way, p, block)
    assert np.allclose(found["values"], theirs["values"], rtol=0, atol=1e-5)
    assert np.allclose(found["rebuilt"], theirs["rebuilt"], rtol=0, atol=1e-4)
    assert np.isclose(found["share"], theirs["share"], atol=1e-4)

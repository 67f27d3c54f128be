"""A convolutional network whose maps are dropped in each of the ways, by PyTorch and the layers."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from dropviz.core.arrays import RealArray
from dropviz.core.coins import scattered_coins
from dropviz.core.conv_network import SIDE, ConvNetwork
from dropviz.core.map_masks import MapMask, map_mask
from dropviz.core.photo_filters import PhotoFilters, explained, photo_maps, rebuilt_photo
from dropviz.layers.conv import DropBlock, SpatialDropout2d
from dropviz.layers.dense import Dropout
from dropviz.lessons.feature_maps.payload import packed_conv_network
from dropviz.stage.packing import packed
from scripts.vectors import rounded

N_STATES = 80
N_MAPS = (4, 6)
N_CLASSES = 5
PHOTO_SHAPE = (8, 12, 3)
N_PHOTO_MAPS = 4
PHOTO_CASES = [("hand", 0.3, 3), ("element", 0.5, 3), ("spatial", 0.4, 3), ("block", 0.25, 5)]
"""Way, rate and side of the squares."""


def small_network() -> ConvNetwork:
    """A network of random weights."""
    rng = np.random.default_rng(1)
    kernels = [(N_MAPS[0], 1, 3, 3), (N_MAPS[1], N_MAPS[0], 3, 3)]
    weight = (N_CLASSES, N_MAPS[1] * (SIDE // 4) ** 2)
    return ConvNetwork(
        tuple(rng.normal(0, 0.5, shape).astype(np.float32) for shape in kernels),
        tuple(rng.normal(0, 0.3, n).astype(np.float32) for n in N_MAPS),
        rng.normal(0, 0.3, weight).astype(np.float32),
        rng.normal(0, 0.3, N_CLASSES).astype(np.float32),
    )


def n_pixels(network: ConvNetwork) -> int:
    """In all maps."""
    return sum(int(np.prod(shape)) for shape in network.map_shapes)


def layer_of(way: str, p: float, block: int, side: int) -> torch.nn.Module:
    """The layer that drops maps in this way."""
    if way == "block":
        return DropBlock(p, min(block, side))
    return {"hand": Dropout(0.0), "element": Dropout(p), "spatial": SpatialDropout2d(p)}[way]


def dropped_by(layer: torch.nn.Module, x: Tensor, u: Tensor) -> Tensor:
    """What the layer lets through when its coins are the first ones of each row of u."""

    def thrown(shape: Any, *_: Any) -> Tensor:
        return u[None, ..., : shape[2], : shape[3]]

    with patch("dropviz.layers.masks.coins", thrown), patch("dropviz.layers.conv.coins", thrown):
        dropped: Tensor = layer(x)
    return dropped


def hand_factor(way: str, p: float) -> float:
    """What a map is multiplied by that is on by hand."""
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


def by_torch(
    network: ConvNetwork, image: NDArray[Any], u: NDArray[Any], state: dict[str, Any]
) -> dict[str, Any]:
    """Signals, pooled and kept maps of each block, logits, probabilities, the share dropped.

    What is kept, and the share, is None where what is on by hand is multiplied by 0.
    """
    x = torch.from_numpy(image).double().reshape(1, 1, SIDE, SIDE)
    found: dict[str, Any] = {"signals": [], "pooled": [], "kept": []}
    pixel = channel = 0
    way, p, factor = state["way"], state["p"], hand_factor(state["way"], state["p"])
    for depth, shape in enumerate(network.map_shapes):
        pixels = slice(pixel, pixel := pixel + int(np.prod(shape)))
        forced = state["forced"][channel : (channel := channel + shape[0])]
        kernels, biases = network.kernels[depth], network.kernel_biases[depth]
        weights = torch.from_numpy(kernels).double(), torch.from_numpy(biases).double()
        x = functional.conv2d(x, *weights, padding=1).relu()
        layer = layer_of(way, p, state["block"], shape[1])
        flips = torch.from_numpy(u[pixels].reshape(shape)).double()
        hand = (forced, torch.from_numpy(state["off"][pixels].reshape(shape))[None], factor)
        ones = torch.ones_like(x)
        kept = by_hand(ones, dropped_by(layer, ones, flips), *hand) != 0
        x = by_hand(x, dropped_by(layer, x, flips), *hand)
        found["signals"].append(x.flatten().numpy())
        x = functional.max_pool2d(x, 2)
        found["pooled"].append(x.flatten().numpy())
        found["kept"].append(kept.flatten().numpy() if factor else None)
    weight = torch.from_numpy(np.asarray(network.weight)).double().T
    logits = x.flatten() @ weight + torch.from_numpy(np.asarray(network.bias)).double()
    share = 1 - float(np.concatenate(found["kept"]).mean()) if factor else None
    return found | {
        "logits": logits.numpy(),
        "probabilities": torch.softmax(logits, 0).numpy(),
        "share": share,
    }


def random_state(rng: np.random.Generator, network: ConvNetwork) -> dict[str, Any]:
    """A state of the stage: way, rate, squares, what is off or on by hand."""
    hand = rng.random() < 0.5
    return {
        "way": str(rng.choice(["hand", "element", "spatial", "block"])),
        "p": float(rng.choice([0.0, 1.0, *np.round(rng.random(8), 2)])),
        "block": int(rng.integers(1, 9)),
        "forced": "".join(rng.choice(list("---01"), network.n_maps)) if hand else "",
        "off": rng.random(n_pixels(network)) < 0.1 * hand,
    }


def packed_state(state: dict[str, Any]) -> dict[str, Any]:
    """For the browser."""
    off = packed(state["off"].astype(np.uint8)) if state["off"].any() else None
    return state | {"off": off}


def small_filters() -> PhotoFilters:
    """Random filters and a random decoder."""
    rng = np.random.default_rng(3)
    shapes = (N_PHOTO_MAPS, 3, 3, 3), (N_PHOTO_MAPS,), (12, N_PHOTO_MAPS, 3, 3), (12,)
    return PhotoFilters(*(rng.normal(0, 0.4, shape).astype(np.float32) for shape in shapes))


def forced_ends(filters: PhotoFilters) -> str:
    """The first map off by hand, the last one on."""
    return "0" + "-" * (filters.n_maps - 2) + "1"


def photo_by_numpy(
    filters: PhotoFilters, photo: RealArray, u: NDArray[Any], way: Any, p: float, block: int
) -> dict[str, Any]:
    """The maps of a photo, what is rebuilt of them with ``forced_ends``, and the share explained.

    u : coins of the shape of the maps
    """
    maps = photo_maps(filters, photo)
    mask = MapMask(np.ones(maps.shape, bool), np.ones(len(maps)))
    if way != "hand":
        mask = map_mask(way, u, p, block)
    factor = hand_factor(way, p)
    hand = mask.with_hand(forced_ends(filters), np.zeros(maps.shape, bool), factor)
    rebuilt = rebuilt_photo(filters, maps, hand.multipliers)
    return {
        "values": maps.ravel(),
        "rebuilt": rebuilt.ravel(),
        "share": float(explained(photo, rebuilt)),
    }


def _states() -> list[dict[str, Any]]:
    rng = np.random.default_rng(0)
    network = small_network()
    states = []
    for seed in range(N_STATES):
        image = rng.random(SIDE * SIDE, np.float32)
        state = random_state(rng, network)
        found = by_torch(network, image, scattered_coins(seed, n_pixels(network)), state)
        blocks = {name: list(map(rounded, found[name])) for name in ("signals", "pooled")}
        kept = [None if one is None else "".join(map(str, map(int, one))) for one in found["kept"]]
        heads = {name: rounded(found[name]) for name in ("logits", "probabilities")}
        sent = packed_state(state) | {"image": packed(image), "seed": seed}
        states.append(sent | blocks | heads | {"kept": kept, "share": found["share"]})
    return states


def _photos() -> dict[str, Any]:
    filters = small_filters()
    photo = np.random.default_rng(4).integers(0, 256, PHOTO_SHAPE, np.uint8)
    values = (photo / 255).astype(np.float32)
    u = scattered_coins(7, N_PHOTO_MAPS * PHOTO_SHAPE[0] * PHOTO_SHAPE[1])
    coins = u.reshape(N_PHOTO_MAPS, *PHOTO_SHAPE[:2])
    cases = []
    for way, p, block in PHOTO_CASES:
        found = photo_by_numpy(filters, values, coins, way, p, block)
        numbers = {name: rounded(value) for name, value in found.items()}
        cases.append({"way": way, "p": p, "block": block} | numbers)
    shapes = {"shape": [N_PHOTO_MAPS, *PHOTO_SHAPE[:2]], "side": filters.kernels.shape[-1]}
    return {
        "filters": shapes | {name: packed(value) for name, value in vars(filters).items()},
        "photo": packed(photo),
        "forced": forced_ends(filters),
        "seed": 7,
        "coins": packed(u),
        "cases": cases,
    }


def cases() -> dict[str, Any]:
    """States of a small network and of a small photo with what is found in them."""
    network = packed_conv_network(small_network())
    return {"network": network, "states": _states(), "photos": _photos()}

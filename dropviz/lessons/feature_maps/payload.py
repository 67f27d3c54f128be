"""What Python sends to the stage of *Feature maps*."""

from __future__ import annotations

from functools import cache

import numpy as np
from typing_extensions import TypedDict

from dropviz.core.conv_network import ConvNetwork, conv_forward
from dropviz.data.conv_networks import DESCRIPTIONS, ConvName, shipped_conv_network
from dropviz.data.digits import LARGEST_PIXEL, test_digits
from dropviz.data.photos import (
    LICENCE,
    PHOTOGRAPHERS,
    PHOTOS,
    shipped_filters,
    shipped_photos,
)
from dropviz.lessons.feature_maps.view import LARGEST_BLOCK, N_PIXELS, FeatureMapsView
from dropviz.stage.coin_rows import PackedCoins, packed_coins
from dropviz.stage.packing import packed

N_HARD = 20
COINS_BEHIND = 2  # a row is long, and each gesture sends them all


class PackedConvNetwork(TypedDict):
    """A network for ``decodeConvNetwork`` in ``feature_maps/arithmetic.js``.

    Of each block the ``shapes`` of its maps (maps, rows, columns), its ``kernels`` and their
    biases; of the readout its weights and biases; all numbers float32.
    """

    shapes: list[tuple[int, int, int]]
    kernels: list[str]
    kernel_biases: list[str]
    weights: str
    biases: str


class PackedPhotoFilters(TypedDict):
    """The photographs and their filters for ``decodePhotoFilters`` in ``photo_arithmetic.js``.

    ``shape`` is that of a photo's maps; ``decoder`` is of shape (12, maps, 3, 3).
    """

    photos: dict[str, str]
    credits: dict[str, str]
    shape: tuple[int, int, int]
    side: int
    kernels: str
    biases: str
    decoder: str
    decoder_bias: str


class FeatureMapsConstant(TypedDict):
    """Networks, digits and photos, and what is said of them: the same for all views."""

    networks: dict[ConvName, PackedConvNetwork]
    first: ConvName
    descriptions: dict[ConvName, str]
    pixels: str
    labels: str
    largest_pixel: int
    hard: dict[ConvName, list[int]]
    photos: PackedPhotoFilters
    largest_block: int


class FeatureMapsPayload(FeatureMapsConstant):
    """What ``feature_maps/stage.js`` is sent."""

    coins: PackedCoins


def packed_conv_network(network: ConvNetwork) -> PackedConvNetwork:
    """A convolutional network's shapes and numbers, packed for the browser."""
    return {
        "shapes": network.map_shapes,
        "kernels": [packed(kernels) for kernels in network.kernels],
        "kernel_biases": [packed(biases) for biases in network.kernel_biases],
        "weights": packed(network.weight),
        "biases": packed(network.bias),
    }


def packed_photos() -> PackedPhotoFilters:
    """The shipped photographs as bytes, and their filters in float32, packed for the browser."""
    photos, filters = shipped_photos(), shipped_filters()
    return {
        "photos": {name: packed(photos[name]) for name in PHOTOS},
        "credits": {name: f"by {PHOTOGRAPHERS[name]}, {LICENCE}" for name in PHOTOS},
        "shape": (filters.n_maps, *photos[PHOTOS[0]].shape[:2]),
        "side": filters.kernels.shape[-1],
        "kernels": packed(filters.kernels),
        "biases": packed(filters.biases),
        "decoder": packed(filters.decoder),
        "decoder_bias": packed(filters.decoder_bias),
    }


@cache
def least_confident(name: ConvName) -> list[int]:
    """Test images with the smallest largest probability, least confident first."""
    probabilities = conv_forward(shipped_conv_network(name), test_digits().images).probabilities
    order = np.argsort(probabilities.max(axis=1), kind="stable")
    return [int(index) for index in order[:N_HARD]]


def payload(view: FeatureMapsView) -> FeatureMapsPayload:
    """What ``feature_maps/stage.js`` is sent for a view.

    How the ways are scaled, as ``core.map_masks`` and ``arithmetic.js`` have it: "hand" not
    at all; "element" and "spatial" by 1 / (1 - p), 0 at p = 1; "block" map by map, by pixels /
    pixels that the coins keep, a map that is "1" by hand by 1 (no square falls there).
    """
    return {**_constant(), "coins": packed_coins(view.seed, N_PIXELS, behind=COINS_BEHIND)}


@cache
def _constant() -> FeatureMapsConstant:
    digits = test_digits()
    return {
        "networks": {
            name: packed_conv_network(shipped_conv_network(name)) for name in DESCRIPTIONS
        },
        "first": next(iter(DESCRIPTIONS)),
        "descriptions": DESCRIPTIONS,
        "pixels": packed(digits.pixels),
        "labels": packed(digits.labels),
        "largest_pixel": LARGEST_PIXEL,
        "hard": {name: least_confident(name) for name in DESCRIPTIONS},
        "photos": packed_photos(),
        "largest_block": LARGEST_BLOCK,
    }

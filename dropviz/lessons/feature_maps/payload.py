"""What Python sends to the stage of *Feature maps*."""

from __future__ import annotations

from functools import cache

import numpy as np
from typing_extensions import TypedDict

from dropviz.core.conv_network import ConvNetwork, conv_forward
from dropviz.data.conv_networks import DESCRIPTIONS, ConvName, shipped_conv_network
from dropviz.data.digits import test_digits
from dropviz.data.photos import (
    LICENCE,
    PHOTOGRAPHERS,
    PHOTOS,
    PhotoName,
    shipped_filters,
    shipped_photos,
)
from dropviz.lessons.feature_maps.view import LARGEST_BLOCK, N_PIXELS, FeatureMapsView
from dropviz.stage.coin_rows import PackedCoins, packed_coins
from dropviz.stage.packing import packed

N_HARD = 20
COINS_BEHIND = 2  # a row is long, and each gesture sends them all


class PackedConvNetwork(TypedDict):
    """A convolutional network for ``decodeConvNetwork``; float32 in base64.

    shapes : maps, rows and columns of each block
    kernels, kernel_biases : of each block; weights, biases : of the dense layer
    """

    shapes: list[tuple[int, int, int]]
    kernels: list[str]
    kernel_biases: list[str]
    weights: str
    biases: str


class PackedPhotos(TypedDict):
    """Photographs, and the filters and decoder (``PhotoFilters``) for ``decodePhotoFilters``.

    photos : uint8 of shape (rows, columns, 3); credits : a line each
    shape : maps, rows, columns; side : of a filter
    """

    photos: dict[PhotoName, str]
    credits: dict[PhotoName, str]
    shape: tuple[int, int, int]
    side: int
    kernels: str
    biases: str
    decoder: str
    decoder_bias: str


class _Constant(TypedDict):
    networks: dict[ConvName, PackedConvNetwork]
    first: ConvName
    descriptions: dict[ConvName, str]
    pixels: str
    labels: str
    hard: dict[ConvName, list[int]]
    photos: PackedPhotos
    largest_block: int


class FeatureMapsPayload(_Constant):
    """Networks, test digits, photographs, and coins.

    first : of the networks; descriptions : their names on the stage
    pixels : 64 bytes an image, in base64; labels : a byte each
    hard : for each network the images that it is least sure of, first the worst
    """

    coins: PackedCoins


def packed_conv_network(network: ConvNetwork) -> PackedConvNetwork:
    """A network for the browser."""
    return {
        "shapes": network.map_shapes,
        "kernels": [packed(kernels) for kernels in network.kernels],
        "kernel_biases": [packed(biases) for biases in network.kernel_biases],
        "weights": packed(network.weight),
        "biases": packed(network.bias),
    }


def packed_photos() -> PackedPhotos:
    """The photographs and their filters for the browser."""
    photos, filters = shipped_photos(), shipped_filters()
    rows, columns, _ = photos[PHOTOS[0]].shape
    return {
        "photos": {name: packed(photos[name]) for name in PHOTOS},
        "credits": {name: f"by {PHOTOGRAPHERS[name]}, {LICENCE}" for name in PHOTOS},
        "shape": (filters.n_maps, rows, columns),
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


@cache
def _constant() -> _Constant:
    digits = test_digits()
    return {
        "networks": {
            name: packed_conv_network(shipped_conv_network(name)) for name in DESCRIPTIONS
        },
        "first": next(iter(DESCRIPTIONS)),
        "descriptions": DESCRIPTIONS,
        "pixels": packed(digits.pixels),
        "labels": packed(digits.labels),
        "hard": {name: least_confident(name) for name in DESCRIPTIONS},
        "photos": packed_photos(),
        "largest_block": LARGEST_BLOCK,
    }


def payload(view: FeatureMapsView) -> FeatureMapsPayload:
    """For ``feature_maps/stage.js``.

    How the ways are scaled, as ``core.map_masks`` and ``arithmetic.js`` have it: "hand" not
    at all; "element" and "spatial" by 1 / (1 - p), 0 at p = 1; "block" map by map, by pixels /
    pixels that the coins keep, a map that is "1" by hand by 1 (no square falls there).
    """
    return {**_constant(), "coins": packed_coins(view.seed, N_PIXELS, behind=COINS_BEHIND)}

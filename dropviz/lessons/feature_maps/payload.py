"""What Python sends to the stage of *Feature maps*."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from dropviz.core.conv_network import ConvNetwork, conv_forward
from dropviz.data.conv_networks import DESCRIPTIONS, ConvName, shipped_conv_network
from dropviz.data.digits import test_digits
from dropviz.data.photos import (
    LICENCE,
    PHOTOGRAPHERS,
    PHOTOS,
    shipped_filters,
    shipped_photos,
)
from dropviz.lessons.feature_maps.view import LARGEST_BLOCK, N_PIXELS, FeatureMapsView
from dropviz.stage.coin_rows import packed_coins
from dropviz.stage.packing import packed

N_HARD = 20
COINS_BEHIND = 2  # a row is long, and each gesture sends them all


def packed_conv_network(network: ConvNetwork) -> dict[str, Any]:
    """A network for ``decodeConvNetwork`` in ``feature_maps/arithmetic.js``, in float32."""
    return {
        "shapes": network.map_shapes,
        "kernels": [packed(kernels) for kernels in network.kernels],
        "kernel_biases": [packed(biases) for biases in network.kernel_biases],
        "weights": packed(network.weight),
        "biases": packed(network.bias),
    }


def packed_photos() -> dict[str, Any]:
    """The photographs and their filters for ``decodePhotoFilters`` in ``photo_arithmetic.js``."""
    photos, filters = shipped_photos(), shipped_filters()
    return {
        "photos": {name: packed(photos[name]) for name in PHOTOS},
        "credits": {name: f"by {PHOTOGRAPHERS[name]}, {LICENCE}" for name in PHOTOS},
        "shape": [filters.n_maps, *photos[PHOTOS[0]].shape[:2]],
        "side": filters.kernels.shape[-1],
        **{name: packed(values) for name, values in vars(filters).items()},
    }


@cache
def least_confident(name: ConvName) -> list[int]:
    """Test images with the smallest largest probability, least confident first."""
    probabilities = conv_forward(shipped_conv_network(name), test_digits().images).probabilities
    order = np.argsort(probabilities.max(axis=1), kind="stable")
    return [int(index) for index in order[:N_HARD]]


@cache
def _constant_data() -> dict[str, Any]:
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


def payload(view: FeatureMapsView) -> dict[str, Any]:
    """For ``feature_maps/stage.js``.

    How the ways are scaled, as ``core.map_masks`` and ``arithmetic.js`` have it: "hand" not
    at all; "element" and "spatial" by 1 / (1 - p), 0 at p = 1; "block" map by map, by pixels /
    pixels that the coins keep, a map that is "1" by hand by 1 (no square falls there).
    """
    return _constant_data() | {"coins": packed_coins(view.seed, N_PIXELS, behind=COINS_BEHIND)}

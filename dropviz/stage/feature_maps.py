"""Typed face of the stage of the lesson *Feature maps*."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

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
from dropviz.stage.component import Imposed, packed, packed_coins, stage_component
from dropviz.stage.view import Rate, Seed, View

MAP_SHAPES = ((8, 8, 8), (16, 4, 4))  # maps, rows, columns of each block
N_MAPS = sum(shape[0] for shape in MAP_SHAPES)
N_PIXELS = sum(maps * rows * columns for maps, rows, columns in MAP_SHAPES)
N_FILTERS = 16
LARGEST_BLOCK = 8
N_HARD = 20
COINS_BEHIND = 2  # a row is long, and each gesture sends them all

_mount = stage_component("feature_maps")

Way = Literal["hand", "element", "spatial", "block"]


class FeatureMapsView(View):
    """What is on the stage of *Feature maps*.

    ``way`` says what drops: a person alone ("hand"; nothing is rescaled), or coins, pixel by pixel
    ("element"), map by map ("spatial"), or in squares of ``block`` pixels ("block"; where a map is
    smaller than the square, the square is as large as the map). What is done by hand comes on top:
    ``mask`` has a character for each of the 24 maps, those of block 1 first, "0" off, "1" on
    whatever its coins say, "-" as its coins say; in ``pixels`` (the 768 pixels of the maps in the
    same order, row by row, 4 to a hexadecimal digit, the first one highest) a 1 is a pixel that is
    off in any case. Empty when nothing was done by hand. ``photo_mask`` is ``mask`` for the
    filters of the photo view. ``drawn`` is as in *Toggle neurons*.
    """

    source: Literal["digits", "photo"] = "digits"
    network: ConvName = "plain"
    image: Annotated[int, Field(ge=0, le=449)] = 339
    drawn: Annotated[str, Field(pattern=r"^([0-9a-g]{64})?$")] = ""
    photo: PhotoName = "flower"
    p: Rate = 0.3
    block: Annotated[int, Field(ge=1, le=LARGEST_BLOCK)] = 3
    seed: Seed = 7
    way: Way = "hand"
    mask: Annotated[str, Field(pattern=rf"^([-01]{{{N_MAPS}}})?$")] = ""
    pixels: Annotated[str, Field(pattern=rf"^([0-9a-f]{{{N_PIXELS // 4}}})?$")] = ""
    photo_mask: Annotated[str, Field(pattern=rf"^([-01]{{{N_FILTERS}}})?$")] = ""
    run: Annotated[str, Field(pattern=r"^([0-9a-f]{16})?$")] = ""


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


def feature_maps(
    imposed: Imposed, seed: int, *, key: str, on_view_change: Callable[[], None]
) -> None:
    """Show the stage. Its state ``view`` is a dict for ``FeatureMapsView.accept``.

    How the ways are scaled, as ``core.map_masks`` and ``arithmetic.js`` have it: "hand" not
    at all; "element" and "spatial" by 1 / (1 - p), 0 at p = 1; "block" map by map, by pixels /
    pixels that the coins keep, a map that is "1" by hand by 1 (no square falls there).
    """
    data = (
        _constant_data()
        | imposed.as_data()
        | {"coins": packed_coins(seed, N_PIXELS, behind=COINS_BEHIND)}
    )
    _mount(key=key, data=data, on_view_change=on_view_change)

"""What the lesson *Feature maps* says about the view on its stage."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from dropviz.core.arrays import BoolArray, Float32Array, RealArray
from dropviz.core.coins import coins, scattered_coins
from dropviz.core.conv_network import ConvActivations, conv_forward
from dropviz.core.map_masks import MapMask, MapWay, inverted_factor, map_mask
from dropviz.core.photo_filters import explained, photo_maps, rebuilt_photo
from dropviz.data.conv_networks import shipped_conv_network
from dropviz.data.digits import LARGEST_PIXEL, test_digits
from dropviz.data.photos import PhotoName, photo_pixels, shipped_filters
from dropviz.lessons.feature_maps.view import (
    MAP_SHAPES,
    N_FILTERS,
    N_MAPS,
    N_PIXELS,
    FeatureMapsView,
)

BLOCK_ENDS = np.cumsum([shape[0] for shape in MAP_SHAPES])[:-1]
PIXEL_ENDS = np.cumsum([int(np.prod(shape)) for shape in MAP_SHAPES])[:-1]


@dataclass(frozen=True, eq=False)
class DigitFacts:
    """A digit on the stage: the masks of both blocks, the whole network and the thinned one."""

    view: FeatureMapsView
    masks: list[MapMask]
    whole: ConvActivations
    thinned: ConvActivations

    @property
    def before(self) -> int:
        """The digit that the whole network predicts."""
        return int(self.whole.logits[0].argmax())

    @property
    def after(self) -> int:
        """The digit that the network predicts under the masks."""
        return int(self.thinned.logits[0].argmax())


@dataclass(frozen=True, eq=False)
class PhotoFacts:
    """A photograph on the stage: its mask, and R² of what is rebuilt of it under the mask."""

    view: FeatureMapsView
    masks: list[MapMask]
    r2_whole: float
    r2: float


FeatureFacts = DigitFacts | PhotoFacts


def facts(view: FeatureMapsView) -> FeatureFacts:
    """What the stage shows for a view, be it of a digit or of a photograph."""
    return photo_facts(view) if view.source == "photo" else digit_facts(view)


def digit_facts(view: FeatureMapsView) -> DigitFacts:
    """What the stage shows for a view of a digit."""
    network, image = shipped_conv_network(view.network), image_pixels(view)
    masks = _masks_by_hand(view)
    return DigitFacts(view, masks, conv_forward(network, image), activations_under(view, masks))


def photo_facts(view: FeatureMapsView) -> PhotoFacts:
    """What the stage shows for a view of a photograph."""
    maps, r2_whole = _whole_photo(view.photo)
    u = scattered_coins(view.seed, maps.size).reshape(maps.shape)
    forced = view.photo_mask or "-" * N_FILTERS
    mask = _by_hand(view, u, forced, np.zeros(maps.shape, bool))
    rebuilt = rebuilt_photo(shipped_filters(), maps, mask.multipliers)
    return PhotoFacts(view, [mask], r2_whole, explained(photo_pixels(view.photo), rebuilt))


@cache
def _whole_photo(name: PhotoName) -> tuple[RealArray, float]:
    """The maps of a photograph, and R² of what is rebuilt of it from all of them."""
    filters, photo = shipped_filters(), photo_pixels(name)
    maps = photo_maps(filters, photo)
    return maps, explained(photo, rebuilt_photo(filters, maps))


def image_pixels(view: FeatureMapsView) -> Float32Array:
    """The digit on the stage, of shape (64,) in [0, 1]."""
    if view.drawn:
        return np.array([int(ink, 17) / LARGEST_PIXEL for ink in view.drawn], np.float32)
    return np.asarray(test_digits().images[view.image])


def coin_masks(view: FeatureMapsView, way: MapWay) -> list[MapMask]:
    """The masks of both blocks of a digit's maps by the coins alone, before a hand comes in."""
    return [map_mask(way, u, view.p, view.block) for u in _coins(view)]


def _coins(view: FeatureMapsView) -> list[Float32Array]:
    rows = np.split(coins(view.seed, N_PIXELS), PIXEL_ENDS)
    return [row.reshape(shape) for row, shape in zip(rows, MAP_SHAPES, strict=True)]


def _masks_by_hand(view: FeatureMapsView) -> list[MapMask]:
    forced = np.split(np.array(list(view.mask or "-" * N_MAPS)), BLOCK_ENDS)
    off = np.split(pixels_off(view), PIXEL_ENDS)
    return [
        _by_hand(view, u, "".join(signs), pixels.reshape(u.shape))
        for u, signs, pixels in zip(_coins(view), forced, off, strict=True)
    ]


def _by_hand(view: FeatureMapsView, u: Float32Array, forced: str, off: BoolArray) -> MapMask:
    if view.way == "hand":
        return MapMask(np.ones(u.shape, bool), np.ones(len(u))).with_hand(forced, off, 1.0)
    factor_on = 1.0 if view.way == "block" else inverted_factor(view.p)
    return map_mask(view.way, u, view.p, view.block).with_hand(forced, off, factor_on)


def pixels_off(view: FeatureMapsView) -> BoolArray:
    """Pixels that are off by hand, bool of shape (768,)."""
    bits = int(view.pixels or "0", 16)
    return np.array([bit == "1" for bit in f"{bits:0{N_PIXELS}b}"])


def activations_under(view: FeatureMapsView, masks: list[MapMask]) -> ConvActivations:
    """The forward pass of the digit on the stage under the masks of both blocks."""
    network = shipped_conv_network(view.network)
    return conv_forward(network, image_pixels(view), [mask.multipliers for mask in masks])

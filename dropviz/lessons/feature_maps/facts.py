"""What the lesson *Feature maps* says about the view on its stage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dropviz.core.arrays import BoolArray, Float32Array
from dropviz.core.coins import coins, scattered_coins
from dropviz.core.conv_network import ConvActivations, conv_forward
from dropviz.core.map_masks import MapMask, MapWay, inverted_factor, map_mask
from dropviz.core.photo_filters import explained, photo_maps, rebuilt_photo
from dropviz.core.writing import Source
from dropviz.data.conv_networks import shipped_conv_network
from dropviz.data.digits import LARGEST_PIXEL, test_digits
from dropviz.data.photos import photo_pixels, shipped_filters
from dropviz.lessons.parts import Task
from dropviz.stage.feature_maps import MAP_SHAPES, N_FILTERS, N_MAPS, N_PIXELS, FeatureMapsView

BLOCK_ENDS = np.cumsum([shape[0] for shape in MAP_SHAPES])[:-1]
PIXEL_ENDS = np.cumsum([int(np.prod(shape)) for shape in MAP_SHAPES])[:-1]
MUCH = 0.25
"""How much R² a single map must take for the third task."""


@dataclass(frozen=True, eq=False)
class DigitFacts:
    """A digit on the stage: the masks of both blocks, the whole network and the thinned one."""

    view: FeatureMapsView
    masks: list[MapMask]
    whole: ConvActivations
    thinned: ConvActivations

    @property
    def before(self) -> int:
        """Prediction of the whole network."""
        return int(self.whole.logits[0].argmax())

    @property
    def after(self) -> int:
        """Prediction under the masks."""
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
    """Evaluate a view."""
    return photo_facts(view) if view.source == "photo" else digit_facts(view)


def digit_facts(view: FeatureMapsView) -> DigitFacts:
    """Evaluate a view of digits."""
    network, image = shipped_conv_network(view.network), image_pixels(view)
    masks = _masks_by_hand(view)
    return DigitFacts(view, masks, conv_forward(network, image), _under(view, masks))


def photo_facts(view: FeatureMapsView) -> PhotoFacts:
    """Evaluate a view of photographs."""
    filters, photo = shipped_filters(), photo_pixels(view.photo)
    maps = photo_maps(filters, photo)
    u = scattered_coins(view.seed, maps.size).reshape(maps.shape)
    forced = view.photo_mask or "-" * N_FILTERS
    mask = _by_hand(view, u, forced, np.zeros(maps.shape, bool))
    rebuilt = (rebuilt_photo(filters, maps, factor) for factor in (1.0, mask.multipliers))
    return PhotoFacts(view, [mask], *(explained(photo, each) for each in rebuilt))


def image_pixels(view: FeatureMapsView) -> Float32Array:
    """The digit on the stage, of shape (64,) in [0, 1]."""
    if view.drawn:
        return np.array([int(ink, 17) / LARGEST_PIXEL for ink in view.drawn], np.float32)
    return np.asarray(test_digits().images[view.image])


def coin_masks(view: FeatureMapsView, way: MapWay) -> list[MapMask]:
    """What a way does to both blocks of maps of a digit, before a hand comes in."""
    return [map_mask(way, u, view.p, view.block) for u in _coins(view)]


def tasks(now: FeatureFacts) -> list[Task]:
    """Three things to try, each decided by the state of the stage."""
    return [
        Task(
            "Switch maps off by hand until the prediction for a digit changes.",
            _changed_by_hand(now),
        ),
        Task(
            "In the network trained without dropout, find coins (p below 1) with which dropping "
            "whole maps changes the prediction, and dropping single pixels does not.",
            _only_whole_maps_change_it(now),
        ),
        Task(
            f"Switch off a single map of a photo that takes more than {MUCH} of R² with it.",
            _one_map_costs_much(now),
        ),
    ]


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


def _under(view: FeatureMapsView, masks: list[MapMask]) -> ConvActivations:
    network = shipped_conv_network(view.network)
    return conv_forward(network, image_pixels(view), [mask.multipliers for mask in masks])


def _changed_by_hand(now: FeatureFacts) -> bool:
    by_hand = now.view.way == "hand" and "0" in now.view.mask
    return isinstance(now, DigitFacts) and by_hand and now.before != now.after


def _only_whole_maps_change_it(now: FeatureFacts) -> bool:
    view = now.view
    coins_alone = view.way == "spatial" and view.p < 1.0 and not view.mask and not view.pixels
    if not isinstance(now, DigitFacts) or view.network != "plain" or not coins_alone:
        return False
    single = _under(view, coin_masks(view, "element"))
    return now.after != now.before == int(single.logits[0].argmax())


def _one_map_costs_much(now: FeatureFacts) -> bool:
    alone = now.view.way == "hand" and now.view.photo_mask.count("0") == 1
    return isinstance(now, PhotoFacts) and alone and now.r2_whole - now.r2 > MUCH


SOURCES = [
    Source(
        "Tompson, Goroshin, Jain, LeCun, Bregler (2015), *Efficient object localization using "
        "convolutional networks*, arXiv:1411.4280.",
        "One trial for each feature map (spatial dropout), because neighbouring pixels of a map "
        "are strongly correlated. They argue it for their task, finding the joints of people; it "
        "does not follow for every network: the probe on this page finds the opposite in the "
        "second block of this one.",
    ),
    Source(
        "Ghiasi, Lin, Le (2018), *DropBlock: a regularization method for convolutional networks*, "
        "arXiv:1810.12890.",
        "Squares of pixels, with the rate of squares used here: but for the scale, blocks of one "
        "pixel are element-wise dropout, and blocks as large as the map spatial dropout. On "
        "ImageNet it reports 78.13 % for a ResNet-50 that had 76.51 %, with the rate raised step "
        "by step. That says nothing about networks as small as this one.",
    ),
    Source(
        "Srivastava et al. (2014), *Dropout*, JMLR 15.",
        "Element-wise dropout helped in convolutional layers too, on SVHN and CIFAR. So that it "
        "is useless there is too strong, and that whole maps are always better is plausible at "
        "most: it depends on the data.",
    ),
    Source(
        "Coates, Ng (2012), *Learning feature representations with k-means*.",
        "How the filters of the photographs were learned: k-means of patches that were whitened "
        "and brought to one contrast.",
    ),
    Source(
        "PyTorch, `torch.nn.Dropout2d`.",
        "Whole maps, for input of four axes, divided by 1 - p. Three axes are read as (batch, "
        "channel, length) with a warning.",
    ),
]

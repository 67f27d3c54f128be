"""Dropout of squares of a feature map."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from dropviz.core.map_masks import matching_rate, mean_square_share, share_by_rule
from dropviz.core.writing import Formula, Source
from dropviz.variants.base import Entry, Variant
from dropviz.variants.facts import Contract, EntryMoments, InTrials, Keras, Site, Stage, Usage
from dropviz.variants.parts import keras, layouts, tensors, usages
from dropviz.variants.parts.moments import coin_moments

CONV_SIDES = ((8, 8),) * 8 + ((4, 4),) * 16
"""Rows and columns of the maps of the trial "digits_conv"."""
SCRIPT = """import torch
from torch import nn

from dropviz.layers.conv import DropBlock
from dropviz.layers.schedules import Scheduled, linear

torch.manual_seed($seed)
x = torch.randn(2, 4, 6, 6)  # example, channel, height, width
layer = DropBlock(p=$p, block_size=$block)
print(f"{(layer(x) == 0).float().mean():.1%} of the entries are 0")
print(f"at inference nothing changes: {torch.equal(layer.eval()(x), x)}")

# In a network, with a rate that rises step by step, as in the paper:
network = nn.Sequential(nn.Conv2d(4, 16, 3, padding=1), nn.ReLU(), DropBlock(0.0, $block))
set_rate = Scheduled(network, linear($p, $steps))
for step in range($steps):
    print(f"step {step + 1}: rate {set_rate(step):.3f}")  # then the training step
"""


@lru_cache(maxsize=1_000)
def block_rate(share: float, block: int) -> tuple[float, float]:
    """Rate in "digits_conv" that drops this share of the pixels on average, and what it drops."""
    return matching_rate(share, block, CONV_SIDES)


def block_share(p_drop: float, block: int) -> float:
    """Share of the pixels that DropBlock drops in "digits_conv", on average."""
    return mean_square_share(p_drop, block, CONV_SIDES)


def layer(p_drop: float, site: Site, *, generator: Any = None) -> Any:
    """A DropBlock layer with squares of the side that the site gives."""
    from dropviz.layers.conv import DropBlock

    return DropBlock(p_drop, site.block, generator=generator)


def drop_block_moments(x: float, p_drop: float, block: int, side: int) -> EntryMoments | None:
    """Mean and variance of a pixel of a side x side map.

    None unless blocks are one pixel or fill the map. A map whose block fills it is kept as it is:
    HW / sum(m) is 1. With blocks of one pixel all pixels are alike, so what counts is how many are
    kept.
    """
    if block == side:
        return coin_moments(x, p_drop, scaled=False)
    if block != 1:
        return None
    n = side**2
    kept = np.arange(1, n + 1)
    chance = np.array(
        [math.comb(n, k) * (1.0 - p_drop) ** k * p_drop ** (n - k) for k in kept.tolist()]
    )
    mean = float(chance.sum())
    variance = (float((chance * n / kept).sum()) - mean**2) * x**2
    return EntryMoments(mean * x, variance, "enumeration")


def moments(entry: Entry) -> EntryMoments | None:
    """Mean and variance of a pixel over masks; None where there is no closed form."""
    side = entry.variant.shape[-1]
    return drop_block_moments(float(entry.x[entry.at]), entry.p, entry.block, side)


def why(block: int) -> str:
    """Why inference does not give the mean over masks, as the end of a sentence."""
    return {
        1: "where nothing of a map is kept, nothing can be scaled",
        VARIANT.shape[-1]: "a map that is kept stays as it is, it is not multiplied by 1 / (1 - p)",
    }.get(
        block,
        "squares overlap, and each map is scaled by what is left of it. So the mean is x only "
        "roughly",
    )


def at_rate_one(p_drop: float, share: float) -> str:
    """What is to be said at p = 1 of the share that the rule alone would drop; else nothing."""
    if p_drop < 1.0 or share > 1.0 - 1e-9:
        return ""
    return (
        " At $p = 1$ everything is dropped, as by all layers here; the rule alone would drop "
        f"{100 * share:.1f} %."
    )


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of the rate at which blocks start, and of the scale."""
    side, b = variant.shape[-1], stage.block
    gamma = stage.p / b**2 * side**2 / (side - b + 1) ** 2
    whole = (
        " A block fills the map, so one coin decides for all of it: the mask is that of spatial "
        "dropout. The scale is not: a kept map has $HW / \\sum m = 1$, not $1/(1-p)$, so the mean "
        f"shrinks to $(1-p)\\,x = {1 - stage.p:.2f}\\,x$."
        if b == side
        else ""
    )
    return [
        Formula(
            f"A square of {b}x{b} pixels starts with probability $\\gamma$ at each place where it "
            "fits. If squares did not overlap, a share p would be dropped."
            f"{whole}"
            f"{at_rate_one(stage.p, share_by_rule(stage.p, b, side, side))}",
            r"\gamma = \frac{p}{b^2} \cdot \frac{HW}{(H-b+1)(W-b+1)} = "
            rf"\frac{{{stage.p:.2f}}}{{{b**2}}} \cdot \frac{{{side**2}}}{{{(side - b + 1) ** 2}}} "
            rf"= {gamma:.3f}, \qquad y = x\,m\,\frac{{HW}}{{\sum m}}",
        )
    ]


def meaning_of_p(p_drop: float, block: int) -> str:
    """What an arm's rate is the chance of, as it is not that of an entry."""
    return (
        "of blocks: as if none overlapped; on average they drop "
        f"{100 * block_share(p_drop, block):.3g}\N{NO-BREAK SPACE}% of all pixels"
    )


VARIANT = Variant(
    slug="drop_block",
    title="DropBlock",
    purpose="A whole map can be too much to lose, and a pixel too little: a square lies between.",
    choose=(
        "Choose it for deep convolutional networks with much data, and raise the rate while "
        "training."
    ),
    family="conv",
    order=3,
    kind="block",
    layer=layer,
    layout=layouts.MAPS,
    example=tensors.maps,
    what=layouts.FILTERED,
    moments=moments,
    why=why,
    formulas=formulas,
    script=SCRIPT,
    in_place=("network = ", "set_rate = "),
    keras=Keras("", keras.NO_LAYER),
    usages=(
        Usage(
            "feature maps, and skip connections too",
            "raised step by step while training; ResNet-50 from 76.51 % to 78.13 %",
            "Ghiasi et al. (2018)",
            usages.READ,
        ),
    ),
    sources=(
        Source(
            "Ghiasi, Lin, Le (2018), *DropBlock*, arXiv:1810.12890.",
            "Squares of a map; block 1 is close to dropout, a block as large as the map to spatial "
            "dropout. They raise the rate while training.",
        ),
    ),
    contract=Contract(
        (1, 1, 3, 4),
        coins=6,
        mean_is_eval=False,
        why="the scale follows the mask, and squares overlap",
    ),
    trial=InTrials(
        "blocks",
        tasks=("digits_conv",),
        places=("hidden",),
        arms=(("dropout", 0.2), ("drop_block", 0.223)),
        meaning_of_p=meaning_of_p,
    ),
)

"""What Python sends to the residual network in *Variants*: blocks that vanish in each step."""

from __future__ import annotations

from functools import cache

from typing_extensions import TypedDict

from dropviz.core.residual import LAST_STEP, N_BLOCKS, N_EXAMPLES, WAYS, StepTimes, StepWay
from dropviz.lessons.variants.view import VariantsView
from dropviz.stage.coin_rows import PackedCoins, coin_rows
from dropviz.variants import VARIANTS

N_COINS = LAST_STEP * N_EXAMPLES * N_BLOCKS
COIN_PARTS = 100 * N_BLOCKS
"""Rates of blocks come in such parts: tenths of hundredths."""


class PackedDepthVariant(TypedDict):
    """A residual variant, and what is said of it (``StageFacts``).

    linear : rates rise in a line up to p at the last block; own : each example has its own coins
    """

    slug: str
    name: str
    says: str
    linear: bool
    own: bool
    scaled: bool


class PackedTimes(TypedDict):
    """How long steps take (``StepTimes``): by way, the quartiles at each share of blocks."""

    shares: list[float]
    ways: dict[StepWay, list[tuple[float, float, float]]]


class ResidualPayload(TypedDict):
    """The variants, the network, what is measured of it, and coins.

    times : as measured on this server, if they are
    """

    variants: list[PackedDepthVariant]
    blocks: int
    examples: int
    last_step: int
    times: PackedTimes | None
    coins: PackedCoins


@cache
def packed_variants() -> list[PackedDepthVariant]:
    """The residual variants for the browser."""
    return [
        {
            "slug": slug,
            "name": variant.on_stage.name,
            "says": variant.on_stage.says,
            "linear": variant.rate_rule == "linear",
            "own": "example" not in variant.shared,
            "scaled": variant.scaled,
        }
        for slug, variant in VARIANTS.items()
        if variant.family == "residual" and variant.on_stage
    ]


def _packed_times(times: StepTimes) -> PackedTimes:
    ways = {way: times.quartiles[way].round(3).tolist() for way in WAYS}
    return {"shares": times.shares.tolist(), "ways": ways}


def payload(view: VariantsView, times: StepTimes | None = None) -> ResidualPayload:
    """What ``residual/stage.js`` is sent."""
    return {
        "variants": packed_variants(),
        "blocks": N_BLOCKS,
        "examples": N_EXAMPLES,
        "last_step": LAST_STEP,
        "times": _packed_times(times) if times else None,
        "coins": coin_rows(view.seed, N_COINS, COIN_PARTS),
    }

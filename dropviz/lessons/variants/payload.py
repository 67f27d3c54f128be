"""What Python sends to the stage of *Variants*: the gallery, and most variants opened."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from typing_extensions import TypedDict

from dropviz.lessons.variants.advice import every_advice
from dropviz.lessons.variants.view import LARGEST_BLOCK, VariantsView, drawn_elsewhere
from dropviz.stage.coin_rows import PackedCoins, packed_coins
from dropviz.stage.packing import packed
from dropviz.variants import VARIANTS
from dropviz.variants.base import Variant
from dropviz.variants.concrete import TEMPERATURE
from dropviz.variants.facts import N_STEPS, Family, Kind, RateRule
from dropviz.variants.parts.alpha import ALPHA_PRIME
from dropviz.variants.parts.usages import MARKS

N_COINS = max(math.prod(variant.shape) for variant in VARIANTS.values())
HEIGHT = 540
STARRED = (
    "dropout", "spatial_2d", "lstm_variational", "residual", "stochastic_depth_batch",
)  # fmt: skip
"""Where to begin: one of each family."""
FAMILY_NAMES: dict[Family, str] = {
    "dense": "dense",
    "conv": "convolutional",
    "recurrent": "recurrent",
    "transformer": "transformer",
    "residual": "residual",
}


class PackedVariant(TypedDict):
    """A variant for ``decodeVariant`` in ``variants/masks.js``.

    ``axes`` with their sizes, those of ``rows`` and ``columns`` of its picture and those that
    ``shared`` a coin; of its entries the place of the ``coins`` (uint16), which are ``absent``
    (uint8) and the values ``x`` (float32); ``twice``: its trial goes through the network twice.
    """

    slug: str
    title: str
    purpose: str
    choose: str
    family: Family
    kind: Kind
    rule: RateRule
    scaled: bool
    lowest: float
    highest: float
    axes: list[tuple[str, int]]
    rows: list[str]
    columns: list[str]
    shared: list[str]
    masked: str
    of_weights: bool
    twice: bool
    words: list[str] | None
    coins: str
    absent: str
    x: str
    what: str
    temperature: float
    alpha_prime: float


class PackedAdvice(TypedDict):
    """A variant to begin with, as ``Advice`` has it."""

    slug: str
    title: str
    rate: str
    reason: str
    source: str
    firm: str


class VariantsConstant(TypedDict):
    """The variants, limits of the controls, height in px: the same for all views.

    ``elsewhere``: those that another stage draws. ``starred``: those to begin with. ``advice``: by
    family, amount of data and batch norm, with a space between. ``marks`` of evidence, and what
    they mean.
    """

    variants: list[PackedVariant]
    largest_block: int
    n_steps: int
    height: int
    elsewhere: list[str]
    starred: list[str]
    advice: dict[str, list[PackedAdvice]]
    marks: dict[str, str]
    families: dict[Family, str]


class VariantsPayload(VariantsConstant):
    """What ``variants/stage.js`` is sent."""

    coins: PackedCoins


@cache
def _constant() -> VariantsConstant:
    return {
        "variants": [packed_variant(variant) for variant in VARIANTS.values()],
        "largest_block": LARGEST_BLOCK,
        "n_steps": N_STEPS,
        "height": HEIGHT,
        "elsewhere": [slug for slug, variant in VARIANTS.items() if drawn_elsewhere(variant)],
        "starred": [*STARRED],
        "advice": packed_advice(),
        "marks": dict(MARKS),
        "families": FAMILY_NAMES,
    }


def packed_advice() -> dict[str, list[PackedAdvice]]:
    """What is advised in each case, by family, amount and norm."""
    return {
        " ".join(case): [
            PackedAdvice(
                slug=one.slug,
                title=VARIANTS[one.slug].title,
                rate=one.rate,
                reason=one.reason,
                source=one.source,
                firm=one.firm,
            )
            for one in advice
        ]
        for case, advice in every_advice().items()
    }


def packed_variant(variant: Variant) -> PackedVariant:
    """All that the browser knows of a variant."""
    layout = variant.layout
    return {
        "slug": variant.slug,
        "title": variant.title,
        "purpose": variant.purpose,
        "choose": variant.choose,
        "family": variant.family,
        "kind": variant.kind,
        "rule": variant.rate_rule,
        "scaled": variant.scaled,
        "lowest": variant.rates[0],
        "highest": variant.rates[1],
        "axes": list(layout.axes.items()),
        "rows": list(layout.rows),
        "columns": list(layout.columns),
        "shared": list(variant.shared),
        "masked": variant.masked,
        "of_weights": variant.of_weights,
        "twice": variant.trial.loss is not None,
        "words": list(variant.words) or None,
        "coins": packed(variant.coin_of.astype(np.uint16)),
        "absent": packed(variant.absent.astype(np.uint8)),
        "x": packed(variant.example_tensor.astype(np.float32)),
        "what": variant.what,
        "temperature": TEMPERATURE,
        "alpha_prime": ALPHA_PRIME,
    }


def payload(view: VariantsView) -> VariantsPayload:
    """What ``variants/stage.js`` is sent for a view."""
    return {**_constant(), "coins": packed_coins(view.seed, N_COINS)}

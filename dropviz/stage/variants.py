"""Typed face of the stage of the lesson *Variants*: the gallery, and one variant opened."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from dropviz.core.recurrent import FEWEST_TIMES, MOST_TIMES
from dropviz.core.residual import LAST_STEP
from dropviz.stage.coin_rows import PackedCoins, packed_coins
from dropviz.stage.component import mount
from dropviz.stage.packing import packed
from dropviz.stage.view import Imposed, Rate, Seed, View
from dropviz.variants import VARIANTS
from dropviz.variants.base import Variant
from dropviz.variants.concrete import TEMPERATURE
from dropviz.variants.facts import N_STEPS, Family, Kind, RateRule
from dropviz.variants.parts.alpha import ALPHA_PRIME

LARGEST_BLOCK = 6
LONGEST_TYPED = 60
LAST_WINDOW = 2000
N_COINS = max(math.prod(variant.shape) for variant in VARIANTS.values())
HEIGHT = 540
FAMILY_NAMES: dict[Family, str] = {
    "dense": "dense",
    "conv": "convolutional",
    "recurrent": "recurrent",
    "transformer": "transformer",
    "residual": "residual",
}


def _known(slug: str) -> str:
    slug = slug.lower()
    if slug and slug not in VARIANTS:
        raise ValueError(f"{slug!r} is no variant")
    return slug


class VariantsView(View):
    """What is on the stage of *Variants*.

    ``variant`` is the one that is opened, none in the gallery; ``family`` those the gallery shows.
    ``block`` is the side of DropBlock's squares, ``at`` the step in which early dropout ends and
    late dropout begins, ``run`` the hash of the training that is shown. In the transformer,
    ``places`` names those that drop (empty: the variant's own; "none"), ``window`` is where it
    reads in the text it was not trained on, ``typed`` what was typed for it to read instead, as it
    was typed. ``times`` is how long a recurrent cell remembers, ``step`` a training step of the
    residual network.
    """

    variant: Annotated[str, AfterValidator(_known)] = ""
    family: Literal["all", "dense", "conv", "recurrent", "transformer", "residual"] = "all"
    p: Rate = 0.3
    seed: Seed = 7
    block: Annotated[int, Field(ge=1, le=LARGEST_BLOCK)] = 3
    at: Annotated[int, Field(ge=0, le=N_STEPS)] = N_STEPS // 2
    places: Annotated[str, Field(pattern=r"^[a-z_,]{0,80}$")] = ""
    window: Annotated[int, Field(ge=0, le=LAST_WINDOW)] = 918
    typed: Annotated[str, Field(max_length=LONGEST_TYPED)] = ""
    times: Annotated[int, Field(ge=FEWEST_TIMES, le=MOST_TIMES)] = 20
    step: Annotated[int, Field(ge=1, le=LAST_STEP)] = 1
    run: Annotated[str, Field(pattern=r"^([0-9a-f]{16})?$")] = ""


def drawn_elsewhere(variant: Variant) -> bool:
    """Whether an opened variant has a stage of its family: transformer, recurrent, residual."""
    return variant.family in ("transformer", "recurrent", "residual")


class PackedVariant(TypedDict):
    """A variant for ``decodeVariant`` in ``variants/masks.js``.

    ``axes`` with their sizes, those of ``rows`` and ``columns`` of its picture and those that
    ``shared`` a coin; of its entries the place of the ``coins`` (uint16), which are ``absent``
    (uint8) and the values ``x`` (float32); ``twice``: its trial goes through the network twice.
    """

    slug: str
    title: str
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


class VariantsConstant(TypedDict):
    """The variants, limits of the controls, height in px: the same for all views.

    ``elsewhere``: those that another stage draws.
    """

    variants: list[PackedVariant]
    largest_block: int
    n_steps: int
    height: int
    elsewhere: list[str]
    families: dict[Family, str]


class VariantsPayload(VariantsConstant):
    """For ``variants/stage.js``."""

    coins: PackedCoins


@cache
def _constant() -> VariantsConstant:
    return {
        "variants": [packed_variant(variant) for variant in VARIANTS.values()],
        "largest_block": LARGEST_BLOCK,
        "n_steps": N_STEPS,
        "height": HEIGHT,
        "elsewhere": [slug for slug, variant in VARIANTS.items() if drawn_elsewhere(variant)],
        "families": FAMILY_NAMES,
    }


def packed_variant(variant: Variant) -> PackedVariant:
    """All that the browser knows of it."""
    layout = variant.layout
    return {
        "slug": variant.slug,
        "title": variant.title,
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
    """All for a view."""
    return {**_constant(), "coins": packed_coins(view.seed, N_COINS)}


def variants(
    imposed: Imposed, view: VariantsView, *, key: str, on_view_change: Callable[[], None]
) -> None:
    """Show the stage. Its state ``view`` is a dict for ``VariantsView.accept``."""
    mount("variants", payload(view), imposed, key=key, on_view_change=on_view_change)

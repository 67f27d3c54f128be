"""What Python sends to the transformer, opened in *Variants* with its places of dropout."""

from __future__ import annotations

import math
from functools import cache

from typing_extensions import TypedDict

from dropviz.core.transformer import CONTEXT, N_HEADS, PLACES, coin_shapes
from dropviz.data.text import VOCABULARY, unseen_text
from dropviz.data.transformer import shipped_transformer
from dropviz.lessons.variants.view import LAST_WINDOW, LONGEST_TYPED, VariantsView
from dropviz.stage.coin_rows import PackedCoins, coin_rows
from dropviz.stage.packing import packed
from dropviz.variants import VARIANTS

SHAPES = coin_shapes(len(VOCABULARY))
N_COINS = sum(math.prod(shape) for shape in SHAPES.values())


class PackedTensor(TypedDict):
    """A tensor for ``decodeTensors`` in ``transformer/pass.js``, in float32."""

    shape: list[int]
    values: str


class TransformerSize(TypedDict):
    """Heads of the drawn block, and characters that it sees at most."""

    heads: int
    context: int


class TransformerConstant(TypedDict):
    """The network, its places, the text that it reads: the same for all views.

    ``own`` names, by variant, the places that it is about; ``shapes`` are those of the coins;
    ``losses`` in nats a character.
    """

    tensors: dict[str, PackedTensor]
    size: TransformerSize
    places: list[str]
    own: dict[str, list[str]]
    shapes: dict[str, list[int]]
    text: str
    last_window: int
    longest_typed: int
    vocabulary: str
    losses: dict[str, float]
    parameters: int


class TransformerPayload(TransformerConstant):
    """What ``transformer/stage.js`` is sent."""

    coins: PackedCoins


@cache
def own_places() -> dict[str, tuple[str, ...]]:
    """The places that each variant is about, where the drawn transformer has them."""
    found = {slug: variant.trial.places for slug, variant in VARIANTS.items()}
    return {slug: places for slug, places in found.items() if set(places) & set(PLACES)}


@cache
def packed_transformer() -> dict[str, PackedTensor]:
    """The shipped network for ``decodeTensors`` in ``transformer/pass.js``."""
    return {
        name: {"shape": list(tensor.shape), "values": packed(tensor)}
        for name, tensor in shipped_transformer().tensors.items()
    }


@cache
def _constant() -> TransformerConstant:
    shipped = shipped_transformer()
    return {
        "tensors": packed_transformer(),
        "size": {"heads": N_HEADS, "context": CONTEXT},
        "places": list(PLACES),
        "own": {slug: list(places) for slug, places in own_places().items()},
        "shapes": {place: list(shape) for place, shape in SHAPES.items()},
        "text": unseen_text(),
        "last_window": LAST_WINDOW,
        "longest_typed": LONGEST_TYPED,
        "vocabulary": VOCABULARY,
        "losses": dict(shipped.losses),
        "parameters": shipped.n_parameters,
    }


def payload(view: VariantsView) -> TransformerPayload:
    """What ``transformer/stage.js`` is sent for a view."""
    return {**_constant(), "coins": coin_rows(view.seed, N_COINS)}

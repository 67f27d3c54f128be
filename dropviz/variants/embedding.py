"""Dropout of whole words, wherever they come in a sequence."""

from __future__ import annotations

from typing import Any

from dropviz.core.transformer import CONTEXT
from dropviz.core.writing import Formula, plain_latex
from dropviz.data.text import readable, unseen_text
from dropviz.variants.base import Variant
from dropviz.variants.facts import (
    Contract,
    InTrials,
    Keras,
    Layout,
    Site,
    Stage,
    Usage,
    word_numbers,
)
from dropviz.variants.parts import moments, papers, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas_and

TEXTS = ("dropped", "dropout")
"""A letter stands for a word."""
SCRIPT = """import torch
from torch import nn

from dropviz.layers.transformer import EmbeddingDropout

torch.manual_seed($seed)
texts = $texts  # a letter stands for a word
words = sorted(set("".join(texts)))
tokens = torch.tensor([[words.index(letter) for letter in text] for text in texts])
embed = nn.Embedding(len(words), 4)
dropout = EmbeddingDropout(len(words), p=$p)
y = dropout(embed(tokens), tokens)  # example, time, unit
for text, vectors in zip(texts, y):
    print("".join("-" if (v == 0).all() else letter for letter, v in zip(text, vectors)))

# nn.Dropout on the vectors would drop their entries, each for itself, and keep every word.
"""


def layer(p_drop: float, site: Site, *, generator: Any = None) -> Any:
    """Embedding dropout for as many words as the site has inputs."""
    from dropviz.layers.transformer import EmbeddingDropout

    return EmbeddingDropout(site.inputs, p_drop, generator=generator)


def on_tensor(x: Any, p_drop: float, *, generator: Any = None) -> Any:
    """Embedding dropout of the words in ``TEXTS``, as far as x goes in time."""
    from dropviz.layers.measured import OnFixedTokens

    tokens = word_numbers(tuple(text[: x.shape[1]] for text in TEXTS))
    n_words = 1 + max(map(max, tokens))
    return OnFixedTokens(layer(p_drop, Site(inputs=n_words), generator=generator), tokens).double()


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of how likely all words of the text on the stage stay."""
    text = readable(stage.typed, CONTEXT) or unseen_text()[stage.window : stage.window + CONTEXT]
    n_words = len(set(text))
    return [
        Formula(
            f"The text on the stage has {n_words} different characters in {len(text)} places (a "
            "character stands for a word). One that comes twice is there in both places or in "
            "none. All stay with probability",
            rf"(1-p)^{{{n_words}}} = {plain_latex((1 - stage.p) ** n_words)}",
        )
    ]


VARIANT = Variant(
    slug="embedding",
    title="Embedding dropout",
    purpose=(
        "A word that comes again would give a dropped one away, so all its places share a coin."
    ),
    choose="Choose it for models of text with few examples.",
    family="transformer",
    order=1,
    shared=("unit",),
    words=TEXTS,
    layer=layer,
    on_tensor=on_tensor,
    layout=Layout(
        {"example": len(TEXTS), "time": len(TEXTS[0]), "unit": 4},
        rows=("unit",),
        columns=("example", "time"),
    ),
    example=tensors.word_vectors,
    what="word vectors drawn from N(0, 1); a letter stands for a word",
    moments=moments.of_coin,
    formulas=coin_formulas_and(formulas),
    script=SCRIPT,
    keras=Keras(
        "keras.layers.Dropout($p, noise_shape=(None, None, 1))",
        "Close, but not this: it drops places of a sequence; a word that comes twice has two "
        "coins.",
    ),
    usages=(
        Usage("whole words of a sequence", usages.NO_RATE, "Gal, Ghahramani (2016b)", usages.READ),
        Usage(
            "entry by entry, on the sum of embedding and position",
            "0.1",
            usages.VASWANI,
            usages.READ,
        ),
    ),
    sources=(papers.GAL_GHAHRAMANI, papers.VASWANI),
    contract=Contract((2, 3, 2), coins=6),
    trial=InTrials(
        "embedding",
        tasks=("next_character",),
        places=("embedding",),
        arms=(("embedding", 0.1),),
    ),
)

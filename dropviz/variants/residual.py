"""Dropout of what a sub-layer of a transformer gives, before it is added."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, Usage
from dropviz.variants.parts import keras, layouts, moments, papers, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas
from dropviz.variants.parts.layers import layer
from dropviz.variants.parts.scripts import layer_script

VARIANT = Variant(
    slug="residual",
    title="Residual dropout",
    purpose="What a sub-layer adds is noise to be lived with; the way past it stays whole.",
    choose="Choose it first in a transformer that is trained on little, or fine-tuned.",
    family="transformer",
    order=2,
    layer=layer("transformer.ResidualDropout"),
    layout=layouts.TOKENS,
    example=tensors.normal,
    what="outputs of a sub-layer drawn from N(0, 1)",
    moments=moments.of_coin,
    formulas=coin_formulas,
    script=layer_script(
        "nn.Dropout(p=$p)",
        "nn.TransformerEncoderLayer(8, 2, 32, dropout=$p, batch_first=True)",
    ),
    keras=Keras("keras.layers.Dropout($p)", keras.CALL),
    usages=(
        Usage(
            "the output of each sub-layer, before it is added",
            "0.1",
            usages.VASWANI,
            usages.READ,
        ),
        Usage("BERT and GPT-2", "0.1", "their papers", usages.TOLD),
    ),
    sources=(papers.VASWANI, papers.ENCODER),
    contract=Contract((2, 4), coins=8),
    trial=InTrials(
        "sub-layers",
        tasks=("next_character",),
        places=("after_attention", "after_mlp"),
        arms=(("residual", 0.1),),
    ),
)

"""Dropout of the hidden units of a transformer's MLP."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, Usage
from dropviz.variants.parts import keras, layouts, moments, papers, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas
from dropviz.variants.parts.layers import layer
from dropviz.variants.parts.scripts import layer_script

VARIANT = Variant(
    slug="mlp",
    title="MLP dropout",
    purpose="Many units of a transformer sit in its MLP, and plain dropout is at home there.",
    choose="Choose it beside residual dropout, at the same rate.",
    family="transformer",
    order=3,
    layer=layer("transformer.MLPDropout"),
    layout=layouts.TOKENS,
    example=tensors.gelu_of_normal,
    what="hidden units of the MLP: GELU of N(0, 1)",
    moments=moments.of_coin,
    formulas=coin_formulas,
    script=layer_script(
        "nn.Dropout(p=$p)",
        "nn.Sequential(nn.Linear(8, 32), nn.GELU(), nn.Dropout(p=$p), nn.Linear(32, 8))",
    ),
    keras=Keras("keras.layers.Dropout($p)", keras.CALL),
    usages=(
        Usage("hidden units of the MLP, after the activation", "0.1", usages.ENCODER, usages.TRIED),
    ),
    sources=(papers.ENCODER,),
    contract=Contract((2, 4), coins=8),
    trial=InTrials(
        "inside MLP",
        tasks=("next_character",),
        places=("mlp",),
        arms=(("mlp", 0.1),),
    ),
)

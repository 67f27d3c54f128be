"""Dropout of hidden units, each for itself."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Usage
from dropviz.variants.parts import keras, layouts, moments, papers, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas
from dropviz.variants.parts.layers import layer
from dropviz.variants.parts.scripts import layer_script

VARIANT = Variant(
    slug="dropout",
    title="Dropout",
    purpose=(
        "A network that can learn its examples by heart needs to be kept from relying on single "
        "units."
    ),
    choose="Choose it first: for dense hidden layers, where the network overfits.",
    family="dense",
    order=0,
    layer=layer("dense.Dropout"),
    layout=layouts.UNITS,
    example=tensors.normal,
    what=layouts.HIDDEN,
    moments=moments.of_coin,
    formulas=coin_formulas,
    script=layer_script(
        "nn.Dropout(p=$p)",
        "nn.Sequential(nn.Linear(12, 32), nn.ReLU(), nn.Dropout(p=$p), nn.Linear(32, 10))",
    ),
    keras=keras.DENSE,
    usages=(
        Usage("hidden layers", "0.2 to 0.5 (they keep 0.5 to 0.8)", usages.SRIVASTAVA, usages.READ),
        Usage(
            "the last layer before the answer: what goes in, not what comes out",
            usages.NO_RATE,
            "common advice",
            usages.HABIT,
        ),
    ),
    sources=(papers.SRIVASTAVA, papers.HINTON),
    contract=Contract((2, 4), coins=8),
    trial=InTrials(
        "element-wise",
        tasks=(
            "digits_dense",
            "digits_conv",
            "digits_conv_1d",
            "digits_conv_3d",
            "digits_residual",
        ),
        places=("hidden",),
        arms=(("dropout", 0.5),),
    ),
)

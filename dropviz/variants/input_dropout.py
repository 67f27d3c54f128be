"""Dropout of what goes in: pixels and other features."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Layout, Usage
from dropviz.variants.parts import keras, moments, papers, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas
from dropviz.variants.parts.layers import layer
from dropviz.variants.parts.scripts import layer_script

VARIANT = Variant(
    slug="input_dropout",
    title="Input dropout",
    purpose=(
        "Inputs repeat each other, as neighbouring pixels do, so a network can learn to do "
        "without some."
    ),
    choose="Choose it beside dropout in the hidden layers, at a smaller rate.",
    family="dense",
    order=1,
    layer=layer("dense.Dropout"),
    layout=Layout(
        {"example": 3, "height": 8, "width": 8}, rows=("height",), columns=("example", "width")
    ),
    example=tensors.pixels,
    what="the pixels of three digits",
    moments=moments.of_coin,
    formulas=coin_formulas,
    script=layer_script(
        "nn.Dropout(p=$p)",
        "nn.Sequential(nn.Dropout(p=$p), nn.Flatten(), nn.Linear(64, 32), nn.ReLU())",
        x="torch.rand",
    ),
    keras=keras.DENSE,
    usages=(
        Usage(
            "pixels and other inputs",
            "about 0.2 (they keep about 0.8)",
            "Srivastava et al. (2014)",
            usages.TOLD,
        ),
    ),
    sources=(papers.SRIVASTAVA, papers.HINTON),
    contract=Contract((2, 2, 2), coins=8),
    trial=InTrials(
        "on inputs",
        tasks=("digits_dense",),
        places=("input",),
        arms=(("input_dropout", 0.2),),
    ),
)

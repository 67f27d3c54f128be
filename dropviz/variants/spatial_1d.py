"""Dropout of the channels of a sequence."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, Layout, Usage
from dropviz.variants.parts import keras, moments, papers, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas
from dropviz.variants.parts.layers import layer
from dropviz.variants.parts.scripts import layer_script

VARIANT = Variant(
    slug="spatial_1d",
    title="Spatial dropout 1d",
    purpose="Neighbours in a sequence are alike, so a single gap is easily guessed from beside it.",
    choose="Choose it behind convolutions over a sequence.",
    family="conv",
    order=0,
    shared=("length",),
    layer=layer("conv.SpatialDropout1d"),
    layout=Layout(
        {"example": 3, "channel": 5, "length": 8}, rows=("channel",), columns=("example", "length")
    ),
    example=tensors.rows_as_channels,
    what="five rows of three digits, each row a channel",
    moments=moments.of_coin,
    formulas=coin_formulas,
    script=layer_script(
        "nn.Dropout1d(p=$p)",
        "nn.Sequential(nn.Conv1d(5, 16, 3), nn.ReLU(), nn.Dropout1d(p=$p))",
    ),
    keras=Keras("keras.layers.SpatialDropout1D($p)", keras.MAPS + keras.CALL),
    usages=(
        Usage(
            "channels of a sequence",
            usages.NO_RATE,
            "the rule for pictures, one axis less",
            usages.HABIT,
        ),
    ),
    sources=(papers.TOMPSON,),
    contract=Contract((2, 3, 4), coins=6),
    trial=InTrials(
        "whole channels",
        tasks=("digits_conv_1d",),
        places=("hidden",),
        arms=(("dropout", 0.2), ("spatial_1d", 0.2)),
    ),
)

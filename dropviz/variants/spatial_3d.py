"""Dropout of the channels of a volume or a film."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, Layout, Usage
from dropviz.variants.parts import keras, moments, papers, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas
from dropviz.variants.parts.layers import layer
from dropviz.variants.parts.scripts import layer_script

VARIANT = Variant(
    slug="spatial_3d",
    title="Spatial dropout 3d",
    purpose="In a volume or a film neighbours on all sides, or in time, would give a gap away.",
    choose="Choose it behind convolutions over volumes or films.",
    family="conv",
    order=2,
    shared=("depth", "height", "width"),
    layer=layer("conv.SpatialDropout3d"),
    layout=Layout(
        {"example": 2, "channel": 2, "depth": 3, "height": 4, "width": 4},
        rows=("example", "height"),
        columns=("channel", "depth", "width"),
    ),
    example=tensors.frames,
    what="two digits through two edge filters, in three frames that move by a pixel",
    moments=moments.of_coin,
    formulas=coin_formulas,
    script=layer_script(
        "nn.Dropout3d(p=$p)",
        "nn.Sequential(nn.Conv3d(2, 8, 3), nn.ReLU(), nn.Dropout3d(p=$p))",
    ),
    keras=Keras("keras.layers.SpatialDropout3D($p)", keras.MAPS + keras.CALL),
    usages=(
        Usage(
            "channels of a volume or a film",
            usages.NO_RATE,
            "the rule for pictures, one axis more",
            usages.HABIT,
        ),
    ),
    sources=(papers.TOMPSON,),
    contract=Contract((2, 3, 1, 2, 2), coins=6),
    trial=InTrials(
        "whole volumes",
        tasks=("digits_conv_3d",),
        places=("hidden",),
        arms=(("dropout", 0.2), ("spatial_3d", 0.2)),
    ),
)

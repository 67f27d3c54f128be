"""Dropout of whole feature maps."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras
from dropviz.variants.parts import keras, layouts, moments, papers, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas
from dropviz.variants.parts.layers import layer
from dropviz.variants.parts.scripts import layer_script

VARIANT = Variant(
    slug="spatial_2d",
    title="Spatial dropout 2d",
    purpose="Neighbouring pixels are alike, so only a whole feature map leaves a real gap.",
    choose=(
        "Choose it behind convolutions over pictures; begin here if you build a convolutional "
        "network."
    ),
    family="conv",
    order=1,
    shared=("height", "width"),
    layer=layer("conv.SpatialDropout2d"),
    layout=layouts.MAPS,
    example=tensors.maps,
    what=layouts.FILTERED,
    moments=moments.of_coin,
    formulas=coin_formulas,
    script=layer_script(
        "nn.Dropout2d(p=$p)",
        "nn.Sequential(nn.Conv2d(4, 16, 3), nn.ReLU(), nn.Dropout2d(p=$p))",
    ),
    keras=Keras("keras.layers.SpatialDropout2D($p)", keras.MAPS + keras.CALL),
    usages=(usages.MAPS,),
    sources=(papers.TOMPSON,),
    contract=Contract((2, 3, 2, 2), coins=6),
    trial=InTrials(
        "whole maps",
        tasks=("digits_conv",),
        places=("hidden",),
        arms=(("dropout", 0.2), ("spatial_2d", 0.2)),
    ),
)

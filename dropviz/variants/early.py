"""Dropout in the first steps of training only."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, Usage
from dropviz.variants.parts import layouts, moments, papers, schedules, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas_and
from dropviz.variants.parts.layers import layer

VARIANT = Variant(
    slug="early",
    title="Early dropout",
    purpose="A small network can underfit, and dropout throughout makes that worse.",
    choose="Choose it if training itself goes badly: dropout at the start, none afterwards.",
    family="dense",
    order=8,
    rate_rule="early",
    layer=layer("dense.Dropout"),
    layout=layouts.STEPS,
    example=tensors.same_along_first,
    what=layouts.SAME_STEPS,
    moments=moments.of_coin,
    formulas=coin_formulas_and(lambda variant, stage: [schedules.formula(stage, stage.at, r"\le")]),
    script=schedules.script("early"),
    in_place=("network = ", "$p"),
    keras=Keras("", "It has no schedule of rates."),
    usages=(
        Usage(
            "the first part of training a model that underfits",
            "helped a small vision transformer: 73.9 % right without, 67.9 % with dropout "
            "throughout, 74.3 % with early dropout (ViT-T, ImageNet)",
            usages.LIU,
            usages.READ,
        ),
    ),
    sources=(papers.LIU,),
    contract=Contract((2, 4), coins=8),
    trial=InTrials("early", tasks=("digits_dense",), places=("hidden",), arms=schedules.ARMS),
)

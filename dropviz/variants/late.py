"""Dropout from a step of training on."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import N_STEPS, Contract, InTrials, Keras, Usage
from dropviz.variants.parts import layouts, moments, papers, schedules, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas_and
from dropviz.variants.parts.layers import layer

VARIANT = Variant(
    slug="late",
    title="Late dropout",
    purpose="At first a network needs all it has; it overfits later.",
    choose="Choose it if training goes well and only the later part overfits.",
    family="dense",
    order=9,
    rate_rule="late",
    layer=layer("dense.Dropout"),
    layout=layouts.STEPS,
    example=tensors.same_along_first,
    what=layouts.SAME_STEPS,
    moments=moments.of_coin,
    formulas=coin_formulas_and(
        lambda variant, stage: [schedules.formula(stage, N_STEPS - stage.at, ">")]
    ),
    script=schedules.script("late"),
    in_place=("network = ", "$p"),
    keras=Keras("", "It has no schedule of rates."),
    usages=(
        Usage(
            "the last part of training a model that overfits",
            "late *stochastic depth* took ViT-B from 81.6 % to 82.3 %",
            usages.LIU,
            usages.READ,
        ),
    ),
    sources=(papers.LIU,),
    contract=Contract((2, 4), coins=8),
    trial=InTrials("late", tasks=("digits_dense",), places=("hidden",), arms=schedules.ARMS),
)

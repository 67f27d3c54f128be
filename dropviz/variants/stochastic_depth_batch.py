"""Residual branches are dropped as a whole, for all examples at once."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, StageFacts
from dropviz.variants.parts import depth, keras, layouts, moments, papers, tensors, usages
from dropviz.variants.parts.layers import layer

VARIANT = Variant(
    slug="stochastic_depth_batch",
    title="Stochastic depth, batch",
    purpose=(
        "Very deep networks train slowly; blocks that are skipped by a whole batch save their work."
    ),
    choose="Choose it first for a deep residual network, with rates that rise towards the end.",
    family="residual",
    order=0,
    shared=("example", "unit"),
    rate_rule="linear",
    layer=layer("depth.StochasticDepth", mode="batch"),
    layout=layouts.BLOCKS,
    example=tensors.normal,
    what=layouts.BRANCHES,
    moments=moments.of_coin,
    formulas=depth.formulas,
    script=depth.script("batch"),
    in_place=("self.drop = ", "return x + ", "$p"),
    keras=Keras("", keras.NO_LAYER),
    usages=(usages.DEPTH,),
    sources=(papers.HUANG,),
    contract=Contract((3, 2), coins=1),
    on_stage=StageFacts(
        "batch",
        "Stochastic depth with one coin a block for the whole batch, as in the paper",
    ),
    trial=InTrials(
        "depth, by batch",
        tasks=("digits_residual",),
        places=("branch",),
        arms=depth.ARMS,
        meaning_of_p=depth.meaning_of_p,
    ),
)

"""Residual branches are dropped as a whole, example by example."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, StageFacts, Usage
from dropviz.variants.parts import depth, keras, layouts, moments, papers, tensors, usages
from dropviz.variants.parts.layers import layer

VARIANT = Variant(
    slug="stochastic_depth_row",
    title="Stochastic depth, row",
    purpose=(
        "A coin for each example makes many networks a step, where a coin for the batch makes one."
    ),
    choose=(
        "Choose it in place of the batch's coin if batches are small, or noise by batch disturbs."
    ),
    family="residual",
    order=1,
    shared=("unit",),
    rate_rule="linear",
    layer=layer("depth.StochasticDepth", mode="row"),
    layout=layouts.BLOCKS,
    example=tensors.normal,
    what=layouts.BRANCHES,
    moments=moments.of_coin,
    formulas=depth.formulas,
    script=depth.script("row"),
    in_place=("self.drop = ", "return x + ", "$p"),
    keras=Keras(
        "keras.layers.Dropout($p, noise_shape=(None, 1, 1))",
        "No layer of its own: on a branch of shape (batch, time, unit) `noise_shape` gives one "
        f"coin an example. {keras.CALL}",
    ),
    usages=(
        usages.DEPTH,
        Usage(
            "the same, a coin for each example",
            usages.NO_RATE,
            '`torchvision.ops.stochastic_depth`, mode "row"',
            usages.READ,
        ),
    ),
    sources=(papers.HUANG,),
    contract=Contract((3, 2), coins=3),
    on_stage=StageFacts(
        "row",
        "Stochastic depth with a coin a block for each example",
    ),
    trial=InTrials(
        "depth, by row",
        tasks=("digits_residual",),
        places=("branch",),
        arms=depth.ARMS,
        meaning_of_p=depth.meaning_of_p,
    ),
)

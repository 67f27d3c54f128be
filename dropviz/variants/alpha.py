"""Dropout for SELU networks: what is dropped becomes the value of SELU far to the left."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, Usage
from dropviz.variants.parts import alpha, keras, layouts, papers, tensors, usages
from dropviz.variants.parts.layers import layer
from dropviz.variants.parts.scripts import layer_script

VARIANT = Variant(
    slug="alpha",
    title="Alpha dropout",
    purpose=(
        "SELU networks rely on mean 0 and variance 1 in each layer, which plain dropout spoils."
    ),
    choose="Choose it with SELU and standardised inputs, and only there.",
    family="dense",
    order=5,
    kind="alpha",
    layer=layer("dense.AlphaDropout"),
    layout=layouts.UNITS,
    example=tensors.normal,
    what=layouts.HIDDEN,
    moments=alpha.moments,
    why=alpha.why,
    formulas=alpha.formulas,
    script=layer_script(
        "nn.AlphaDropout(p=$p)",
        "nn.Sequential(nn.Linear(12, 32), nn.SELU(), nn.AlphaDropout(p=$p), nn.Linear(32, 10))",
        replaces=True,
    ),
    keras=Keras(
        "keras.layers.AlphaDropout($p)",
        f"The same rule; rate 1 raises a ZeroDivisionError. {keras.TRIED}",
    ),
    usages=(
        Usage(
            "dense networks with SELU and standardised inputs",
            usages.NO_RATE,
            "Klambauer et al. (2017)",
            usages.READ,
        ),
    ),
    sources=(papers.KLAMBAUER,),
    contract=Contract(
        (2, 4),
        coins=8,
        mean_is_eval=False,
        zeroes=False,
        why="it keeps mean and variance of standardised inputs, not each entry's mean",
    ),
    trial=InTrials(
        "alpha",
        tasks=("digits_dense", "digits_conv"),
        places=("hidden",),
        arms=(("dropout", 0.1), ("alpha", 0.1)),
        settings=alpha.SELU,
    ),
)

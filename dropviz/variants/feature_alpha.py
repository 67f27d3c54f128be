"""Alpha dropout of whole feature maps."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, Usage
from dropviz.variants.parts import alpha, keras, layouts, papers, tensors, usages
from dropviz.variants.parts.layers import layer
from dropviz.variants.parts.scripts import layer_script

VARIANT = Variant(
    slug="feature_alpha",
    title="Feature alpha dropout",
    purpose="Whole feature maps have to go, yet a SELU network must keep its mean and variance.",
    choose="Choose it for convolutional networks with SELU.",
    family="dense",
    order=6,
    kind="alpha",
    shared=("height", "width"),
    layer=layer("dense.FeatureAlphaDropout"),
    layout=layouts.MAPS,
    example=tensors.maps,
    what=layouts.FILTERED,
    moments=alpha.moments,
    why=alpha.why,
    formulas=alpha.formulas,
    script=layer_script(
        "nn.FeatureAlphaDropout(p=$p)",
        "nn.Sequential(nn.Conv2d(4, 8, 3), nn.SELU(), nn.FeatureAlphaDropout(p=$p))",
        replaces=True,
    ),
    keras=Keras(
        "keras.layers.AlphaDropout($p, noise_shape=(None, 1, 1, None))",
        "No layer of its own: `noise_shape` shares the coin over height and width. " + keras.MAPS,
    ),
    usages=(
        Usage(
            "feature maps with SELU",
            usages.NO_RATE,
            "`torch.nn.FeatureAlphaDropout`",
            usages.HABIT,
        ),
    ),
    sources=(papers.KLAMBAUER,),
    contract=Contract((2, 3, 2), coins=6, mean_is_eval=False, zeroes=False, why="as alpha dropout"),
    trial=InTrials(
        "feature alpha",
        tasks=("digits_conv",),
        places=("hidden",),
        arms=(("alpha", 0.1), ("feature_alpha", 0.1)),
        settings=alpha.SELU,
    ),
)

"""Noise in place of a mask, with the mean and variance of dropout's."""

from __future__ import annotations

from dropviz.core.writing import Formula
from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, Stage, Usage
from dropviz.variants.parts import keras, layouts, moments, papers, tensors, usages
from dropviz.variants.parts.layers import layer
from dropviz.variants.parts.scripts import layer_script


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of the noise and of its variance."""
    if stage.p == 1.0:
        return [Formula("At $p = 1$ the variance has no limit; the layer gives zeros.", "y = 0")]
    variance = stage.p / (1 - stage.p)
    return [
        Formula(
            "Noise in place of a mask, with the mean and variance of dropout's.",
            r"y_{ni} = x_{ni}\,\varepsilon_{ni}, \qquad \varepsilon_{ni} \sim "
            rf"N\!\left(1, \tfrac{{p}}{{1-p}}\right) = N(1,\ {variance:.2f})",
        )
    ]


VARIANT = Variant(
    slug="gaussian",
    title="Gaussian dropout",
    purpose=(
        "Noise with the mean and variance of dropout does much the same, and sets nothing to zero."
    ),
    choose="Choose it where hard zeros disturb, or where you want to learn the size of the noise.",
    family="dense",
    order=2,
    kind="gaussian",
    layer=layer("dense.GaussianDropout"),
    layout=layouts.UNITS,
    example=tensors.normal,
    what=layouts.HIDDEN,
    moments=moments.of_coin,
    formulas=formulas,
    script=layer_script(
        "GaussianDropout(p=$p)",
        "nn.Sequential(nn.Linear(12, 32), nn.ReLU(), GaussianDropout(p=$p), nn.Linear(32, 10))",
        imports="from torch import nn\n\nfrom dropviz.layers.dense import GaussianDropout",
    ),
    keras=Keras(
        "keras.layers.GaussianDropout($p)",
        "The same noise; rate 1 raises a ZeroDivisionError, where this page's layer gives zeros. "
        f"`GaussianNoise` is another thing: it adds. {keras.TRIED}",
    ),
    usages=(
        Usage(
            "wherever dropout is",
            "variance p / (1 - p): that of dropout at the same rate",
            "Srivastava et al. (2014), section 10",
            usages.TOLD,
        ),
    ),
    sources=(papers.SRIVASTAVA,),
    contract=Contract((2, 4), zeroes=False),
    trial=InTrials(
        "Gaussian",
        tasks=("digits_dense",),
        places=("hidden",),
        arms=(("dropout", 0.5), ("gaussian", 0.5)),
    ),
)

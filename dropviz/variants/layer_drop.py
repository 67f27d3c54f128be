"""Whole layers are skipped, and what is kept is not scaled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dropviz.core.arrays import FloatArray
from dropviz.core.residual import N_BLOCKS
from dropviz.core.writing import Formula, Source
from dropviz.variants.base import Entry, Variant
from dropviz.variants.facts import (
    Contract,
    EntryMoments,
    InTrials,
    Keras,
    Site,
    Stage,
    StageFacts,
    Usage,
)
from dropviz.variants.parts import keras, layouts, tensors, usages

SCRIPT = """import torch
from torch import nn

from dropviz.layers.depth import LayerDrop

torch.manual_seed($seed)
x = torch.randn(4, 5, 8)  # example, time, unit
layers = [
    nn.TransformerEncoderLayer(8, 2, 16, dropout=0.0, batch_first=True) for _ in range($blocks)
]
stack = LayerDrop(layers, p=$p)
print("two masks:", stack(x)[0, 0, 0].item(), stack(x)[0, 0, 0].item())
print("inference, all layers:", stack.eval()(x)[0, 0, 0].item())

every_other = nn.Sequential(*stack.layers[::2])  # cut out without training again
print("every other layer:", every_other(x)[0, 0, 0].item())
"""


def layer(p_drop: float, site: Site, *, generator: Any = None) -> Any:
    """A LayerDrop stack of the modules that the site gives."""
    from dropviz.layers.depth import LayerDrop

    return LayerDrop(site.around, p_drop, generator=generator)


def on_tensor(x: Any, p_drop: float, *, generator: Any = None) -> Any:
    """A LayerDrop stack of layers that each add a branch of x."""
    from dropviz.layers.measured import ConstantBranch

    return layer(
        p_drop, Site(around=tuple(ConstantBranch(branch) for branch in x)), generator=generator
    )


def given(x: FloatArray) -> FloatArray:
    """Zeros as the stack's input, to which branches are added."""
    return np.zeros(x.shape[1:])


def layer_drop_moments(branches: Sequence[float], p_drop: float) -> EntryMoments:
    """Mean and variance of a sum of branches, each kept with probability 1 - p, not scaled."""
    terms = np.asarray(branches)
    q = 1.0 - p_drop
    return EntryMoments(float(q * terms.sum()), float(p_drop * q * (terms**2).sum()))


def moments(entry: Entry) -> EntryMoments:
    """Mean and variance of an entry of the sum of branches."""
    branches = entry.x.reshape(len(entry.x), -1)
    place = np.ravel_multi_index(entry.at, entry.x.shape[1:])
    return layer_drop_moments(list(branches[:, place]), entry.p)


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of the number of layers that run on average."""
    return [
        Formula(
            f"Each of {N_BLOCKS} layers is skipped or not, and what is kept is not scaled; there "
            f"are $2^{{{N_BLOCKS}}} = {2**N_BLOCKS:,}$ such sub-networks. On average so many run:",
            rf"x \leftarrow x + m_l f_l(x), \qquad {N_BLOCKS}\,(1-p) = "
            rf"{N_BLOCKS * (1 - stage.p):.2f}",
        )
    ]


VARIANT = Variant(
    slug="layer_drop",
    title="LayerDrop",
    purpose="A network that was trained with layers missing can lose some of them for good.",
    choose="Choose it for a transformer that you want to make shallower after training.",
    family="residual",
    order=2,
    shared=("example", "unit"),
    scaled=False,
    mixes=True,
    layer=layer,
    on_tensor=on_tensor,
    given=given,
    layout=layouts.BLOCKS,
    example=tensors.normal,
    what=layouts.BRANCHES,
    moments=moments,
    why=lambda block: "what is kept is not scaled, so fewer branches are added than at inference",
    formulas=formulas,
    script=SCRIPT,
    keras=Keras("", keras.NO_LAYER),
    usages=(
        Usage(
            "layers of a transformer",
            "0.2 in their published models",
            "Fan et al. (2020), their repository",
            usages.READ,
        ),
    ),
    sources=(
        Source(
            "Fan, Grave, Joulin (2020), *LayerDrop*, arXiv:1909.11556.",
            "Any smaller stack of layers can be cut out without training again.",
        ),
    ),
    contract=Contract(
        (3, 2, 3),
        coins=3,
        identity=False,
        mean_is_eval=False,
        zeroes=False,
        rate_one_is_zero=False,
        why="what is kept is not scaled",
    ),
    on_stage=StageFacts(
        "LayerDrop",
        "The same rate for all layers, and nothing is scaled",
    ),
    trial=InTrials(
        "LayerDrop",
        tasks=("digits_residual", "next_character"),
        places=("stack",),
        arms=(("layer_drop", 0.2),),
    ),
)

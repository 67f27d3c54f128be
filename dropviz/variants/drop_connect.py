"""Dropout of weights, other ones for each example."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from dropviz.core.arrays import FloatArray
from dropviz.core.writing import Formula, Source
from dropviz.variants.base import Entry, Variant
from dropviz.variants.facts import (
    Contract,
    EntryMoments,
    InTrials,
    Keras,
    Layout,
    Site,
    Stage,
    Usage,
)
from dropviz.variants.parts import keras, tensors, usages

SCRIPT = """import torch
from torch import nn

from dropviz.layers.dense import DropConnect

torch.manual_seed($seed)
x = torch.randn(3, 6)
layer = DropConnect(6, 5, p=$p)  # a dense layer with ReLU: its weights are dropped
print("training, 2 masks:", layer(x)[0, 0].item(), layer(x)[0, 0].item())
print("inference, moments matched:", layer.eval()(x)[0, 0].item())

plain = DropConnect(6, 5, p=$p, inference="plain").eval()
plain.load_state_dict(layer.state_dict())
print("inference, plain weights:", plain(x)[0, 0].item())

network = nn.Sequential(nn.Linear(12, 6), nn.ReLU(), DropConnect(6, 5, p=$p), nn.Linear(5, 3))
print(network)
"""


def layer(p_drop: float, site: Site, *, generator: Any = None) -> Any:
    """A DropConnect layer: dense, with ReLU."""
    from dropviz.layers.dense import DropConnect

    return DropConnect(site.inputs, site.units, p_drop, generator=generator)


def on_tensor(x: Any, p_drop: float, *, generator: Any = None) -> Any:
    """A DropConnect layer with the weights x[0], which are the same for every example."""
    from dropviz.layers.measured import drop_connect

    return drop_connect(x[0], p_drop, generator)


def given(x: FloatArray) -> FloatArray:
    """Inputs of the layer, of shape (example, in), rounded to hundredths."""
    return np.round(np.random.default_rng(6).normal(size=(x.shape[0], x.shape[2])), 2)


def drop_connect_moments(
    weights: Sequence[float], inputs: Sequence[float], bias: float, p_drop: float
) -> EntryMoments:
    """Mean and variance of ReLU(sum of kept w x / (1 - p) + bias) over all masks of the weights."""
    if p_drop == 1.0:
        return EntryMoments(max(bias, 0.0), 0.0, "enumeration")
    terms = np.asarray(weights) * np.asarray(inputs) / (1.0 - p_drop)
    masks = np.array(list(itertools.product((0.0, 1.0), repeat=len(terms))))
    kept = masks.sum(1)
    chances = p_drop ** (len(terms) - kept) * (1.0 - p_drop) ** kept
    values = np.maximum(masks @ terms + bias, 0.0)
    mean = float(chances @ values)
    return EntryMoments(mean, float(chances @ (values - mean) ** 2), "enumeration")


def moments(entry: Entry) -> EntryMoments:
    """Mean and variance of one output of an example over all masks."""
    example, out = entry.at
    return drop_connect_moments(list(entry.x[0, out]), list(entry.given[example]), 0.0, entry.p)


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formulas of training and of inference."""
    _, n_out, n_in = variant.shape
    if stage.p == 1.0:
        says = "At $p = 1$ no weight is left, while training as at inference; only the bias is."
        return [Formula(says, r"y_{no} = \operatorname{relu}(b_o)")]
    scale = f"{1 / (1 - stage.p):.2f}"
    return [
        Formula(
            f"Each of the {n_out * n_in} weights has a coin, and every example its own mask.",
            r"y_{no} = \operatorname{relu}\!\Big(\tfrac{1}{1-p} \sum_i m_{noi} W_{oi} x_{ni} + b_o"
            rf"\Big), \qquad m_{{noi}} = [\,u_{{noi}} \ge p\,], \quad \tfrac{{1}}{{1-p}} \to "
            rf"{scale}",
        ),
        Formula(
            "At inference the sum is taken for normal, and the mean of its ReLU is computed:",
            r"\mu = Wx + b, \qquad \sigma^2 = \frac{p}{1-p}\,(W \ast W)(x \ast x), \qquad "
            r"\mathrm{E}\,y = \mu\,\Phi(\mu/\sigma) + \sigma\,\varphi(\mu/\sigma)",
        ),
    ]


VARIANT = Variant(
    slug="drop_connect",
    title="DropConnect",
    purpose="To drop weights in place of units gives a finer mask, with many more coins.",
    choose=(
        "Choose it for large dense layers, if you can pay for a mask of weights for each example."
    ),
    family="dense",
    order=7,
    of_weights=True,
    layer=layer,
    on_tensor=on_tensor,
    given=given,
    layout=Layout({"example": 3, "out": 5, "in": 6}, rows=("out",), columns=("example", "in")),
    example=tensors.same_along_first,
    what="weights W drawn from N(0, 1), the same for every example",
    moments=moments,
    why=lambda block: (
        "inference takes the sum of masked weights for normal, and here it has six terms only"
    ),
    formulas=formulas,
    script=SCRIPT,
    keras=Keras("", keras.NO_LAYER),
    usages=(Usage("large dense layers", usages.NO_RATE, "Wan et al. (2013)", usages.READ),),
    sources=(
        Source(
            "Wan et al. (2013), *Regularization of neural networks using DropConnect*, ICML.",
            "Weights are dropped; inference matches moments. Their best figures are aggregates of "
            "several networks.",
        ),
    ),
    contract=Contract(
        (1, 2, 3),
        coins=6,
        identity=False,
        mean_is_eval=False,
        zeroes=False,
        why="a sum of three masked weights is not normal",
    ),
    trial=InTrials(
        "DropConnect",
        tasks=("digits_dense",),
        places=("weights",),
        arms=(("dropout", 0.5), ("drop_connect", 0.5)),
        example_seconds=80e-6,
    ),
)

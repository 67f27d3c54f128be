"""Dropout whose rate is learnt, through a soft mask."""

from __future__ import annotations

import math

import numpy as np

from dropviz.core.arrays import FloatArray
from dropviz.core.writing import Formula, Source
from dropviz.variants.base import Entry, Variant
from dropviz.variants.facts import Contract, EntryMoments, InTrials, Keras, Stage, Usage
from dropviz.variants.parts import keras, layouts, tensors, usages
from dropviz.variants.parts.layers import layer

TEMPERATURE = 0.1
"""Of the soft mask."""
N_POINTS = 200_001
"""Of the midpoint rule."""
SCRIPT = """import torch
from torch import nn

from dropviz.layers.dense import ConcreteDropout

torch.manual_seed($seed)
x, target = torch.randn(200, 12), torch.randint(3, (200,))
dropout = ConcreteDropout(p=$p)
network = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), dropout, nn.Linear(32, 3))
optimiser = torch.optim.Adam(network.parameters(), lr=0.01)
for _ in range(50):
    optimiser.zero_grad()
    loss = nn.functional.cross_entropy(network(x), target) + dropout.regulariser(32) / len(x)
    loss.backward()
    optimiser.step()
print(f"learnt rate: {dropout.rate.item():.3f}")
"""


def soft_keep(u: FloatArray, p_drop: float) -> FloatArray:
    """1 - z of concrete dropout for coins u in (0, 1): near 0 where u is below p, near 1 above.

    Coins count the other way round than in the layer (u and 1 - u are alike), so that a smaller
    coin goes out first, as everywhere else.
    """
    logits = np.log(p_drop / (1.0 - p_drop)) - np.log(u / (1.0 - u))
    return np.asarray(1.0 / (1.0 + np.exp(np.clip(logits / TEMPERATURE, -700, 700))))


def concrete_moments(x: float, p_drop: float) -> EntryMoments:
    """Mean and variance of an entry x over coins, by the midpoint rule; p between 0 and 1."""
    u = (np.arange(N_POINTS) + 0.5) / N_POINTS
    factor = soft_keep(u, p_drop) / (1.0 - p_drop)
    return EntryMoments(float(factor.mean()) * x, float(factor.var()) * x**2, "integration")


def moments(entry: Entry) -> EntryMoments:
    """Mean and variance of an entry, at the nearest rate that the layer can have."""
    return concrete_moments(float(entry.x[entry.at]), entry.variant.usable(entry.p))


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formulas of the soft mask, and of what is added to the loss."""
    p = variant.usable(stage.p)
    entropy = p * math.log(p) + (1 - p) * math.log(1 - p)
    return [
        Formula(
            "A soft mask has a gradient with respect to p, so the rate is learnt. (The stage uses "
            "$1 - u$ for $u$, which is alike, so that smaller coins go out first.)",
            r"z = \sigma\!\left(\frac{\operatorname{logit} p + \operatorname{logit} u}{t}\right), "
            rf"\quad t = {TEMPERATURE}, \qquad y = \frac{{1 - z}}{{1 - p}}\,x, \quad "
            rf"\operatorname{{logit}} p = {math.log(p / (1 - p)):.2f}",
        ),
        Formula(
            "Two things are added to the mean loss over N examples. The entropy of the K masked "
            "units pulls p towards 0.5, the weights W behind them pull it towards 0. The length "
            "scale l is 0 in the script and in the small training below: only data and entropy "
            "decide there. The data pull towards 0 too, for noise costs likelihood. A small "
            "network has no units to spare. So a rate that falls to 0 there is no fault: it found "
            "dropout too dear.",
            r"\frac{1}{N} \left( \frac{l^2\,\lVert W \rVert^2}{1-p} + K h \right), \qquad "
            rf"h = p \log p + (1-p)\log(1-p) = {entropy:.3f}",
        ),
    ]


def complaint(p_drop: float) -> str:
    """What is wrong with a rate to start from, or ""."""
    return "" if 0.0 < p_drop < 1.0 else "a concrete rate starts between 0 and 1"


VARIANT = Variant(
    slug="concrete",
    title="Concrete dropout",
    purpose="A hard coin has no gradient; a soft one lets training learn the rate.",
    choose="Choose it if searching for a rate costs too much; it learns one rate a layer.",
    family="dense",
    order=4,
    kind="concrete",
    rates=(0.01, 0.99),
    layer=layer("dense.ConcreteDropout"),
    layout=layouts.UNITS,
    example=tensors.normal,
    what=layouts.HIDDEN,
    moments=moments,
    why=lambda block: "the soft mask's mean is only nearly 1 - p",
    formulas=formulas,
    script=SCRIPT,
    in_place=("$p", "network = "),
    keras=Keras("", keras.NO_LAYER),
    usages=(
        Usage(
            "wherever dropout is",
            "learnt; temperature 0.1",
            "Gal et al. (2017), their code",
            usages.READ,
        ),
    ),
    sources=(
        Source(
            "Gal, Hron, Kendall (2017), arXiv:1705.07832.",
            "A soft mask lets gradients reach the rate. The rate is learnt from the training part, "
            "not proved best.",
        ),
    ),
    contract=Contract((2, 4), zeroes=False, takes_all_rates=False),
    trial=InTrials(
        "concrete",
        tasks=("digits_dense",),
        places=("hidden",),
        arms=(("dropout", 0.1), ("concrete", 0.1)),
        learnt_rate=lambda layer: layer.rate,
        complaint=complaint,
        penalty=lambda layer, units: layer.regulariser(units),
    ),
)

"""Gaussian dropout whose variances are learnt."""

from __future__ import annotations

import math
from typing import Any

from dropviz.core.writing import Formula, Source
from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, Site, Stage, Usage
from dropviz.variants.parts import keras, layouts, moments, tensors, usages

KL_TERMS = (1.16145124, -1.50204118, 0.58629921)
"""Of the approximation of Kingma et al. (2015)."""
SCRIPT = """import torch
from torch import nn

from dropviz.layers.dense import VariationalGaussianDropout

torch.manual_seed($seed)
x, target = torch.randn(200, 12), torch.randint(3, (200,))
dropout = VariationalGaussianDropout(n_units=32, p=$p)
network = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), dropout, nn.Linear(32, 3))
optimiser = torch.optim.Adam(network.parameters(), lr=0.01)
for _ in range(50):
    optimiser.zero_grad()
    loss = nn.functional.cross_entropy(network(x), target) + dropout.divergence() / len(x)
    loss.backward()
    optimiser.step()
print(f"learnt rates from {dropout.rates.min():.3f} to {dropout.rates.max():.3f}")
"""


def layer(p_drop: float, site: Site, *, generator: Any = None) -> Any:
    """Variational Gaussian dropout with a variance for each unit."""
    from dropviz.layers.dense import VariationalGaussianDropout

    return VariationalGaussianDropout(site.units, p_drop, generator=generator)


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formulas of where variances start, and of what is added to the loss."""
    p = variant.usable(stage.p)
    alpha = p / (1 - p)
    a, b, c = KL_TERMS
    divergence = -(0.5 * math.log(alpha) + a * alpha + b * alpha**2 + c * alpha**3)
    return [
        Formula(
            f"Each unit learns its own variance $\\alpha_i$; the stage shows where learning "
            f"starts, $p = {p:.2f}$. It is kept at or below 1 (p at or below 0.5).",
            rf"\varepsilon_{{ni}} \sim N(1, \alpha_i), \qquad \alpha_i = \frac{{p}}{{1-p}} = "
            rf"{alpha:.3f}",
        ),
        Formula(
            "What is added to the loss for each unit pulls towards more noise. It is divided by "
            "the number of training examples. Up to a constant, by the paper's fit, it is",
            r"\mathrm{KL} \approx -\tfrac12 \log\alpha - c_1\alpha - c_2\alpha^2 - c_3\alpha^3 = "
            rf"{divergence:.3f}",
        ),
    ]


def complaint(p_drop: float) -> str:
    """What is wrong with a rate to start from, or ""."""
    return "" if 0.0 < p_drop <= 0.5 else "a learnt Gaussian rate starts above 0, at most 0.5"


VARIANT = Variant(
    slug="variational_gaussian",
    title="Variational Gaussian",
    purpose=(
        "Nobody knows the right rate beforehand, so here each unit learns its own from the "
        "training data."
    ),
    choose="Choose it if you can add its penalty to the loss and want rates unit by unit.",
    family="dense",
    order=3,
    kind="gaussian",
    rates=(0.01, 0.5),
    layer=layer,
    layout=layouts.UNITS,
    example=tensors.normal,
    what=layouts.HIDDEN,
    moments=moments.of_coin,
    formulas=formulas,
    script=SCRIPT,
    in_place=("$p", "network = "),
    keras=Keras("", keras.NO_LAYER),
    usages=(
        Usage(
            "wherever dropout is",
            "learnt, one for each unit here",
            "Kingma et al. (2015)",
            usages.READ,
        ),
    ),
    sources=(
        Source(
            "Kingma, Salimans, Welling (2015), arXiv:1506.02557.",
            "Gaussian dropout as variational inference, with rates that are learnt.",
        ),
    ),
    contract=Contract((2, 4), zeroes=False, takes_all_rates=False),
    trial=InTrials(
        "learnt Gaussian",
        tasks=("digits_dense",),
        places=("hidden",),
        arms=(("gaussian", 0.3), ("variational_gaussian", 0.3)),
        learnt_rate=lambda layer: layer.rates.mean(),
        complaint=complaint,
        penalty=lambda layer, units: layer.divergence(),
    ),
)

"""Two passes with two masks that should say the same."""

from __future__ import annotations

from typing import Any

from dropviz.core.writing import Formula, Source
from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract, InTrials, Keras, Layout, Stage, Usage
from dropviz.variants.parts import moments, tensors, usages
from dropviz.variants.parts.formulas import coin_formulas_and
from dropviz.variants.parts.layers import layer

SCRIPT = """import torch
from torch import nn

from dropviz.layers.rdrop import RDropLoss

torch.manual_seed($seed)
x, target = torch.randn(200, 12), torch.randint(3, (200,))
network = nn.Sequential(nn.Linear(12, 32), nn.ReLU(), nn.Dropout(p=$p), nn.Linear(32, 3))
loss_of = RDropLoss(alpha=1.0)
optimiser = torch.optim.Adam(network.parameters(), lr=0.01)
for step in range(50):
    optimiser.zero_grad()
    loss = loss_of(network(x), network(x), target)  # two passes, two masks
    loss.backward()
    optimiser.step()
print(f"loss: {loss.item():.3f}")
"""


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formulas of how often a unit is treated alike, and of the loss."""
    p = stage.p
    return [
        Formula(
            "Two passes of the same example, each with its own mask. A unit is treated alike in "
            "both with probability",
            rf"p^2 + (1-p)^2 = {p**2 + (1 - p) ** 2:.2f}",
        ),
        Formula(
            "How far the two answers differ is added to the loss (Liang et al. add the two "
            "cross-entropies, so that their $\\alpha$ counts half as much).",
            r"L = \tfrac12(CE_1 + CE_2) + \tfrac{\alpha}{2}\big(KL(p_1\|p_2) + KL(p_2\|p_1)\big)",
        ),
    ]


def loss() -> Any:
    """The loss that takes the logits of two passes."""
    from dropviz.layers.rdrop import RDropLoss

    return RDropLoss()


VARIANT = Variant(
    slug="r_drop",
    title="R-Drop",
    purpose=(
        "Two masks make two answers to one example, and here the network is trained to make them "
        "agree."
    ),
    choose="Choose it for fine-tuning, if a step may cost two passes.",
    family="dense",
    order=10,
    layer=layer("dense.Dropout"),
    layout=Layout(
        {"pass": 2, "example": 4, "unit": 8}, rows=("example",), columns=("pass", "unit")
    ),
    example=tensors.same_along_first,
    what="hidden activations drawn from N(0, 1), the same in both passes",
    moments=moments.of_coin,
    formulas=coin_formulas_and(formulas),
    script=SCRIPT,
    in_place=("nn.Dropout", "loss = "),
    keras=Keras("", "It has no such loss; two calls with `training=True` give two masks."),
    usages=(
        Usage(
            "fine-tuning and translation, with the rates of the model as it is",
            usages.NO_RATE,
            "Liang et al. (2021)",
            usages.READ,
        ),
    ),
    sources=(
        Source(
            "Liang et al. (2021), *R-Drop*, arXiv:2106.14448.",
            "Two passes that should agree; 30.91 and 43.95 BLEU on two translation tasks. Each "
            "step costs two passes.",
        ),
    ),
    contract=Contract((2, 4), coins=8),
    trial=InTrials(
        "R-Drop",
        tasks=("digits_dense",),
        places=("hidden",),
        arms=(("dropout", 0.5), ("r_drop", 0.5)),
        loss=loss,
    ),
)

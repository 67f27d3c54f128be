"""What the lesson *Expected activations* says about the view on its stage."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray
from dropviz.core.moments import (
    SCALING_RULES,
    Estimate,
    Moments,
    ScalingRule,
    agrees,
    inference_value,
    mean_after_relu,
    training_moments,
)
from dropviz.core.writing import Source
from dropviz.lessons.parts import Task
from dropviz.stage.expected_activations import (
    ExpectedView,
    activations_and_weights,
    keep_rows,
)

LARGE_GAP = 0.5


@dataclass(frozen=True)
class RuleFacts:
    """One rule: the sum while training in theory, and its value at inference (None: 0/0).

    ``gap`` is inference minus training mean, both after a ReLU.
    """

    training: Moments
    inference: float | None
    agree: bool
    gap: Estimate | None


@dataclass(frozen=True)
class ExpectedFacts:
    """What the stage shows, computed in Python; ``x`` and ``w`` of shape (n,)."""

    view: ExpectedView
    x: FloatArray
    w: FloatArray
    rules: dict[ScalingRule, RuleFacts]

    @property
    def total(self) -> float:
        """The whole sum, Σ w x."""
        return float((self.w * self.x).sum())

    @property
    def energy(self) -> float:
        """Σ (w x)²."""
        return float(((self.w * self.x) ** 2).sum())


def facts(view: ExpectedView) -> ExpectedFacts:
    """Evaluate a view."""
    x, w = activations_and_weights(view)
    keep = keep_rows(view)
    rules = {rule: _rule_facts(w * x, view.p, rule, keep) for rule in SCALING_RULES}
    return ExpectedFacts(view, x, w, rules)


def _rule_facts(
    contributions: FloatArray, p_drop: float, rule: ScalingRule, keep: NDArray[np.bool_]
) -> RuleFacts:
    value = inference_value(contributions, p_drop, rule)
    after = mean_after_relu(contributions, p_drop, rule, keep)
    return RuleFacts(
        training_moments(contributions, p_drop, rule),
        value,
        agrees(contributions, p_drop, rule),
        None if value is None else replace(after, value=max(0.0, value) - after.value),
    )


def tasks(now: ExpectedFacts) -> list[Task]:
    """Three things to try, each decided by the state of the stage."""
    inverted = now.rules["inverted"]
    as_much_as_energy = now.energy > 0 and now.view.p == 0.5
    all_agree = all(rule.agree for rule in now.rules.values())
    return [
        Task(
            "Find the rate at which the variance of inverted scaling is exactly Σ (w x)².",
            as_much_as_energy,
        ),
        Task(
            "Make all four rules agree although p is not 0 and some input is not 0.",
            all_agree and now.view.p > 0 and now.energy > 0,
        ),
        Task(
            f"Make inverted scaling agree for the sum, yet be off by {LARGE_GAP} or more after "
            "a ReLU, sampling noise (2 standard errors) allowed for.",
            inverted.agree and _surely(inverted.gap, LARGE_GAP),
        ),
    ]


def _surely(gap: Estimate | None, size: float) -> bool:
    return gap is not None and abs(gap.value) - 2 * gap.error >= size


def code(now: ExpectedFacts) -> str:
    """A PyTorch script that compares the four rules for the x, w and p on the stage."""
    view = now.view
    x, w = (np.round(values, 1).tolist() for values in (now.x, now.w))
    return f"""import torch
from torch import nn

p = {view.p}
x = torch.tensor({x}, dtype=torch.float64)
w = torch.tensor({w}, dtype=torch.float64)
torch.manual_seed(0)

dropout = nn.Dropout(p)  # inverted scaling: divides by 1 - p in train(), nothing in eval()
dropout.train()
inverted = dropout(x.expand(100_000, -1)) @ w
unscaled = inverted * (1 - p)  # no scaling, and classical scaling while training
dropout.eval()
s = dropout(x) @ w

rules = {{
    "no scaling": (unscaled, s),
    "inverted": (inverted, s),
    "classical": (unscaled, (1 - p) * s),
    "the mistake": (inverted, s / (1 - p) if p < 1 else torch.tensor(float("nan"))),
}}
for name, (training, inference) in rules.items():
    print(
        f"{{name:12}} training mean {{training.mean():7.3f}}, variance {{training.var():7.3f}}; "
        f"inference {{inference:7.3f}}"
    )
after = torch.relu(inverted)
gap, error = torch.relu(s) - after.mean(), after.std() / len(after) ** 0.5
print(f"after a ReLU, inverted: inference is {{gap:+.3f}} from the training mean")
print(f"(standard error {{error:.3f}}; within 2 of them no gap is resolved)")
"""


SOURCES = [
    Source(
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), *Dropout: a simple way "
        "to prevent neural networks from overfitting*, JMLR 15, section 4.",
        "Classical scaling: a unit is kept with probability p (its p is the chance of being "
        "*kept*) while training, and its outgoing weights are multiplied by p at test time. It "
        "does not divide by anything at test time.",
    ),
    Source(
        "PyTorch, `torch.nn.Dropout`.",
        "Inverted scaling: division by 1 - p while training, the identity in `eval()`. At p = 1 "
        "it returns zeros. `F.dropout(x)` without `training=self.training` keeps dropping after "
        "`model.eval()`.",
    ),
    Source(
        "A statement in circulation: “at inference outputs are scaled by 1/(1-p)”.",
        "Wrong for every convention; it is the fourth panel. With inverted scaling the division "
        "has been done while training, with classical scaling it is a multiplication by 1 - p.",
    ),
    Source(
        "What this page does not show.",
        "Classical and inverted scaling compute the same function with suitably scaled weights, "
        "but their training differs at equal learning rates. The depth plot is a random ReLU "
        "network, not a trained one.",
    ),
]

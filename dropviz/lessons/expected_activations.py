"""What the lesson *Expected activations* says about the view on its stage."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dropviz.core.depth import N_LAYERS, WIDTH, inverted_depth_ratios
from dropviz.core.moments import (
    ARMS,
    LARGEST_ENUMERATION,
    Arm,
    Estimate,
    FloatArray,
    Moments,
    agrees,
    inference_value,
    mean_after_relu,
    noise_variance,
    training_moments,
)
from dropviz.lessons.parts import Formula, Source, Task
from dropviz.stage.expected_activations import (
    N_SAMPLES,
    ExpectedView,
    activations_and_weights,
    keep_rows,
)

LARGE_GAP = 0.5


@dataclass(frozen=True)
class ArmFacts:
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
    arms: dict[Arm, ArmFacts]

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
    arms = {arm: _arm_facts(w * x, view.p, arm, keep) for arm in ARMS}
    return ExpectedFacts(view, x, w, arms)


def _arm_facts(
    contributions: FloatArray, p_drop: float, arm: Arm, keep: NDArray[np.bool_]
) -> ArmFacts:
    value = inference_value(contributions, p_drop, arm)
    after = mean_after_relu(contributions, p_drop, arm, keep)
    return ArmFacts(
        training_moments(contributions, p_drop, arm),
        value,
        agrees(contributions, p_drop, arm),
        None if value is None else replace(after, value=max(0.0, value) - after.value),
    )


def tasks(now: ExpectedFacts) -> list[Task]:
    """Three things to try, each decided by the state of the stage."""
    inverted = now.arms["inverted"]
    as_much_as_energy = now.energy > 0 and now.view.p == 0.5
    all_agree = all(arm.agree for arm in now.arms.values())
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


def formulas(now: ExpectedFacts) -> list[Formula]:
    """Mean and variance of the sum, with the numbers on the stage."""
    p, n = now.view.p, now.view.n
    none, inverted = now.arms["none"].training, now.arms["inverted"].training
    return [
        Formula(
            f"Each of the $n = {n}$ inputs is kept ($m_i = 1$) with chance $1 - p = {1 - p:.2f}$, "
            "independently. (p is the chance of being *dropped*, as in PyTorch; the 2014 paper's "
            "p is the chance of being *kept*.) Without scaling the sum has the mean",
            r"\mathrm{E}\Big[\sum_i m_i w_i x_i\Big] = (1-p) \sum_i w_i x_i = "
            rf"{1 - p:.2f} \cdot {_term(now.total)} = {none.mean:.3f}",
        ),
        Formula(
            "and, since the masks are independent and each has variance $p(1-p)$, the variance",
            r"\mathrm{Var}\Big[\sum_i m_i w_i x_i\Big] = p(1-p) \sum_i (w_i x_i)^2 = "
            rf"{p * (1 - p):.4f} \cdot {now.energy:.3f} = {none.variance:.3f}",
        ),
        _inverted_formula(now, inverted),
        _after_relu_formula(now),
        _depth_formula(p),
    ]


def _inverted_formula(now: ExpectedFacts, inverted: Moments) -> Formula:
    p = now.view.p
    if p == 1:
        return Formula(
            "At $p = 1$ there is nothing to divide by: no input is kept, $0/0$ has no value, and "
            "PyTorch returns zeros. The mean and the variance while training are then",
            r"\mathrm{E}[0] = 0, \qquad \mathrm{Var}[0] = 0",
        )
    return Formula(
        "Inverted scaling divides by $1-p$ while training. The mean becomes the sum of inference, "
        "the variance does not go away:",
        rf"\mathrm{{E}} = \sum_i w_i x_i = {now.total:.3f}, \qquad "
        r"\mathrm{Var} = \frac{p}{1-p} \sum_i (w_i x_i)^2 = "
        rf"{noise_variance(p):.4f} \cdot {now.energy:.3f} = {inverted.variance:.3f}",
    )


def _after_relu_formula(now: ExpectedFacts) -> Formula:
    gap, at_inference = now.arms["inverted"].gap, max(0.0, now.total)
    assert gap is not None  # never a division by zero: the factor at inference is 1
    infers = rf"\mathrm{{relu}}\Big(\sum_i w_i x_i\Big) = {at_inference:.3f}"
    if now.view.p == 1:
        differs = "gives 0 as well" if at_inference == 0 else "differs, for it drops nothing"
        return Formula(
            "A ReLU changes nothing at $p = 1$: every sum is 0 while training, so both sides "
            "of Jensen's inequality "
            "$\\mathrm{E}[\\mathrm{relu}(S)] \\ge \\mathrm{relu}(\\mathrm{E}[S])$ "
            f"are 0. Inference {differs}:",
            r"\mathrm{E}[\mathrm{relu}(S)] = \mathrm{relu}(\mathrm{E}[S]) = 0, \qquad " + infers,
        )
    relation = "=" if gap.exact else r"\approx"
    error = rf" \pm {gap.error:.3f}" if gap.error >= 0.0005 else ""
    return Formula(
        "A ReLU bends the sum. By Jensen's inequality "
        "$\\mathrm{E}[\\mathrm{relu}(S)] \\ge \\mathrm{relu}(\\mathrm{E}[S])$, and inference "
        "computes the right-hand side, for inverted scaling keeps $\\mathrm{E}[S]$. "
        f"{_found(gap, now.view.n)}:",
        rf"\mathrm{{E}}[\mathrm{{relu}}(S)] {relation} {at_inference - gap.value:.3f}{error}, "
        r"\qquad " + infers,
    )


def _found(gap: Estimate, n: int) -> str:
    """Whether training mean and inference differ after a ReLU, and how surely."""
    if gap.exact:
        differ = "differ" if abs(gap.value) >= 1e-9 else "are equal (to 9 decimals)"
        return f"Over all masks the two {differ}"
    differ = "they differ" if gap.resolved else "no difference is resolved"
    return (
        f"{n} inputs have too many masks to enumerate (more than {LARGEST_ENUMERATION} do). "
        f"$\\mathrm{{E}}[S]$ is known; the {N_SAMPLES:,} samples stand only for what a sum on the "
        f"other side of 0 adds to it, with its standard error after ±. Here {differ}"
    )


def _depth_formula(p: float) -> Formula:
    after = inverted_depth_ratios()[round(100 * p), -1]
    return Formula(
        "Forgotten scaling compounds: each layer multiplies the mean signal of a linear network by "
        f"$1-p$, after {N_LAYERS} layers by the number below. A ReLU rectifies the noise too, so "
        f"in the simulated ReLU stack (width {WIDTH}, random weights of mean zero) the training "
        f"mean is ${_scientific(after)}$ times the one of inference with inverted scaling, and "
        f"${_scientific(after * (1 - p) ** N_LAYERS)}$ times without.",
        rf"(1-p)^{{{N_LAYERS}}} = {1 - p:.2f}^{{{N_LAYERS}}} = {_scientific((1 - p) ** N_LAYERS)}",
    )


def _scientific(value: float) -> str:
    """Three digits in LaTeX, with a power of ten where zeros would hide them."""
    digits, _, power = f"{value:.3g}".partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power else digits


def _term(value: float) -> str:
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"


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

"""What there is to try in *Expected activations*, ticked by the state of its stage."""

from __future__ import annotations

from dropviz.core.moments import (
    Estimate,
)
from dropviz.lessons.expected_activations.facts import ExpectedFacts
from dropviz.lessons.parts import Task

LARGE_GAP = 0.5


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

"""What the lesson *Expected activations* says about the view on its stage."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dropviz.core.activations import (
    FUNCTIONS,
    ActivationName,
    largest_difference,
    passed_on,
    zero_mean_inputs,
)
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
from dropviz.lessons.expected_activations.view import (
    ExpectedView,
    activations_and_weights,
    keep_rows,
)

ACTIVATION_NAMES: dict[ActivationName, str] = {
    "identity": "no activation",
    "relu": "ReLU",
    "leaky": "leaky ReLU",
    "sigmoid": "sigmoid",
    "tanh": "tanh",
    "gelu": "GELU",
}


@dataclass(frozen=True)
class RuleFacts:
    """What one rule of scaling gives: the sum while training, and at inference (None: 0/0).

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
    def activation(self) -> str:
        """The activation that is looked at, in words."""
        return ACTIVATION_NAMES[self.view.activation]

    @property
    def where_dropped(self) -> tuple[float, float]:
        """What a dropped unit passes on with dropout before and after the activation."""
        return float(FUNCTIONS[self.view.activation](np.zeros(1))[0]), 0.0

    @property
    def place_difference(self) -> float:
        """The largest difference that the place of dropout makes, under the first sample's mask."""
        z, keep = zero_mean_inputs(self.view.n), keep_rows(self.view)[0]
        return largest_difference(*passed_on(self.view.activation, z, keep, self.view.p))

    @property
    def energy(self) -> float:
        """Sum of the squared contributions, Σ (w x)²."""
        return float(((self.w * self.x) ** 2).sum())


def facts(view: ExpectedView) -> ExpectedFacts:
    """What the stage shows for a view: x, w, and what each rule of scaling gives."""
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

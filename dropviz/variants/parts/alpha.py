"""What alpha dropout and that of whole maps share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dropviz.core.writing import Formula
from dropviz.variants.base import Entry, Variant
from dropviz.variants.facts import EntryMoments, Stage
from dropviz.variants.parts.formulas import index

ALPHA_PRIME = -1.7580993408473766
"""What stands in place of a dropped unit, before the affine map."""
SELU: Mapping[str, Any] = {"activation": "selu", "learning_rate": 0.003}
"""Settings of their trials."""


def affine(p_drop: float) -> tuple[float, float]:
    """The a and b of alpha dropout's map ``a x + b``; 0 and 0 at rate 1."""
    if p_drop == 1.0:
        return 0.0, 0.0
    q = 1.0 - p_drop
    a = float((q + ALPHA_PRIME**2 * q * p_drop) ** -0.5)
    return a, -a * p_drop * ALPHA_PRIME


def alpha_moments(x: float, p_drop: float) -> EntryMoments:
    """Mean and variance of an entry that is x, or alpha' with probability p, then mapped.

    They are a q x and a^2 q p (x - alpha')^2.
    """
    a, _ = affine(p_drop)
    q = 1.0 - p_drop
    return EntryMoments(a * q * x, a**2 * q * p_drop * (x - ALPHA_PRIME) ** 2)


def moments(entry: Entry) -> EntryMoments:
    """Mean and variance of an entry over masks."""
    return alpha_moments(float(entry.x[entry.at]), entry.p)


def why(block: int) -> str:
    """Why inference does not give the mean over masks, as the end of a sentence."""
    return (
        "the mean of each entry moves towards 0. Kept are mean and variance over inputs that have "
        "mean 0 and variance 1"
    )


def formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of how a dropped entry is replaced, and everything mapped."""
    if stage.p == 1.0:
        return [Formula("At $p = 1$ nothing is left to map; the layer gives zeros.", "y = 0")]
    a, b = affine(stage.p)
    return [
        Formula(
            "A dropped entry becomes $\\alpha'$, the value of SELU far to the left. Then "
            "everything is mapped so that inputs with mean 0 and variance 1 keep both.",
            rf"\tilde x = x\ \text{{if}}\ u_{{{index(variant.own)}}} \ge p\ \text{{else}}\ "
            rf"\alpha' = {ALPHA_PRIME:.3f}, \qquad y = a \tilde x + b \\ "
            rf"a = (q + \alpha'^2 q p)^{{-1/2}} = {a:.3f}, \quad b = -a p \alpha' = {b:.3f}",
        )
    ]

"""The formulas of each variant, with the numbers on the stage put in."""

from __future__ import annotations

from dropviz.core.writing import MEANING_OF_P, Formula, kept_factor
from dropviz.lessons.variants.view import VariantsView
from dropviz.variants import VARIANTS


def formulas(view: VariantsView) -> list[Formula]:
    """The formulas of the opened variant; in the gallery the one that most of them share."""
    if view.variant:
        variant = VARIANTS[view.variant]
        return variant.formulas(variant, view)
    return [
        Formula(
            "Nearly every variant is one rule. They differ in which entries $e$ share a coin "
            f"$u_{{c(e)}}$, here at $p = {view.p:.2f}$. {MEANING_OF_P}",
            r"y_e = \frac{[\,u_{c(e)} \ge p\,]}{1 - p} \, x_e, \qquad " + kept_factor(view.p),
        )
    ]

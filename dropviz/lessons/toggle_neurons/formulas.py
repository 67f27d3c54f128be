"""The maths of *Toggle neurons*, with the numbers on its stage."""

from __future__ import annotations

import math

from dropviz.core.coins import log10_mask_probability
from dropviz.core.scaling import unit_factor
from dropviz.core.writing import MEANING_OF_P, Formula
from dropviz.lessons.toggle_neurons.facts import N_HIDDEN, N_INPUT, ToggleFacts
from dropviz.lessons.toggle_neurons.view import N_UNITS, ToggleView


def formulas(now: ToggleFacts) -> list[Formula]:
    """Mask, its probability, and the factor, with the numbers on the stage."""
    view = now.view
    if view.mode == "training":
        return [_training_formula(view), _probability_formula(now), _gradient_formula(now)]
    return [_inference_formula(view), _gradient_formula(now)]


def _units(count: int) -> str:
    return f"{count} unit is" if count == 1 else f"{count} units are"


def _factor_line(view: ToggleView) -> str:
    factor = unit_factor(view.p, view.scaling, view.mode)
    return rf"c = {factor:.3f}\ \text{{({view.scaling} scaling, {view.mode})}}"


def _training_formula(view: ToggleView) -> Formula:
    by_hand = N_UNITS - view.mask.count("-") if view.mask else 0
    hands = f" {_units(by_hand)} set by hand instead." if by_hand else ""
    return Formula(
        "Each hidden unit $i$ has a coin $u_i$ and is kept when $u_i \\ge p$, here "
        f"$p = {view.p:.2f}$.{hands} {MEANING_OF_P}",
        r"m_i = [\,u_i \ge p\,], \qquad \tilde h_i = c \, m_i \, h_i \\" + _factor_line(view),
    )


def _inference_formula(view: ToggleView) -> Formula:
    silenced = view.mask.count("0")
    trained = "with inverted scaling, which" if view.network == "with" else "without dropout, which"
    return Formula(
        "At inference no coin is looked at: every mask $m_i$ is 1, except that "
        f"{_units(silenced)} silenced by hand. The weights were trained {trained} needs no factor "
        "here; the classical factor belongs to weights trained with dropout and without a factor.",
        r"\tilde h_i = c \, m_i \, h_i \\" + _factor_line(view),
    )


def _probability_formula(now: ToggleFacts) -> Formula:
    """The chance of this mask, over the units that have a rate (pixels only at p_input > 0)."""
    view, kept = now.view, now.hidden_kept
    log10 = log10_mask_probability(kept, N_HIDDEN - kept, view.p)
    latex, n_units, where = rf"p^{{{N_HIDDEN - kept}}} (1-p)^{{{kept}}}", N_HIDDEN, "hidden units"
    kept_pixels = int(now.kept[:N_INPUT].sum())
    if view.p_input > 0 or kept_pixels < N_INPUT:
        log10 += log10_mask_probability(kept_pixels, N_INPUT - kept_pixels, view.p_input)
        latex += (
            rf"\cdot p_\text{{in}}^{{{N_INPUT - kept_pixels}}} (1-p_\text{{in}})^{{{kept_pixels}}}"
        )
        n_units, where = N_UNITS, f"units, pixels (rate {view.p_input:.2f}) included"
    chance = "0"
    if math.isfinite(log10):
        chance = rf"10^{{{log10:.1f}}}" if log10 < -3 else f"{10**log10:.3g}"
    return Formula(
        f"There are $2^{{{n_units}}}$ masks over the {n_units} {where}. Under the coins the "
        "one on the stage has the probability",
        f"{latex} = {chance}",
    )


def _gradient_formula(now: ToggleFacts) -> Formula:
    label = f"the true label {now.label}"
    if now.view.drawn and now.view.label < 0:
        label = f"a label of {now.label} (a drawing has none: it is what the whole network says)"
    return Formula(
        f"The gradient of the loss for {label} with respect to a weight is what flows back times "
        "what flowed in. Where a unit is dropped one of the two is zero, so the gradient is "
        "exactly zero:",
        r"\frac{\partial L}{\partial W_{ji}} = \delta_j \, \tilde h_i \\"
        r"\delta_i = c \, m_i \, [h_i > 0] \sum_j W_{ji} \, \delta_j",
    )

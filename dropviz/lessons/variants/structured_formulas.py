"""Formulas of variants that drop blocks, weights over time, words, or whole layers."""

from __future__ import annotations

import math

import numpy as np

from dropviz.core.variants import TOKENS, VARIANTS
from dropviz.data.variant_tensors import example_tensor
from dropviz.lessons.parts import Formula
from dropviz.stage.variants import VariantsView


def factor(p: float) -> str:
    """What is kept is multiplied by 1 / (1 - p), in LaTeX."""
    if p == 1.0:
        return r"p = 1:\ y = 0"
    return rf"\frac{{1}}{{1-p}} = \frac{{1}}{{{1 - p:.2f}}} = {1 / (1 - p):.2f}"


def drop_block(view: VariantsView) -> list[Formula]:
    """The rate of block starts."""
    side, b = VARIANTS["drop_block"].shape[-1], view.block
    gamma = view.p / b**2 * side**2 / (side - b + 1) ** 2
    whole = (
        " A block fills the map, so that one coin decides: spatial dropout." if b == side else ""
    )
    return [
        Formula(
            f"A square of {b}x{b} pixels starts at each place where it fits with probability "
            f"$\\gamma$, so that a share p would be dropped if squares did not overlap.{whole}",
            r"\gamma = \frac{p}{b^2} \cdot \frac{HW}{(H-b+1)(W-b+1)} = "
            rf"\frac{{{view.p:.2f}}}{{{b**2}}} \cdot \frac{{{side**2}}}{{{(side - b + 1) ** 2}}} = "
            rf"{gamma:.3f}, \qquad y = x\,m\,\frac{{HW}}{{\sum m}}",
        )
    ]


def lstm_c(view: VariantsView) -> list[Formula]:
    """How long a memory lives."""
    steps, q = VARIANTS["lstm_c"].shape[1], 1 - view.p
    blow_up = "" if q == 0 else rf", \qquad (1-p)^{{-{steps}}} = {q**-steps:.3g}"
    return [
        Formula(
            f"What is remembered must survive every step. After {steps} steps it is still there "
            "with the probability on the left, and then too large by the factor on the right.",
            rf"(1-p)^{{{steps}}} = {q**steps:.2g}{blow_up}",
        )
    ]


def lstm_variational(view: VariantsView) -> list[Formula]:
    """A memory lives on."""
    return [
        Formula(
            "The mask is drawn once for a sequence, so a unit that is kept is kept at all steps: "
            "it remembers with probability",
            rf"1 - p = {1 - view.p:.2f} \qquad \text{{at any number of steps}}",
        )
    ]


def lstm_candidate(view: VariantsView) -> list[Formula]:
    """What is masked."""
    return [
        Formula(
            "Only what is to be written, $g$, is masked; what the cell holds passes untouched.",
            r"c_t = f_t \ast c_{t-1} + i_t \ast \frac{m_t \ast g_t}{1-p}, \qquad " + factor(view.p),
        )
    ]


def lstm_zoneout(view: VariantsView) -> list[Formula]:
    """What is held."""
    return [
        Formula(
            "A cell that is hit keeps its value of the step before; nothing is zeroed or scaled. "
            "At inference $z$ is replaced by its mean. (h has a tenth of the cells' rate here.)",
            r"c_t = z_t \ast c_{t-1} + (1 - z_t) \ast \tilde c_t, \qquad z_t = [\,u_t < p\,] \\ "
            rf"\text{{inference:}}\quad c_t = {view.p:.2f}\,c_{{t-1}} + {1 - view.p:.2f}\,"
            r"\tilde c_t",
        )
    ]


def attention(view: VariantsView) -> list[Formula]:
    """How far sums of rows stray."""
    if view.p == 1.0:
        return []
    last = example_tensor("attention")[0, 0, -1]
    sd = math.sqrt(view.p / (1 - view.p) * float((last**2).sum()))
    return [
        Formula(
            "A row is not brought back to sum 1. Its sum has mean 1; for the last row of the first "
            "head its standard deviation is",
            rf"\sqrt{{\tfrac{{p}}{{1-p}} \sum_k A_{{qk}}^2}} = {sd:.2f}",
        )
    ]


def embedding(view: VariantsView) -> list[Formula]:
    """Words that come again."""
    n_words = len(set(TOKENS[0]))
    return [
        Formula(
            f"“{TOKENS[0]}” has {n_words} different letters in {len(TOKENS[0])} places: a letter "
            "that comes twice is there in both places or in none. All stay with probability",
            rf"(1-p)^{{{n_words}}} = {(1 - view.p) ** n_words:.3f}",
        )
    ]


def stochastic_depth(view: VariantsView) -> list[Formula]:
    """Expected depth."""
    rates = VARIANTS[view.variant].rates_of(view.p).ravel()
    n = len(rates)
    return [
        Formula(
            "Block $b$ of $B$ has a share of the rate of the last one, so that early blocks nearly "
            f"always run. On average {float(np.sum(1 - rates)):.2f} of {n} blocks do.",
            rf"p_b = \frac{{b}}{{{n}}}\,p, \qquad y_b = x + \frac{{m_b}}{{1 - p_b}}\,f_b(x), "
            rf"\qquad \sum_b (1 - p_b) = {float(np.sum(1 - rates)):.2f}",
        )
    ]


def layer_drop(view: VariantsView) -> list[Formula]:
    """Expected depth, and how many sub-networks there are."""
    n = VARIANTS["layer_drop"].shape[0]
    return [
        Formula(
            f"Each of {n} layers is skipped or not, and what is kept is not scaled; there are "
            f"$2^{{{n}}} = {2**n}$ such sub-networks. On average so many layers run:",
            rf"x \leftarrow x + m_l f_l(x), \qquad {n}\,(1-p) = {n * (1 - view.p):.2f}",
        )
    ]

"""Formulas of variants that drop blocks, weights over time, words, or whole layers."""

from __future__ import annotations

import math

from dropviz.core.residual import N_BLOCKS
from dropviz.core.transformer import CONTEXT
from dropviz.core.variants import VARIANTS
from dropviz.data.text import readable, unseen_text
from dropviz.lessons.parts import Formula
from dropviz.stage.variants import VariantsView


def factor(p: float) -> str:
    """What is kept is multiplied by 1 / (1 - p), in LaTeX."""
    if p == 1.0:
        return r"p = 1:\ y = 0"
    return rf"\frac{{1}}{{1-p}} = \frac{{1}}{{{1 - p:.2f}}} = {1 / (1 - p):.2f}"


def plain(value: float) -> str:
    """Three digits in LaTeX, with a power of ten where zeros would hide them."""
    digits, _, power = f"{value:.3g}".partition("e")
    return rf"{digits} \cdot 10^{{{int(power)}}}" if power else digits


def drop_block(view: VariantsView) -> list[Formula]:
    """The rate of block starts."""
    side, b = VARIANTS["drop_block"].shape[-1], view.block
    gamma = view.p / b**2 * side**2 / (side - b + 1) ** 2
    whole = (
        " A block fills the map, so one coin decides for all of it: the mask is that of spatial "
        "dropout. The scale is not: a kept map has $HW / \\sum m = 1$, not $1/(1-p)$, so the mean "
        f"shrinks to $(1-p)\\,x = {1 - view.p:.2f}\\,x$."
        if b == side
        else ""
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
    steps, q = view.times, 1 - view.p
    blow_up = "" if q == 0 else rf", \qquad (1-p)^{{-{steps}}} = {plain(q**-steps)}"
    return [
        Formula(
            f"What is remembered must survive every step. After {steps} steps it is still there "
            "with the probability on the left, and then too large by the factor on the right.",
            rf"(1-p)^{{{steps}}} = {plain(q**steps)}{blow_up}",
        )
    ]


def lstm_variational(view: VariantsView) -> list[Formula]:
    """The gates read a unit always or never."""
    steps, q = view.times, 1 - view.p
    return [
        Formula(
            "What is masked is the h that the gates read; the cell itself never is. They read a "
            f"unit in all {steps} steps with the probability on the left, else in none; with fresh "
            "masks it would be the one on the right.",
            rf"1 - p = {q:.2f}, \qquad (1-p)^{{{steps}}} = {plain(q**steps)}",
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
            "At inference $z$ is replaced by its mean. (In the layer measured below, h has a tenth "
            "of the cells' rate.)",
            r"c_t = z_t \ast c_{t-1} + (1 - z_t) \ast \tilde c_t, \qquad z_t = [\,u_t < p\,] \\ "
            rf"\text{{inference:}}\quad c_t = {view.p:.2f}\,c_{{t-1}} + {1 - view.p:.2f}\,"
            r"\tilde c_t",
        )
    ]


def attention(view: VariantsView) -> list[Formula]:
    """How far sums of rows stray."""
    if view.p == 1.0:
        return []
    sd = math.sqrt(view.p / (1 - view.p) / CONTEXT)
    return [
        Formula(
            f"A row is not brought back to sum 1. Its sum has mean 1; for a row that looks at "
            f"{CONTEXT} keys alike ($A_{{qk}} = 1/{CONTEXT}$) its standard deviation is the one "
            "below, and larger for a row that looks at few.",
            rf"\sqrt{{\tfrac{{p}}{{1-p}} \sum_k A_{{qk}}^2}} = {sd:.2f}",
        )
    ]


def embedding(view: VariantsView) -> list[Formula]:
    """Words that come again."""
    text = readable(view.typed, CONTEXT) or unseen_text()[view.window : view.window + CONTEXT]
    n_words = len(set(text))
    return [
        Formula(
            f"The text on the stage has {n_words} different characters in {len(text)} places (a "
            "character stands for a word). One that comes twice is there in both places or in "
            "none. All stay with probability",
            rf"(1-p)^{{{n_words}}} = {plain((1 - view.p) ** n_words)}",
        )
    ]


def stochastic_depth(view: VariantsView) -> list[Formula]:
    """Expected depth."""
    depth = sum(1 - view.p * block / N_BLOCKS for block in range(1, N_BLOCKS + 1))
    return [
        Formula(
            "Block $b$ has a share of the rate of the last one, so that early blocks nearly "
            f"always run. On average {depth:.2f} of {N_BLOCKS} blocks do.",
            rf"p_b = \frac{{b}}{{{N_BLOCKS}}}\,p, \qquad y_b = x + \frac{{m_b}}{{1 - p_b}}\,f_b(x)"
            rf", \qquad \sum_b (1 - p_b) = {depth:.2f}",
        )
    ]


def layer_drop(view: VariantsView) -> list[Formula]:
    """Expected depth, and how many sub-networks there are."""
    return [
        Formula(
            f"Each of {N_BLOCKS} layers is skipped or not, and what is kept is not scaled; there "
            f"are $2^{{{N_BLOCKS}}} = {2**N_BLOCKS:,}$ such sub-networks. On average so many run:",
            rf"x \leftarrow x + m_l f_l(x), \qquad {N_BLOCKS}\,(1-p) = "
            rf"{N_BLOCKS * (1 - view.p):.2f}",
        )
    ]

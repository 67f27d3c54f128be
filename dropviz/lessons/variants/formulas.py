"""The formula of each variant, with the numbers on the stage put in."""

from __future__ import annotations

import math
from collections.abc import Callable

from dropviz.core.variant_moments import ALPHA_PRIME, alpha_affine
from dropviz.core.variants import N_STEPS, TEMPERATURE, VARIANTS, Variant
from dropviz.lessons.parts import Formula
from dropviz.lessons.variants import structured_formulas as structured
from dropviz.lessons.variants.structured_formulas import factor
from dropviz.stage.variants import VariantsView

LETTERS = {
    "example": "n", "unit": "i", "channel": "c", "height": "h", "width": "w", "length": "l",
    "depth": "d", "time": "t", "head": "a", "query": "q", "key": "k", "block": "b", "step": "s",
    "pass": "r", "out": "o", "in": "i",
}  # fmt: skip
KL_TERMS = (1.16145124, -1.50204118, 0.58629921)
"""Of the approximation of Kingma et al. (2015)."""


def formulas(view: VariantsView) -> list[Formula]:
    """Those of the opened variant; in the gallery the one that most of them share."""
    if not view.variant:
        return [_gallery(view)]
    variant = VARIANTS[view.variant]
    special = SPECIAL.get(view.variant)
    if variant.kind == "coin" and variant.scaled and view.variant not in OWN_RULE:
        return [_coin(variant, view.p), *(special(view) if special else [])]
    return special(view) if special else []


def _gallery(view: VariantsView) -> Formula:
    return Formula(
        "Nearly every variant is one rule; they differ in which entries $e$ share a coin $u_{c(e)}$"
        f", here at $p = {view.p:.2f}$. (p is the chance of being *dropped*, as in PyTorch; the "
        "2014 paper's p is the chance of being *kept*.)",
        r"y_e = \frac{[\,u_{c(e)} \ge p\,]}{1 - p} \, x_e, \qquad " + factor(view.p),
    )


def _index(names: tuple[str, ...] | list[str]) -> str:
    return "".join(LETTERS[name] for name in names)


def _coin(variant: Variant, p: float) -> Formula:
    """From the axes alone: entries carry all indices, coins those that are not shared."""
    entry, coin = _index(list(variant.layout.axes)), _index(list(variant.own))
    if variant.slug == "embedding":
        coin = r"n,\text{word}(n,t)"
    named = ", ".join(f"${LETTERS[name]}$ {name}" for name in variant.layout.axes)
    noise = "" if p == 1.0 else (
        rf" \\ \mathrm{{Var}}\,y = \frac{{p}}{{1-p}}\,x^2 = {p / (1 - p):.2f}\,x^2"
    )  # fmt: skip
    return Formula(
        f"Entries and coins have these indices: {named}. An index that the coin lacks is one along "
        "which it is shared.",
        rf"y_{{{entry}}} = \frac{{[\,u_{{{coin}}} \ge p\,]}}{{1 - p}} \, x_{{{entry}}}, \qquad "
        + factor(p)
        + noise,
    )


def _gaussian(view: VariantsView) -> list[Formula]:
    if view.p == 1.0:
        return [Formula("At $p = 1$ the variance has no limit; the layer gives zeros.", "y = 0")]
    variance = view.p / (1 - view.p)
    return [
        Formula(
            "Noise in place of a mask, with the mean and variance of dropout's.",
            r"y_{ni} = x_{ni}\,\varepsilon_{ni}, \qquad \varepsilon_{ni} \sim "
            rf"N\!\left(1, \tfrac{{p}}{{1-p}}\right) = N(1,\ {variance:.2f})",
        )
    ]


def _variational(view: VariantsView) -> list[Formula]:
    p = VARIANTS["variational_gaussian"].usable(view.p)
    alpha = p / (1 - p)
    a, b, c = KL_TERMS
    divergence = -(0.5 * math.log(alpha) + a * alpha + b * alpha**2 + c * alpha**3)
    return [
        Formula(
            f"Each unit learns its own variance $\\alpha_i$; the stage shows where learning "
            f"starts, $p = {p:.2f}$. It is kept at or below 1 (p at or below 0.5).",
            rf"\varepsilon_{{ni}} \sim N(1, \alpha_i), \qquad \alpha_i = \frac{{p}}{{1-p}} = "
            rf"{alpha:.3f}",
        ),
        Formula(
            "What is added to the loss, for each unit and divided by the number of training "
            "examples, pulls towards more noise; up to a constant, by the paper's fit:",
            r"\mathrm{KL} \approx -\tfrac12 \log\alpha - c_1\alpha - c_2\alpha^2 - c_3\alpha^3 = "
            rf"{divergence:.3f}",
        ),
    ]


def _concrete(view: VariantsView) -> list[Formula]:
    p = VARIANTS["concrete"].usable(view.p)
    entropy = p * math.log(p) + (1 - p) * math.log(1 - p)
    return [
        Formula(
            "A soft mask has a gradient with respect to p, so the rate is learnt. (The stage uses "
            "$1 - u$ for $u$, which is alike, so that smaller coins go out first.)",
            r"z = \sigma\!\left(\frac{\operatorname{logit} p + \operatorname{logit} u}{t}\right), "
            rf"\quad t = {TEMPERATURE}, \qquad y = \frac{{1 - z}}{{1 - p}}\,x, \quad "
            rf"\operatorname{{logit}} p = {math.log(p / (1 - p)):.2f}",
        ),
        Formula(
            "What is added to the loss for each unit: minus the entropy of its mask, least at 0.5.",
            rf"p \log p + (1-p)\log(1-p) = {entropy:.3f}",
        ),
    ]


def _alpha(view: VariantsView) -> list[Formula]:
    if view.p == 1.0:
        return [Formula("At $p = 1$ nothing is left to map; the layer gives zeros.", "y = 0")]
    a, b = alpha_affine(view.p)
    coin = "nc" if view.variant == "feature_alpha" else "ni"
    return [
        Formula(
            "A dropped entry becomes $\\alpha'$, the value of SELU far to the left; then "
            "everything is mapped so that inputs with mean 0 and variance 1 keep both.",
            rf"\tilde x = x\ \text{{if}}\ u_{{{coin}}} \ge p\ \text{{else}}\ \alpha' = "
            rf"{ALPHA_PRIME:.3f}, \qquad y = a \tilde x + b \\ "
            rf"a = (q + \alpha'^2 q p)^{{-1/2}} = {a:.3f}, \quad b = -a p \alpha' = {b:.3f}",
        )
    ]


def _drop_connect(view: VariantsView) -> list[Formula]:
    _, n_out, n_in = VARIANTS["drop_connect"].shape
    scale = "0" if view.p == 1.0 else f"{1 / (1 - view.p):.2f}"
    return [
        Formula(
            f"Each of the {n_out * n_in} weights has a coin, and every example its own mask.",
            r"y_{no} = \operatorname{relu}\!\Big(\tfrac{1}{1-p} \sum_i m_{noi} W_{oi} x_{ni} + b_o"
            rf"\Big), \qquad m_{{noi}} = [\,u_{{noi}} \ge p\,], \quad \tfrac{{1}}{{1-p}} \to "
            rf"{scale}",
        ),
        Formula(
            "At inference the sum is taken for normal, and the mean of its ReLU is computed:",
            r"\mu = Wx + b, \qquad \sigma^2 = \frac{p}{1-p}\,(W \ast W)(x \ast x), \qquad "
            r"\mathrm{E}\,y = \mu\,\Phi(\mu/\sigma) + \sigma\,\varphi(\mu/\sigma)",
        ),
    ]


def _schedule(view: VariantsView) -> list[Formula]:
    early = view.variant == "early"
    dropping = view.at if early else N_STEPS - view.at
    sign = r"\le" if early else ">"
    return [
        Formula(
            f"The rate follows the step $s$; here {dropping} of {N_STEPS} steps drop.",
            rf"p_s = {view.p:.2f}\ \text{{if}}\ s {sign} {view.at}\ \text{{else}}\ 0",
        )
    ]


def _r_drop(view: VariantsView) -> list[Formula]:
    p = view.p
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


Special = Callable[[VariantsView], list[Formula]]
SPECIAL: dict[str, Special] = {
    "gaussian": _gaussian, "variational_gaussian": _variational, "concrete": _concrete,
    "alpha": _alpha, "feature_alpha": _alpha, "drop_connect": _drop_connect,
    "early": _schedule, "late": _schedule, "r_drop": _r_drop,
    "drop_block": structured.drop_block, "lstm_c": structured.lstm_c,
    "lstm_variational": structured.lstm_variational,
    "lstm_candidate": structured.lstm_candidate, "lstm_zoneout": structured.lstm_zoneout,
    "attention": structured.attention, "embedding": structured.embedding,
    "stochastic_depth_batch": structured.stochastic_depth,
    "stochastic_depth_row": structured.stochastic_depth, "layer_drop": structured.layer_drop,
}  # fmt: skip
OWN_RULE = ("drop_connect", "stochastic_depth_batch", "stochastic_depth_row", "lstm_candidate")
"""They are not written with the common rule."""

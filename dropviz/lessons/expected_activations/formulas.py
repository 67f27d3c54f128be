"""The maths of the lesson *Expected activations*, with the numbers on its stage."""

from __future__ import annotations

from dropviz.core.depth import N_LAYERS, N_MASKS, WIDTH
from dropviz.core.moments import LARGEST_ENUMERATION, Estimate, Moments, noise_variance
from dropviz.core.writing import MEANING_OF_P, Formula, plain_latex
from dropviz.data.depth import N_NETWORKS, shipped_depth_ratios
from dropviz.lessons.expected_activations.facts import ExpectedFacts
from dropviz.lessons.expected_activations.view import N_SAMPLES

MOST_UNSURE = 0.3
"""Half of an interval as a share of its mean; with more, the mean is not told."""


def formulas(now: ExpectedFacts) -> list[Formula]:
    """Mean and variance of the sum, with the numbers on the stage."""
    p, n = now.view.p, now.view.n
    none, inverted = now.rules["none"].training, now.rules["inverted"].training
    return [
        Formula(
            f"Each of the $n = {n}$ inputs is kept ($m_i = 1$) with chance $1 - p = {1 - p:.2f}$, "
            f"independently. {MEANING_OF_P} Without scaling the sum has the mean",
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
        _place_formula(now),
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
    gap, at_inference = now.rules["inverted"].gap, max(0.0, now.total)
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


def _place_formula(now: ExpectedFacts) -> Formula:
    before, after = (f"{value:.3f}" for value in now.where_dropped)
    return Formula(
        f"Dropout before an activation $f$ is not always dropout after it. For {now.activation} "
        f"and {now.view.n} values from −3 to 3 the two differ by up to the number below. "
        f"A dropped unit passes on {before} with dropout before $f$, and {after} after it:",
        r"\max_i \Big|\, f\Big(\frac{m_i z_i}{1-p}\Big) - \frac{m_i f(z_i)}{1-p} \Big| = "
        rf"{now.place_difference:.3f}",
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


def _depth_formula(p_drop: float) -> Formula:
    unscaled = (1 - p_drop) ** N_LAYERS
    return Formula(
        "Forgotten scaling compounds: each layer multiplies the mean signal of a linear network by "
        f"$1-p$, after {N_LAYERS} layers by the number below. A ReLU turns some of the noise into "
        f"signal. {_through_relu(p_drop)}",
        rf"(1-p)^{{{N_LAYERS}}} = {1 - p_drop:.2f}^{{{N_LAYERS}}} = {plain_latex(unscaled)}",
    )


def _through_relu(p_drop: float) -> str:
    """What became of the mean in simulated ReLU stacks, in sentences."""
    if p_drop in (0, 1):
        return "At p = 1 nothing comes through." if p_drop else "Without dropout there is none."
    ratios = shipped_depth_ratios()
    mean, half = (each[round(100 * p_drop), -1] for each in (ratios.mean, ratios.half))
    stack = f"a simulated stack (width {WIDTH}, random weights of mean zero)"
    if half >= MOST_UNSURE * mean:
        return (
            f"Through {stack} hardly a mask lets any signal. So {N_NETWORKS} networks with "
            f"{N_MASKS} masks each do not tell the mean."
        )
    low, high = plain_latex(mean - half, 2), plain_latex(mean + half, 2)
    without = plain_latex(mean * (1 - p_drop) ** N_LAYERS, 2)
    return (
        f"Take {stack}. With inverted scaling its training mean is ${plain_latex(mean, 2)}$ times "
        f"the one of inference, without scaling ${without}$ times. These are means over "
        f"{N_NETWORKS} networks, the first with a 95 % interval from ${low}$ to ${high}$. Single "
        "networks differ far more."
    )


def _term(value: float) -> str:
    return f"({value:.3f})" if value < 0 else f"{value:.3f}"

"""The maths of *Thinned sub-networks*, with the numbers on its stage."""

from __future__ import annotations

from dropviz.core.subnetworks import binomial_band, expected_distinct
from dropviz.core.writing import MEANING_OF_P, Formula
from dropviz.lessons.thinned_networks.facts import ThinnedFacts


def formulas(now: ThinnedFacts) -> list[Formula]:
    """Mask and gradient, counting, how often a unit is trained, and the two losses."""
    return [_mask_formula(now), _count_formula(now), _share_formula(now), _loss_formula(now)]


def _mask_formula(now: ThinnedFacts) -> Formula:
    p, kept, n = now.view.p, int(now.kept.sum()), now.recording.settings.n_units
    factor = 1 / (1 - p) if p < 1 else 0.0
    return Formula(
        f"{_whose_coins(now)}. Example {now.example + 1} keeps {kept} of {n} units at "
        f"$p = {p:.2f}$. {MEANING_OF_P} A weight at a dropped unit gets no gradient from that "
        "example. The step uses the mean over the batch. Adam's running averages can move a "
        "weight whose gradient is zero:",
        rf"\tilde h_i^{{(b)}} = c \, m_i^{{(b)}} h_i^{{(b)}}, \quad c = {factor:.3f} \\ "
        r"m_i^{(b)} = [\,u_i^{(b)} \ge p\,] \\ "
        r"\frac{\partial L}{\partial W_{ji}} = "
        rf"\frac{{1}}{{{now.view.batch}}} \sum_b \delta_j^{{(b)}} \, \tilde h_i^{{(b)}}",
    )


def _whose_coins(now: ThinnedFacts) -> str:
    if now.view.masks == "batch":
        return (
            "Here all examples $b$ of a batch share their coins (the contrast; dropout as "
            "published and `nn.Dropout` flip fresh ones for every example)"
        )
    outcome = {
        0.0: "but at $p = 0$ no coin drops anything: all of them train the whole network",
        1.0: "but at $p = 1$ every coin drops its unit: none of them has a hidden unit left",
    }.get(now.view.p, "so its sub-network can differ from those of the others")
    return f"Every example $b$ of the batch has coins of its own, {outcome}"


def _count_formula(now: ThinnedFacts) -> Formula:
    p, n, draws = now.view.p, now.recording.settings.n_units, now.passes
    expected = float(expected_distinct(n, p, draws))
    return Formula(
        f"{draws:,} masks have been drawn so far, {now.distinct:,} different among them, of "
        f"$2^{{{n}}} = {2**n:,}$ that can be written down. A mask with $d$ dropped units has the "
        "chance $p^d (1-p)^{n-d}$, so in theory the number of distinct ones among $N$ is",
        rf"\sum_{{d=0}}^{{{n}}} \binom{{{n}}}{{d}} \Bigl(1 - \bigl(1 - p^d (1-p)^{{{n}-d}}"
        rf"\bigr)^{{{draws}}}\Bigr) \\ = {expected:,.1f}",
    )


def _share_formula(now: ThinnedFacts) -> Formula:
    p, draws = now.view.p, now.passes
    low, high = binomial_band(draws, 1 - p)
    return Formula(
        "The sub-networks share their weights: a unit can learn in each of them that keeps it, "
        "however seldom one and the same sub-network returns. The share of the masks that keep "
        "a unit lies in the band below with a chance of at least 95 %. Among many units a few "
        "outside are no surprise:",
        rf"\textstyle\sum_b m_i^{{(b)}} \sim \mathrm{{Bin}}({draws},\, {1 - p:.2f}) \\ "
        rf"{low:.3f} \le \bar m_i \le {high:.3f}",
    )


def _loss_formula(now: ThinnedFacts) -> Formula:
    run = now.recording
    above = int((run.loss_masked > run.loss_validation).sum())
    validation = float(run.loss_validation[now.step])
    return Formula(
        "A training loss above the validation loss is not by itself a bug: it is measured on "
        "thinned networks, validation on the whole one. So measure the *same* weights on the "
        "*same* batch without masks. With one masked layer, straight before the softmax, masks "
        "can only raise the expected loss (Jensen's inequality). With two masked layers and "
        f"one batch it can come out either way. In this run the batch loss with masks lies above "
        f"the validation loss in {above} of {run.settings.n_steps} steps. At this step:",
        rf"L_\text{{batch, with masks}} = {now.loss_masked:.3f} \\ "
        rf"L_\text{{same batch, no masks}} = {now.loss_plain:.3f} \\ "
        rf"L_\text{{validation, no masks}} = {validation:.3f}",
    )

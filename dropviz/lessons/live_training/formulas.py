"""The statistics of the lesson *Live training*, with the numbers of its run put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from dropviz.core.writing import Formula, plain_latex
from dropviz.data.datasets import DATASETS
from dropviz.data.splits import Sized, part_sizes
from dropviz.experiments.arms import arm_names
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.interval import (
    ERROR_RATE,
    RARE,
    critical,
    ends,
    fewest_pairs,
    interval,
    pairs_for_no_difference,
    reach,
    summary,
)
from dropviz.experiments.spread import Spread
from dropviz.experiments.verdict import MOST_PAIRS, Effect, Verdict
from dropviz.lessons.live_training.facts import LiveFacts
from dropviz.lessons.runs.words import EFFECT_WORDS, level_words

_number = partial(plain_latex, digits=4)


def statistics(
    experiment: Experiment,
    verdicts: Mapping[int, tuple[Verdict, Verdict]],
    spreads: Mapping[int, Spread],
    data: Sized | None = None,
) -> tuple[Formula, ...]:
    """How verdicts are made; with numbers for the second arm once it has two pairs.

    Parameters
    ----------
    verdicts, spreads : by the number of the arm; empty before a run
    data : the data set; needed only for a person's own
    """
    names = arm_names(experiment.arms)
    of_arm = verdicts.get(1, ())
    known = [one for one in of_arm if np.isfinite(one.low)]
    found: list[Formula] = [*(_interval(names, one) for one in known)] or [_symbols(experiment)]
    found.append(_reach(known[0].anytime if known else False))
    found += [_pairs_needed(one) for one in known[:1]]
    found.append(_promise(experiment, known[0].pairs if known else experiment.pairs))
    if len(experiment.arms) > 2:
        found.append(_bonferroni(experiment))
    if 1 in spreads and np.isfinite(spreads[1].high):
        found.append(_spread(names, spreads[1]))
    entry = data or DATASETS.get(experiment.dataset)
    return (*found, _new_data(experiment, known[0] if known else None, entry))


def widening(pairs: int, n_rows: int, n_test: int) -> float:
    """How many times wider the interval is for a claim about new data of the same kind.

    The variance of the mean becomes s^2 (1/J + n_test / n_train) instead of s^2 / J (Nadeau and
    Bengio, "Inference for the generalization error", Machine Learning 52, 2003: the corrected
    resampled t-test). They train on all rows that are not tested on, so n_train is n - n_test: the
    correlation of two results is then taken to be n_test / n, the share of rows that two test
    parts have in common.
    """
    return float(np.sqrt(1 + pairs * n_test / (n_rows - n_test)))


def _interval(names: list[str], found: Verdict) -> Formula:
    n, level = found.pairs, found.level
    mean, spread, skew = (float(one) for one in summary(found.differences))
    says = (
        f"For each pair, $d_j$ is the test {found.measure} of {names[1]} minus that of "
        f"{names[0]}: what both runs share cancels. The mean of $J = {n}$ differences with "
        f"skewness $g = {_number(skew)}$ has the {level_words(level)} "
        f"{'anytime interval' if found.anytime else 'interval'} below "
        f"(verdict: {EFFECT_WORDS[found.effect]}; margin $\\pm {found.margin:g}$){_cut(found)}:"
    )
    t = float(critical(n, level, found.anytime))
    below, above = (float(reach(one, n, t)) if spread else 0.0 for one in (-skew, skew))
    return Formula(
        says,
        rf"\Big[\bar d - r(-g) \frac{{s_d}}{{\sqrt{{J}}}},\ \bar d + r(g) "
        rf"\frac{{s_d}}{{\sqrt{{J}}}}\Big]: \quad \bar d = {_number(mean)}, \ s_d = "
        rf"{_number(spread)}, \ t = {t:.3f}, \ r = {below:.3f},\ {above:.3f}: \quad "
        rf"[{_number(found.low)},\ {_number(found.high)}]",
    )


def _cut(found: Verdict) -> str:
    """That an interval was cut, where it was."""
    whole = interval(found.differences, found.n_comparisons, found.anytime)
    return ", cut at what can be" * (whole != (found.low, found.high))


def _symbols(experiment: Experiment) -> Formula:
    pairs, level = experiment.pairs, _level(experiment)
    says = (
        "For each pair, $d_j$ is the test log-loss (or error) of an arm minus that of the first "
        "arm: what both runs share cancels. The mean of $J$ differences with standard deviation "
        f"$s_d$ and skewness $g$ has the {level_words(level)} interval"
    )
    symbols = r"\Big[\bar d - r(-g) \frac{s_d}{\sqrt{J}},\ \bar d + r(g) \frac{s_d}{\sqrt{J}}\Big]"
    if pairs < 2:
        return Formula(f"{says}; with one pair there is none, for $s_d$ needs two:", symbols)
    quantile = float(critical(pairs, level, False))
    return Formula(
        f"{says}, for the {pairs} pairs that are chosen:",
        rf"{symbols}, \qquad r \ge t_{{J-1}} = {quantile:.3f}",
    )


def _reach(anytime: bool) -> Formula:
    """How far an interval reaches: Student's t or its anytime counterpart, and the skewness."""
    where = (
        "This comparison was looked at before, so $t$ holds at every $J$ at once: there the "
        "likelihood ratio of an effect drawn from $N(0, 1)$ standard deviations against none "
        "reaches $1/\\alpha$, which it ever does with chance $\\alpha$ at most (Wang and Ramdas "
        "2023)"
        if anytime
        else "$t$ is Student's quantile, for a number of pairs that was chosen before looking"
    )
    latex = (
        r"t^2 = (J - 1) \frac{A - 1}{1 - A / (1 + J)}, \ A = \Big(\frac{\sqrt{1 + J}}{\alpha}"
        r"\Big)^{2/J}; \qquad "
        if anytime
        else ""
    )
    return Formula(
        f"{where}. Skewed differences make it too short on their long side. So the end there moves "
        "out as Hall (1992) has it, with the skewness one standard error $\\sqrt{6/J}$ further: "
        "few pairs show too little of it:",
        latex
        + r"r(g) = \max\Big(t,\ \frac{3}{b} \Big(1 - \sqrt[3]{1 - b(t + b/6)}\Big)\Big), \quad "
        r"b = \frac{\max(0,\ g + \sqrt{6/J})}{\sqrt{J}}",
    )


def _promise(experiment: Experiment, pairs: int) -> Formula:
    """How often claims are false, and where more often than that."""
    k = len(experiment.arms) - 1
    return Formula(
        "How often is a claim false? Simulated: normal, heavy-tailed (t with 3 degrees), lognormal "
        "and tied differences, 2 to 100 pairs, 2 to 6 arms, both measures, one look or many. At "
        "most 6 % then claim a wrong sign, or no practical difference at a true difference of the "
        "margin or twice it. **It is not kept in two cases.** Looking at each number from 6 to 100 "
        "one by one takes lognormal differences to 7 %. And where one pair in ten differs so much "
        f"that it turns the mean round, fewer than {pairs_for_no_difference(k)} pairs often hold "
        "none of that kind. *Helped* or *hurt* may then be false as often as all pairs miss it; "
        f"*no practical difference* waits for {pairs_for_no_difference(k)} pairs. Any claim takes "
        f"{fewest_pairs(k)}. The chance of missing it with {pairs} is:",
        rf"(1 - 0.1)^{{{pairs}}} = {_number((1 - RARE) ** pairs)}",
    )


def _pairs_needed(found: Verdict) -> Formula:
    """From how many pairs on a difference is resolved, if mean, spread and skewness stay."""
    k = found.n_comparisons
    lead = (
        f"Something is resolved where the interval leaves out 0, with at least {fewest_pairs(k)} "
        f"pairs, or fits into the margin $\\pm m$, with at least {pairs_for_no_difference(k)}. If "
        f"mean, spread and skewness of the {found.measure} stayed what they are, its ends would be "
        "those below. "
    )
    symbols = r"\bar d \mp r(\mp g) \frac{s_d}{\sqrt{n}}"
    if found.effect is not Effect.NOT_RESOLVED:
        return Formula(f"{lead}The {found.pairs} pairs are enough:", symbols)
    if found.pairs_needed is None:
        return Formula(f"{lead}No $n$ up to {found.pairs + MOST_PAIRS:,} is enough:", symbols)
    n = found.pairs + found.pairs_needed
    low, high = ends(*summary(found.differences), n, found.level, found.anytime)
    return Formula(
        f"{lead}The smallest $n$ that is enough is $n = {n}$, {found.pairs_needed} more than there "
        "are:",
        rf"{symbols} = {_number(float(low))},\ {_number(float(high))}",
    )


def _bonferroni(experiment: Experiment) -> Formula:
    k, level = len(experiment.arms) - 1, _level(experiment)
    return Formula(
        f"{k} arms are compared with the first. Each interval misses with a chance of "
        f"$0.05/{k}$ only; then the chance that any of them misses is at most 0.05 (Bonferroni), "
        "for each of the two measures:",
        rf"1 - \frac{{0.05}}{{{k}}} = {level:.4g}, \qquad "
        rf"\mathrm{{P}}(\text{{any misses}}) \le {k} \cdot \frac{{0.05}}{{{k}}} = 0.05",
    )


def _spread(names: list[str], found: Spread) -> Formula:
    resolved = "leaves out 1" if found.resolved else "holds 1, so nothing is resolved"
    return Formula(
        f"Whether {names[1]} makes seeds matter less: the ratio of the standard deviations of the "
        f"test log-loss. Its logarithm $\\ell$ gets a {level_words(found.level)} t interval with "
        "the jackknife's standard error, from leaving out each pair in turn (Miller 1968). The "
        f"interval {resolved}:",
        rf"\frac{{s_1}}{{s_0}} = \frac{{{_number(found.arm)}}}{{{_number(found.baseline)}}} = "
        r"%s, \qquad \exp(\ell \pm t_{J-1} \cdot \mathrm{se}_\mathrm{jack}) = [%s,\ %s]"
        % tuple(_number(value) for value in (found.ratio, found.low, found.high)),
    )


def _new_data(experiment: Experiment, found: Verdict | None, data: Sized | None) -> Formula:
    """The formula of the wider interval for a claim about new data of the same kind."""
    pairs = found.pairs if found else experiment.pairs
    lead = (
        "All this is about seeds of this one data set. A claim about *new data of this kind* needs "
        "more: the splits draw on the same rows, so the pairs are not independent. Nadeau and "
        "Bengio (2003) replace the variance $s_d^2/J$ of the mean by the one below. That is an "
        "approximation: it takes the correlation between pairs to be the share of rows that two "
        "test parts have in common. The paper proves that no estimate from such results alone is "
        "unbiased. "
    )
    symbols = r"s_d^2 \Big( \frac{1}{J} + \frac{n_\mathrm{test}}{n_\mathrm{train}} \Big)"
    if data is None or pairs < 2:
        return Formula(f"{lead}($n_\\mathrm{{train}}$: all rows that are not tested on.)", symbols)
    n_rows, n_test = data.n_rows, part_sizes(data)[1]
    factor = widening(pairs, n_rows, n_test)
    scope = (
        f"In the paper all rows that are not tested on are trained on: "
        f"$n_\\mathrm{{train}}$ is {n_rows:,} − {n_test:,} here. A run learns from "
        f"{experiment.train_size:,} of them. With {pairs} pairs the interval gets {factor:.2f} "
        "times as wide"
    )
    latex = (
        rf"{symbols} = s_d^2 \Big( \frac{{1}}{{{pairs}}} + "
        rf"\frac{{{n_test}}}{{{n_rows - n_test}}} \Big)"
    )
    if found is None:
        return Formula(f"{lead}{scope}:", latex)
    low, high = (found.mean + factor * (end - found.mean) for end in (found.low, found.high))
    holds = "and holds 0" if low <= 0 <= high else "and still leaves out 0"
    return Formula(
        f"{lead}{scope}, for the {found.measure} {holds}:",
        rf"{latex}, \qquad [{_number(low)},\ {_number(high)}]",
    )


def _level(experiment: Experiment) -> float:
    return 1 - ERROR_RATE / (len(experiment.arms) - 1)


def formulas(now: LiveFacts) -> Sequence[Formula]:
    """How the verdict is made, with the numbers of the run."""
    found, ratios = (now.judged.verdicts, now.judged.spreads) if now.judged else ({}, {})
    return statistics(now.experiment, found, ratios, now.data)

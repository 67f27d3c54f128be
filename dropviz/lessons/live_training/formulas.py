"""The statistics of the lesson *Live training*, with the numbers of its run put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
from scipy.special import stdtrit

from dropviz.core.writing import Formula, plain_latex
from dropviz.data.datasets import DATASETS
from dropviz.data.splits import Sized, part_sizes
from dropviz.experiments.arms import arm_names
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.spread import Spread
from dropviz.experiments.verdict import (
    ERROR_RATE,
    MOST_PAIRS,
    Effect,
    Verdict,
    half_width,
)
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
    found += [_pairs_needed(one) for one in known[:1]]
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
    half = half_width(found.spread, n, level)
    quantile = float(stdtrit(n - 1, 0.5 + level / 2))
    says = (
        f"For each pair, $d_j$ is the test {found.measure} of {names[1]} minus that of "
        f"{names[0]}: what both runs share cancels. The mean of $J = {n}$ differences and its "
        f"{level_words(level)} t interval, which supposes that they scatter about normally "
        f"(verdict: {EFFECT_WORDS[found.effect]}; margin $\\pm {found.margin:g}$):"
    )
    return Formula(
        says,
        rf"\bar d \pm t_{{J-1}} \frac{{s_d}}{{\sqrt{{J}}}} = {_number(found.mean)} \pm "
        rf"{quantile:.3f} \cdot \frac{{{_number(found.spread)}}}{{\sqrt{{{n}}}}} = "
        rf"{_number(found.mean)} \pm {_number(half)} = "
        rf"[{_number(found.low)},\ {_number(found.high)}]",
    )


def _symbols(experiment: Experiment) -> Formula:
    pairs, level = experiment.pairs, _level(experiment)
    says = (
        "For each pair, $d_j$ is the test log-loss (or error) of an arm minus that of the first "
        "arm: what both runs share cancels. The mean of $J$ differences with standard deviation "
        f"$s_d$, and its {level_words(level)} t interval"
    )
    if pairs < 2:
        return Formula(
            f"{says}; with one pair there is none, for $s_d$ needs two:",
            r"\bar d \pm t_{J-1} \frac{s_d}{\sqrt{J}}",
        )
    quantile = float(stdtrit(pairs - 1, 0.5 + level / 2))
    return Formula(
        f"{says}, for the {pairs} pairs that are chosen:",
        rf"\bar d \pm t_{{J-1}} \frac{{s_d}}{{\sqrt{{J}}}} = \bar d \pm {quantile:.3f} \cdot "
        rf"\frac{{s_d}}{{\sqrt{{{pairs}}}}}",
    )


def _pairs_needed(found: Verdict) -> Formula:
    """The formula of how many pairs resolve a difference, if mean and spread stay as they are."""
    size = abs(found.mean)
    aim = max(size, found.margin - size)
    condition = r"t_{n-1} \frac{s_d}{\sqrt{n}} < \max(|\bar d|,\ m - |\bar d|)"
    target = f"{condition} = {_number(aim)}"
    lead = (
        "An interval resolves something as soon as it leaves out 0 or fits into the margin "
        f"$\\pm m$. If mean and spread of the {found.measure} stayed what they are, that takes $n$ "
        "pairs with the inequality below. "
    )
    if found.effect is not Effect.NOT_RESOLVED:
        return Formula(f"{lead}The {found.pairs} pairs fulfil it:", target)
    if found.pairs_needed is None:
        return Formula(f"{lead}No $n$ up to {found.pairs + MOST_PAIRS:,} does:", target)
    n = found.pairs + found.pairs_needed
    half = half_width(found.spread, n, found.level)
    return Formula(
        f"{lead}The smallest is $n = {n}$, {found.pairs_needed} more than there are:",
        rf"{target}, \qquad n = {n}: {_number(half)}",
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
        "Bengio (2003) replace the variance $s_d^2/J$ of the mean by the one below. It is an "
        "approximation: it takes the correlation between pairs to be the share of rows that two "
        "test parts have in common, and the paper proves that no estimate from such results "
        "alone is unbiased. "
    )
    symbols = r"s_d^2 \Big( \frac{1}{J} + \frac{n_\mathrm{test}}{n_\mathrm{train}} \Big)"
    if data is None or pairs < 2:
        return Formula(f"{lead}($n_\\mathrm{{train}}$: all rows that are not tested on.)", symbols)
    n_rows, n_test = data.n_rows, part_sizes(data)[1]
    factor = widening(pairs, n_rows, n_test)
    scope = (
        f"In the paper all rows that are not tested on are trained on, so "
        f"$n_\\mathrm{{train}}$ is {n_rows:,} − {n_test:,} here, though a run learns from "
        f"{experiment.train_size:,} of them. With {pairs} pairs the interval gets {factor:.2f} "
        "times as wide"
    )
    latex = (
        rf"{symbols} = s_d^2 \Big( \frac{{1}}{{{pairs}}} + "
        rf"\frac{{{n_test}}}{{{n_rows - n_test}}} \Big)"
    )
    if found is None:
        return Formula(f"{lead}{scope}:", latex)
    half = factor * (found.high - found.low) / 2
    low, high = found.mean - half, found.mean + half
    holds = "and holds 0" if low <= 0 <= high else "and still leaves out 0"
    return Formula(
        f"{lead}{scope}, for the {found.measure} {holds}:",
        rf"{latex}, \qquad {_number(found.mean)} \pm {_number(half)} = "
        rf"[{_number(low)},\ {_number(high)}]",
    )


def _level(experiment: Experiment) -> float:
    return 1 - ERROR_RATE / (len(experiment.arms) - 1)


def formulas(now: LiveFacts) -> Sequence[Formula]:
    """How the verdict is made, with the numbers of the run."""
    found, ratios = (now.judged.verdicts, now.judged.spreads) if now.judged else ({}, {})
    return statistics(now.experiment, found, ratios, now.data)

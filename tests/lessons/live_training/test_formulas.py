"""The formulas' numbers against SciPy and simulation, and that each state has its own words."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy import stats

from dropviz.core.writing import Formula
from dropviz.data.datasets import DATASETS, DatasetEntry
from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import Outcome
from dropviz.experiments.spread import spreads
from dropviz.experiments.verdict import verdicts
from dropviz.lessons.live_training.formulas import statistics, widening


def outcome(mean: float, sd: float, pairs: int = 10, arms: int = 2) -> Outcome:
    rng = np.random.default_rng(0)
    loss = 1 + 0.1 * rng.random((arms, pairs))
    loss[1:] = loss[0] + mean + sd * rng.standard_normal((arms - 1, pairs))
    steps = np.full(loss.shape, -1, np.int32)
    return Outcome(loss, loss / 4, steps, steps)


def of(made: Outcome, experiment: Experiment | None = None) -> tuple[Formula, ...]:
    found = verdicts(made, margin=0.05, margin_error=0.01)
    return statistics(experiment or Experiment(), found, spreads(made))


def numbers(latex: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", latex)]


def with_words(found: tuple[Formula, ...], words: str) -> Formula:
    (formula,) = (one for one in found if words in one.says)
    return formula


def test_the_interval_is_put_in_with_its_numbers() -> None:
    made = outcome(-0.3, 0.1)
    formula = of(made)[0]
    differences = made.test_loss[1] - made.test_loss[0]
    found = verdicts(made, margin=0.05, margin_error=0.01)[1][0]
    assert "test log-loss of p = 0.5 minus that of no dropout" in formula.says
    assert "$J = 10$" in formula.says
    assert f"skewness $g = {stats.skew(differences):.4g}$" in formula.says
    assert "verdict: helped; margin $\\pm 0.05$" in formula.says
    assert numbers(formula.latex)[-2:] == pytest.approx([found.low, found.high], rel=1e-3)
    mean, sd, t, below, above = numbers(formula.latex.partition("d =")[2])[:5]
    assert mean == pytest.approx(differences.mean(), rel=1e-3)
    assert t == pytest.approx(stats.t.ppf(0.975, 9), abs=5e-4)
    assert sd == pytest.approx(differences.std(ddof=1), rel=1e-3)
    assert mean - below * sd / 10**0.5 == pytest.approx(found.low, rel=1e-2)
    assert mean + above * sd / 10**0.5 == pytest.approx(found.high, rel=1e-2)


def test_a_cut_interval_is_called_so() -> None:
    made = outcome(-0.3, 0.1)
    made.test_error[:] = 0.002 + 0.001 * np.random.default_rng(1).random(made.test_error.shape)
    made.test_error[1, 0] = 0.05
    cut = [one.says for one in of(made) if "cut at what can be" in one.says]
    assert len(cut) == 1
    assert "test error" in cut[0]


def test_an_anytime_interval_has_its_own_formula() -> None:
    found = verdicts(outcome(-0.3, 0.1), margin=0.05, margin_error=0.01, anytime=True)
    formulas = statistics(Experiment(), found, {})
    assert "95\u00a0% anytime interval" in formulas[0].says
    assert "Wang and Ramdas" in with_words(formulas, "Hall (1992)").says
    assert "Student's quantile" in with_words(of(outcome(-0.3, 0.1)), "Hall (1992)").says


def test_pairs_needed_fulfil_the_inequality_and_one_less_does_not() -> None:
    made = outcome(0.0, 0.2)
    formula = with_words(of(made), "is enough")
    (n,) = map(int, re.findall(r"enough is \$n = (\d+)\$", formula.says))
    low, high = numbers(formula.latex)[-2:]
    assert low > 0 or high < 0 or -0.05 < low < high < 0.05
    found = verdicts(made, margin=0.05, margin_error=0.01)[1][0]
    assert found.pairs_needed == n - 10
    assert f"{n - 10} more than there are" in formula.says


def test_pairs_that_are_enough_or_never_are_say_so() -> None:
    assert with_words(of(outcome(-0.3, 0.1)), "The 10 pairs are enough")
    assert with_words(of(outcome(0.0, 600.0)), "No $n$ up to 10,010 is enough")


def test_where_the_promise_is_not_kept_is_said() -> None:
    formula = with_words(of(outcome(-0.3, 0.1)), "How often is a claim false?")
    assert "fewer than 29 pairs" in formula.says
    assert "Any claim takes 6." in formula.says
    assert numbers(formula.latex)[-1] == pytest.approx(0.9**10, abs=1e-4)
    arms = tuple(Arm(p_hidden=rate) for rate in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5))
    six = with_words(statistics(Experiment(arms=arms), {}, {}), "How often is a claim false?")
    assert "fewer than 44 pairs" in six.says


def test_several_arms_share_the_chance_of_a_miss() -> None:
    arms = (Arm(), Arm(p_hidden=0.5), Arm(p_hidden=0.2))
    (formula,) = (one for one in of(outcome(-0.3, 0.1, arms=3), Experiment(arms=arms))
                  if "Bonferroni" in one.says)  # fmt: skip
    assert "= 0.975" in formula.latex
    assert not any("Bonferroni" in one.says for one in of(outcome(-0.3, 0.1)))


def test_the_ratio_of_spreads_is_put_in() -> None:
    made = outcome(-0.3, 0.4)
    (formula,) = (one for one in of(made) if "jackknife" in one.says)
    found = spreads(made)[1]
    assert numbers(formula.latex)[-2:] == pytest.approx([found.low, found.high], rel=1e-3)
    assert ("leaves out 1" if found.resolved else "holds 1") in formula.says


def test_new_data_widen_the_interval() -> None:
    made = outcome(-0.12, 0.08)
    formula = of(made)[-1]
    found = verdicts(made, margin=0.05, margin_error=0.01)[1][0]
    factor = np.sqrt((1 / 10 + 539 / 1258) / (1 / 10))
    assert f"{factor:.2f} times as wide" in formula.says
    assert numbers(formula.latex)[-2:] == pytest.approx(
        [found.mean + factor * (end - found.mean) for end in (found.low, found.high)], rel=2e-3
    )
    assert r"\frac{539}{1258}" in formula.latex
    assert found.excludes_zero
    assert "and holds 0" in formula.says
    assert "still leaves out 0" in of(outcome(-0.5, 0.1))[-1].says


def test_widening_is_exact_where_networks_do_not_depend_on_their_training_rows() -> None:
    """Data sets of 120 rows, each judged on 8 random test parts of 36: the mean of the results
    varies between data sets as the corrected variance says, far more than within one.
    """
    rng, n, n_test, parts = np.random.default_rng(0), 120, 36, 8
    results = []
    for _ in range(3000):
        rows = rng.standard_normal(n)
        results.append([rng.permutation(rows)[:n_test].mean() for _ in range(parts)])
    runs = np.array(results)
    plain = runs.var(axis=1, ddof=1).mean() / parts
    assert runs.mean(axis=1).var() == pytest.approx(
        plain * widening(parts, n, n_test) ** 2, rel=0.08
    )
    half = stats.t.ppf(0.975, parts - 1) * runs.std(axis=1, ddof=1) / np.sqrt(parts)
    within = np.abs(runs.mean(axis=1))
    assert (within < half).mean() < 0.75
    assert (within < half * widening(parts, n, n_test)).mean() == pytest.approx(0.95, abs=0.02)


def test_before_a_run_there_are_symbols_and_what_is_known() -> None:
    first, *_, last = statistics(Experiment(), {}, {})
    assert "for the 10 pairs that are chosen" in first.says
    assert "2.262" in first.latex
    assert "2.30 times as wide:" in last.says
    alone = statistics(Experiment(pairs=1), {}, {})
    assert "with one pair there is none" in alone[0].says
    assert "times as wide" not in alone[-1].says


@pytest.mark.parametrize("pairs", [0, 1, 2, 4, 7])
def test_any_number_of_pairs_has_formulas(pairs: int) -> None:
    made = outcome(0.1, 0.2, max(pairs, 1))
    if pairs == 0:
        made.test_loss[1] = np.nan
    for mean in (0.0, 0.1):
        made.test_error[1] = made.test_error[0] + mean  # no spread at all
        for one in of(made, Experiment(pairs=max(pairs, 1))):
            assert "nan" not in one.latex + one.says
            assert "inf" not in one.latex


def test_own_data_need_their_size() -> None:
    own = Experiment(dataset="csv-0123456789abcdef")
    assert "times as wide" not in statistics(own, {}, {})[-1].says
    rows = DatasetEntry("Mine", "", 1000, 4, 2, DATASETS["digits"].rows)
    assert r"\frac{300}{700}" in statistics(own, {}, {}, rows)[-1].latex


def test_large_data_are_tested_on_less_than_a_third() -> None:
    assert r"\frac{10000}{60000}" in statistics(Experiment(dataset="mnist"), {}, {})[-1].latex

"""Looking again and again: counts against SciPy's t test, and against a simulation of its own."""

from __future__ import annotations

import numpy as np
from scipy import stats

from dropviz.experiments.interval import interval
from dropviz.experiments.peeking import COMPARISONS, FIRST, LAST, peeking


def test_a_claim_is_what_the_t_test_of_scipy_finds() -> None:
    now = peeking()
    rejected = np.array(
        [stats.ttest_1samp(now.differences[:, :n], 0, axis=1).pvalue < 0.05
         for n in range(FIRST, LAST + 1)]
    )  # fmt: skip
    assert now.claimed.tolist() == np.logical_or.accumulate(rejected).sum(axis=1).tolist()
    assert now.at_the_end == rejected[-1].sum()


def test_one_look_errs_as_often_as_it_says_and_many_looks_far_more_often() -> None:
    now = peeking()
    assert stats.binomtest(now.at_the_end, COMPARISONS, 0.05).pvalue > 0.01
    rng = np.random.default_rng(1)
    fresh = rng.standard_normal((COMPARISONS, LAST))
    found = sum(
        any(stats.ttest_1samp(row[:n], 0).pvalue < 0.05 for n in range(FIRST, LAST + 1))
        for row in fresh[:300]
    )
    low, high = stats.binomtest(found, 300).proportion_ci(0.99)
    assert low < now.claimed[-1] / COMPARISONS < high
    assert now.claimed[-1] > 3 * now.at_the_end


def test_the_anytime_interval_keeps_its_promise() -> None:
    now = peeking()
    assert now.anytime / COMPARISONS <= 0.05
    by_page = sum(
        any(low > 0 or high < 0 for low, high in (
            interval(row[:n], anytime=True) for n in range(FIRST, LAST + 1)))
        for row in now.differences[:200]
    )  # fmt: skip
    assert by_page <= (now.anytime + 10) / COMPARISONS * 200 + 1

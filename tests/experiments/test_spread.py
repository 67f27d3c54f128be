"""The ratio of spreads against closed forms, the bootstrap and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from dropviz.experiments.film import Outcome
from dropviz.experiments.spread import FEWEST_PAIRS, Spread, spread, spreads

Array = np.ndarray


def sample(n: int, rho: float, ratio: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Normal pairs of correlation rho; the second spreads ``ratio`` times as far."""
    first, own = rng.standard_normal((2, n))
    return first, ratio * (rho * first + np.sqrt(1 - rho**2) * own)


def test_the_ratio_is_that_of_the_standard_deviations() -> None:
    first, second = sample(12, 0.3, 0.4, np.random.default_rng(0))
    found = spread(first, second)
    assert found.ratio == pytest.approx(second.std(ddof=1) / first.std(ddof=1))
    assert (found.baseline, found.arm, found.pairs) == pytest.approx(
        (first.std(ddof=1), second.std(ddof=1), 12)
    )
    assert found.low < found.ratio < found.high
    assert spread(second, first).low == pytest.approx(1 / found.high)


@pytest.mark.parametrize("rho", [0.0, 0.3, 0.9])
def test_many_normal_pairs_have_the_interval_of_the_closed_form(rho: float) -> None:
    """The log ratio of two normal spreads has variance (1 - rho^2) / n for large n."""
    found = spread(*sample(1500, rho, 1.3, np.random.default_rng(1)))
    half = np.log(found.high / found.low) / 2
    assert half == pytest.approx(1.96 * np.sqrt((1 - rho**2) / 1500), rel=0.1)


def test_for_many_pairs_the_bootstrap_agrees() -> None:
    rng = np.random.default_rng(2)
    first, second = rng.gamma(4, size=(2, 200))
    found = spread(first, second)
    oracle = stats.bootstrap(
        (first, second),
        lambda x, y, axis: y.std(axis=axis, ddof=1) / x.std(axis=axis, ddof=1),
        paired=True, method="BCa", n_resamples=2000, rng=rng,
    ).confidence_interval  # fmt: skip
    assert (found.low, found.high) == pytest.approx((oracle.low, oracle.high), rel=0.03)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "rho"), [(5, 0.3), (10, 0.3), (10, 0.8), (30, 0.3)])
def test_the_interval_covers_as_often_as_it_says(n: int, rho: float) -> None:
    rng = np.random.default_rng(n)
    found = [spread(*sample(n, rho, 0.7, rng)) for _ in range(1000)]
    covered = np.mean([one.low < 0.7 < one.high for one in found])
    assert 0.92 < covered < 0.97


def test_resolved_means_that_the_interval_leaves_out_1() -> None:
    rng = np.random.default_rng(3)
    tighter, same = spread(*sample(20, 0.3, 0.3, rng)), spread(*sample(20, 0.3, 1.0, rng))
    assert tighter.resolved
    assert tighter.high < 1
    assert not same.resolved
    assert same.low < 1 < same.high


def test_stopped_runs_are_left_out_with_their_partners() -> None:
    first, second = sample(10, 0.3, 1.0, np.random.default_rng(4))
    gap = first.copy()
    gap[2] = np.nan
    rest = np.arange(10) != 2
    assert spread(gap, second) == spread(first[rest], second[rest])


@pytest.mark.parametrize("n", [0, 1, 2, 3, FEWEST_PAIRS - 1])
def test_too_few_pairs_resolve_nothing(n: int) -> None:
    found = spread(*sample(n, 0.3, 0.1, np.random.default_rng(n)))
    assert np.isnan(found.ratio)
    assert (found.low, found.high, found.resolved, found.pairs) == (0.0, np.inf, False, n)


def test_runs_without_spread_resolve_nothing() -> None:
    varied = np.arange(8.0)
    for first, second in ((np.zeros(8), varied), (varied, np.zeros(8)), (np.zeros(8), np.zeros(8))):
        found = spread(first, second)
        assert (found.low, found.high, found.resolved) == (0.0, np.inf, False)
    same: Spread = spread(varied, varied)
    assert (same.ratio, same.low, same.high, same.resolved) == (1.0, 1.0, 1.0, False)


def test_spreads_of_an_outcome_are_corrected_for_the_number_of_arms() -> None:
    loss = np.random.default_rng(5).random((4, 9)).astype(np.float32)
    steps = np.zeros((4, 9), np.int32)
    found = spreads(Outcome(loss, loss, steps, steps - 1))
    assert list(found) == [1, 2, 3]
    assert found[2] == spread(loss[0], loss[2], n_comparisons=3)
    alone = spread(loss[0], loss[2])
    assert found[2].low < alone.low < alone.high < found[2].high

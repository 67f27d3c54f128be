"""Counting sub-networks, against enumeration, simulation and scipy.stats."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import stats

from dropviz.core.subnetworks import binomial_band, expected_distinct


@pytest.mark.parametrize("p_drop", [0.0, 0.1, 0.5, 0.83, 1.0])
@pytest.mark.parametrize("n_draws", [0, 1, 7, 400])
def test_expected_distinct_is_the_sum_over_all_masks(p_drop: float, n_draws: int) -> None:
    n = 6
    total = 0.0
    for mask in itertools.product([0, 1], repeat=n):
        chance = p_drop ** (n - sum(mask)) * (1 - p_drop) ** sum(mask)
        total += 1 - (1 - chance) ** n_draws
    assert expected_distinct(n, p_drop, n_draws) == pytest.approx(total, rel=1e-9)


def test_expected_distinct_is_the_mean_of_many_counts() -> None:
    rng = np.random.default_rng(0)
    masks = rng.random((2000, 30, 8)) >= 0.3
    keys = masks @ (1 << np.arange(8))
    counts = np.array([len(set(row)) for row in keys])
    error = 4 * counts.std() / np.sqrt(len(counts))
    assert abs(counts.mean() - expected_distinct(8, 0.3, 30)) < error


def test_expected_distinct_takes_many_draws_and_many_units() -> None:
    draws = np.array([1, 100, 7680])
    np.testing.assert_allclose(expected_distinct(64, 0.5, draws), draws, rtol=1e-6)
    assert (np.diff(expected_distinct(8, 0.3, np.arange(100))) > 0).all()


@pytest.mark.parametrize("chance", [0.0, 0.01, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("n_draws", [1, 16, 640, 7680])
def test_the_band_is_the_exact_binomial_one(chance: float, n_draws: int) -> None:
    low, high = binomial_band(n_draws, chance)
    expected = stats.binom.ppf([0.025, 0.975], n_draws, chance) / n_draws
    np.testing.assert_allclose([low, high], np.maximum(expected, 0), atol=1e-12)
    inside = stats.binom.cdf(round(high * n_draws), n_draws, chance) - stats.binom.cdf(
        round(low * n_draws) - 1, n_draws, chance
    )
    assert inside >= 0.95 - 1e-9

from itertools import product

import numpy as np
import pytest
import torch

from dropviz.core.moments import (
    SCALING_RULES,
    Estimate,
    ScalingRule,
    agrees,
    enumerated_sums,
    inference_factor,
    inference_value,
    mask_probabilities,
    mean_after_relu,
    noise_variance,
    training_factor,
    training_moments,
)

RATES = (0.0, 0.01, 0.3, 0.5, 0.87, 1.0)
CONTRIBUTIONS = np.random.default_rng(0).normal(0.2, 1.0, 7)


def all_masks(p: float) -> tuple[np.ndarray, np.ndarray]:
    """Every mask of seven inputs and its probability, written down from the definition."""
    masks = np.array(list(product([0, 1], repeat=7)))
    return masks, np.prod(np.where(masks == 1, 1 - p, p), axis=1)


@pytest.mark.parametrize("p", RATES)
@pytest.mark.parametrize("rule", SCALING_RULES)
def test_moments_are_those_of_all_masks(rule: ScalingRule, p: float) -> None:
    masks, chances = all_masks(p)
    divided = rule in ("inverted", "mistake")
    sums = masks @ CONTRIBUTIONS / ((1 - p) if divided and p < 1 else 1)
    mean = chances @ sums
    found = training_moments(CONTRIBUTIONS, p, rule)
    assert np.isclose(found.mean, mean, atol=1e-12)
    assert np.isclose(found.variance, chances @ (sums - mean) ** 2, atol=1e-12)
    after = mean_after_relu(CONTRIBUTIONS, p, rule, np.zeros((1, 7), bool))
    assert np.isclose(after.value, chances @ np.maximum(sums, 0), atol=1e-12)
    assert (after.error, after.exact) == (0, True)


@pytest.mark.parametrize("p", RATES)
def test_the_enumeration_is_complete(p: float) -> None:
    sums, n_dropped = enumerated_sums(CONTRIBUTIONS)
    masks, chances = all_masks(p)
    found = mask_probabilities(n_dropped, 7, p)
    assert np.isclose(found.sum(), 1)
    order, expected = np.argsort(sums), np.argsort(masks @ CONTRIBUTIONS)
    assert np.allclose(sums[order], (masks @ CONTRIBUTIONS)[expected])
    assert np.allclose(found[order], chances[expected])


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.8, 1.0])
def test_inverted_is_what_pytorch_does(p: float) -> None:
    dropout = torch.nn.Dropout(p)
    x = torch.from_numpy(CONTRIBUTIONS)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        sums = dropout(x.expand(200_000, -1)).sum(dim=1)
    found = training_moments(CONTRIBUTIONS, p, "inverted")
    error = 5 * np.sqrt(found.variance / 200_000) + 1e-12
    assert abs(float(sums.mean()) - found.mean) <= error
    assert np.isclose(float(sums.var()), found.variance, rtol=0.03, atol=1e-12)
    dropout.eval()
    assert np.isclose(
        float(dropout(x).sum()), inference_value(CONTRIBUTIONS, p, "inverted"), atol=1e-12
    )


@pytest.mark.parametrize("p", RATES)
def test_which_rules_agree(p: float) -> None:
    agree = {rule for rule in SCALING_RULES if agrees(CONTRIBUTIONS, p, rule)}
    if p == 0:
        assert agree == set(SCALING_RULES)
    elif p == 1:
        assert agree == {"classical"}
    else:
        assert agree == {"inverted", "classical"}


@pytest.mark.parametrize("p", [0.0, 0.4, 0.99])
def test_all_agree_when_contributions_cancel(p: float) -> None:
    assert all(agrees(np.array([1.0, -1.0]), p, rule) for rule in SCALING_RULES)
    assert all(agrees(np.zeros(3), p, rule) for rule in SCALING_RULES)


def test_without_scaling_inference_is_1_over_1_minus_p_too_large() -> None:
    mean = training_moments(-np.abs(CONTRIBUTIONS), 0.4, "none").mean
    assert np.isclose(inference_value(-np.abs(CONTRIBUTIONS), 0.4, "none") / mean, 1 / 0.6)


def test_nothing_is_divided_by_zero_at_p_1() -> None:
    assert training_factor(1.0, "inverted") == 0
    assert training_factor(1.0, "mistake") == 0
    assert inference_factor(1.0, "mistake") is None
    assert inference_value(CONTRIBUTIONS, 1.0, "mistake") is None
    assert noise_variance(1.0) == 0


def test_noise_variance_is_that_of_an_inverted_mask() -> None:
    assert noise_variance(0.5) == 1
    for p, printed in ((0.1, 0.11), (0.3, 0.43), (0.5, 1), (0.8, 4)):
        assert round(noise_variance(p), 2) == printed


def test_too_many_inputs_are_refused() -> None:
    with pytest.raises(ValueError, match="15 inputs are too many to enumerate; 14"):
        enumerated_sums(np.ones(15))


def sampled(contributions: np.ndarray, p: float, seed: int, rule: str = "none") -> Estimate:
    keep = np.random.default_rng(seed).random((1000, len(contributions))) >= p
    return mean_after_relu(contributions, p, rule, keep)


def exact_after_relu(contributions: np.ndarray, p: float) -> float:
    """E[relu(S)] over all masks, by adding one input after another."""
    sums, chances = np.zeros(1), np.ones(1)
    for contribution in contributions:
        sums = np.concatenate([sums, sums + contribution])
        chances = np.concatenate([p * chances, (1 - p) * chances])
    return float(chances @ np.maximum(sums, 0))


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("sign", [1, -1])
def test_samples_are_exact_where_no_sum_crosses_zero(p: float, sign: int) -> None:
    """With 64 equal inputs relu(S) = S, and E[S] is known: no noise, in any sample."""
    contributions = sign * np.ones(64)
    for seed in range(5):
        found = sampled(contributions, p, seed, "inverted")
        assert np.isclose(found.value, 64 if sign > 0 else 0, atol=1e-9)
        assert (found.error, found.exact) == (0, True)


@pytest.mark.parametrize("shift", [-0.15, 0.0, 0.15])
def test_samples_agree_with_the_enumeration_within_their_error(shift: float) -> None:
    contributions = np.random.default_rng(1).normal(size=16)
    contributions += shift - contributions.mean()
    exact = exact_after_relu(contributions, 0.4)
    found = [sampled(contributions, 0.4, seed) for seed in range(200)]
    off = np.array([(one.value - exact) / one.error for one in found])
    assert not any(one.exact for one in found)
    assert 0.9 < np.mean(np.abs(off) <= 2) < 0.99
    assert abs(off.mean()) < 0.3
    errors = np.array([one.error for one in found])
    assert np.isclose(np.std([one.value for one in found]), errors.mean(), rtol=0.2)


def test_samples_never_break_jensens_inequality() -> None:
    for seed in range(30):
        contributions = np.random.default_rng(seed).normal(0.1, 1, 40)
        found = sampled(contributions, 0.7, seed, "inverted")
        assert found.value >= max(0.0, contributions.sum()) - 1e-9


def test_a_crossing_that_no_sample_shows_is_not_called_exact() -> None:
    contributions = np.append(np.ones(63), -0.5)
    found = sampled(contributions, 0.2, 0, "inverted")
    assert np.isclose(found.value, contributions.sum())
    assert (found.error, found.exact) == (0, False)
    assert not Estimate(0.0, 0.0, exact=False).resolved
    assert Estimate(0.0, 0.0, exact=True).resolved
    assert Estimate(-0.3, 0.1, exact=False).resolved
    assert not Estimate(0.1, 0.1, exact=False).resolved


@pytest.mark.parametrize("p", [0.0, 1.0])
def test_samples_at_the_ends_are_exact(p: float) -> None:
    contributions = np.linspace(-1, 1.5, 20)
    found = sampled(contributions, p, 0, "inverted")
    assert np.isclose(found.value, contributions.sum() if p == 0 else 0)
    assert (found.error, found.exact) == (0, True)

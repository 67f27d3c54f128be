from itertools import product

import numpy as np
import pytest
import torch

from dropviz.core.moments import (
    ARMS,
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
@pytest.mark.parametrize("arm", ARMS)
def test_moments_are_those_of_all_masks(arm, p: float) -> None:
    masks, chances = all_masks(p)
    divided = arm in ("inverted", "mistake")
    sums = masks @ CONTRIBUTIONS / ((1 - p) if divided and p < 1 else 1)
    mean = chances @ sums
    found = training_moments(CONTRIBUTIONS, p, arm)
    assert np.isclose(found.mean, mean, atol=1e-12)
    assert np.isclose(found.variance, chances @ (sums - mean) ** 2, atol=1e-12)
    after = mean_after_relu(CONTRIBUTIONS, p, arm, np.zeros((1, 7), bool))
    assert np.isclose(after, chances @ np.maximum(sums, 0), atol=1e-12)


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
    agree = {arm for arm in ARMS if agrees(CONTRIBUTIONS, p, arm)}
    if p == 0:
        assert agree == set(ARMS)
    elif p == 1:
        assert agree == {"classical"}
    else:
        assert agree == {"inverted", "classical"}


@pytest.mark.parametrize("p", [0.0, 0.4, 0.99])
def test_all_agree_when_contributions_cancel(p: float) -> None:
    assert all(agrees(np.array([1.0, -1.0]), p, arm) for arm in ARMS)
    assert all(agrees(np.zeros(3), p, arm) for arm in ARMS)


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


def test_beyond_the_enumeration_samples_are_used() -> None:
    keep = np.random.default_rng(1).random((50, 15)) >= 0.4
    contributions = np.linspace(-1, 1, 15)
    found = mean_after_relu(contributions, 0.4, "inverted", keep)
    assert np.isclose(found, np.maximum(keep @ contributions / 0.6, 0).mean())

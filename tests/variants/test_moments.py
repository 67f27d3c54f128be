"""Closed forms against enumeration and numerical integration."""

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import integrate

from dropviz.variants.concrete import TEMPERATURE, concrete_moments, soft_keep
from dropviz.variants.drop_block import drop_block_moments
from dropviz.variants.drop_connect import drop_connect_moments
from dropviz.variants.facts import EntryMoments
from dropviz.variants.layer_drop import layer_drop_moments
from dropviz.variants.parts.alpha import ALPHA_PRIME, affine, alpha_moments
from dropviz.variants.parts.moments import coin_moments


def of_two(values: tuple[float, float], p: float) -> tuple[float, float]:
    """Mean and variance of what is the first with probability p, else the second."""
    mean = p * values[0] + (1 - p) * values[1]
    return mean, p * (values[0] - mean) ** 2 + (1 - p) * (values[1] - mean) ** 2


@pytest.mark.parametrize("p", [0.0, 0.2, 0.5, 0.9])
def test_a_coin_has_two_outcomes(p: float) -> None:
    for scaled, kept in ((True, 1.3 / (1 - p)), (False, 1.3)):
        found = coin_moments(1.3, p, scaled=scaled)
        assert (found.mean, found.variance) == pytest.approx(of_two((0.0, kept), p))
    a, b = affine(p)
    found = alpha_moments(1.3, p)
    expected = of_two((a * ALPHA_PRIME + b, a * 1.3 + b), p)
    assert (found.mean, found.variance) == pytest.approx(expected)


@pytest.mark.parametrize("moments", [coin_moments, alpha_moments])
def test_rate_1_gives_zeros(moments: Callable[[float, float], EntryMoments]) -> None:
    found = moments(2.0, 1.0)
    assert (found.mean, found.variance) == (0.0, 0.0)


@pytest.mark.parametrize("p", [0.0, 0.3, 0.8, 1.0])
def test_blocks_of_a_pixel_or_of_the_map_are_sums_over_masks(p: float) -> None:
    """Of a pixel of a map of 2 by 2; y = x m HW / sum(m)."""
    outcomes = []
    for mask in itertools.product((0, 1), repeat=4):
        chance = math.prod(1 - p if kept else p for kept in mask)
        outcomes.append((chance, 1.3 * mask[0] * 4 / max(1, sum(mask))))
    for block, pairs in ((1, outcomes), (2, [(p, 0.0), (1 - p, 1.3)])):
        found = drop_block_moments(1.3, p, block, 2)
        mean = sum(chance * y for chance, y in pairs)
        variance = sum(chance * (y - mean) ** 2 for chance, y in pairs)
        assert (found.mean, found.variance) == pytest.approx((mean, variance))
    assert drop_block_moments(1.3, p, 2, 3) is None


@pytest.mark.parametrize("p", [0.01, 0.3, 0.5, 0.99])
def test_the_soft_masks_moments_are_integrals(p: float) -> None:
    def keep(u: float) -> float:
        z = math.log(p / (1 - p)) + math.log((1 - u) / u)
        return 1.0 / (1.0 + math.exp(min(700.0, z / TEMPERATURE)))

    assert soft_keep(np.array([0.2]), p)[0] == pytest.approx(keep(0.2))
    mean, second = (
        integrate.quad(lambda u, k=k: keep(u) ** k, 0, 1, points=[p], limit=400)[0] for k in (1, 2)
    )
    found = concrete_moments(2.0, p)
    assert found.mean == pytest.approx(2.0 * mean / (1 - p), rel=1e-3)
    assert found.variance == pytest.approx(
        4.0 * (second - mean**2) / (1 - p) ** 2, rel=1e-3, abs=1e-5
    )


@pytest.mark.parametrize("p", [0.3, 0.8])
def test_drop_connect_and_layer_drop_are_sums_over_masks(p: float) -> None:
    weights, inputs, bias = (0.5, -1.0, 2.0), (1.0, 0.4, -0.3), 0.1
    outcomes, sums = [], []
    for mask in itertools.product((0, 1), repeat=3):
        chance = math.prod(1 - p if kept else p for kept in mask)
        total = sum(m * w * x for m, w, x in zip(mask, weights, inputs, strict=True))
        outcomes.append((chance, max(0.0, total / (1 - p) + bias)))
        sums.append((chance, sum(m * w for m, w in zip(mask, weights, strict=True))))
    for pairs, found in (
        (outcomes, drop_connect_moments(weights, inputs, bias, p)),
        (sums, layer_drop_moments(weights, p)),
    ):
        mean = sum(chance * value for chance, value in pairs)
        variance = sum(chance * (value - mean) ** 2 for chance, value in pairs)
        assert (found.mean, found.variance) == pytest.approx((mean, variance))
    assert drop_connect_moments(weights, inputs, bias, 1.0).mean == bias

"""The browser's moments against NumPy: the very script of the stage, in a blank page."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page

from dropviz.core.moments import (
    LARGEST_ENUMERATION,
    SCALING_RULES,
    agrees,
    enumerated_sums,
    inference_factor,
    mask_probabilities,
    mean_after_relu,
    noise_variance,
    training_factor,
    training_moments,
)
from dropviz.lessons.expected_activations.payload import _packed_hundredths
from dropviz.lessons.expected_activations.view import (
    ExpectedView,
    _coins_of,
    activations_and_weights,
    keep_rows,
)
from dropviz.stage.packing import packed

SUMS = """({hundredths, stride, contributions, p}) => {
  const sums = maskedSums(decodeBytes(hundredths), stride, contributions, p);
  const {mean, variance} = runningMoments(sums);
  const low = Math.min(...sums), high = Math.max(...sums);
  const shares = histogramOf(sampledDistribution(sums), low, high, 31).shares;
  return {sums: [...sums], mean: [...mean], variance: [...variance], shares: [...shares],
          relu: meanAfterRelu(sampledDistribution(sums)),
          after: sampledAfterRelu(sums, Float64Array.from(contributions), p)};
}"""

EXACT = """({contributions, p, arms}) => {
  const enumeration = enumeratedSums(contributions);
  const exact = exactDistribution(enumeration, p);
  const sum = (choose) => contributions.reduce((total, c) => total + choose(0, c), 0);
  return {
    sums: [...enumeration.sums],
    chances: Array.from(enumeration.sums, (_, i) => exact.chance(i)),
    relu: meanAfterRelu(exact),
    shares: [...histogramOf(exact, sum(Math.min), sum(Math.max), 31).shares],
    noise: noiseVariance(p),
    arms: arms.map((arm) => {
      const factors = armFactors(p, arm);
      const theory = trainingMoments(contributions, p, factors.training);
      const total = sumOf(contributions);
      const inference = factors.inference === null ? null : factors.inference * total;
      return {factors, theory, agree: agreeWithin(inference, theory.mean)};
    }),
  };
}"""


@pytest.fixture
def blank(blank_page_with: Callable[..., Page]) -> Page:
    return blank_page_with("shared/arithmetic.js", "expected_activations/moments.js")


def states(most: int) -> list[ExpectedView]:
    rng = np.random.default_rng(5)
    ends = [ExpectedView(p=p, n=most) for p in (0.0, 1.0)]
    drawn = [
        ExpectedView(
            p=round(rng.random(), 2), n=int(rng.integers(2, most + 1)),
            seed=int(rng.integers(10_000)), input_seed=int(rng.integers(10_000)),
        )
        for _ in range(30)
    ]  # fmt: skip
    few = min(most, 40)
    presets = [ExpectedView(values=name, n=few) for name in ("signs", "equal", "large")]
    return [*ends, ExpectedView(w="0" * few, n=few), *presets, *drawn]


def test_sums_of_samples_equal_numpy(blank: Page) -> None:
    for view in states(64):
        x, w = activations_and_weights(view)
        found = blank.evaluate(
            SUMS,
            {
                "hundredths": _packed_hundredths(view.seed), "stride": 64,
                "contributions": (w * x).tolist(), "p": view.p,
            },
        )  # fmt: skip
        keep = _coins_of(view.seed)[:, : view.n].astype(np.float64) >= view.p
        assert (keep == keep_rows(view)).all()
        sums = keep @ (w * x)
        counts = np.arange(1, 1001)
        means = np.cumsum(sums) / counts
        assert np.allclose(found["sums"], sums, atol=1e-12)
        assert np.allclose(found["mean"], means, atol=1e-10)
        for t in (2, 17, 1000):
            assert np.isclose(found["variance"][t - 1], sums[:t].var(ddof=1), atol=1e-10)
        assert np.isclose(found["relu"], np.maximum(sums, 0).mean(), atol=1e-12)
        if view.n > LARGEST_ENUMERATION:
            after = mean_after_relu(w * x, view.p, "none", keep)
            assert np.isclose(found["after"]["mean"], after.value, atol=1e-10)
            assert np.isclose(found["after"]["error"], after.error, atol=1e-10)
            assert found["after"]["exact"] == after.exact
        assert np.isclose(sum(found["shares"]), 1)


def test_enumeration_and_closed_forms_equal_numpy(blank: Page) -> None:
    for view in states(14):
        x, w = activations_and_weights(view)
        contributions = w * x
        argument = {
            "contributions": contributions.tolist(),
            "p": view.p,
            "arms": list(SCALING_RULES),
        }
        found = blank.evaluate(EXACT, argument)
        sums, n_dropped = enumerated_sums(contributions)
        chances = mask_probabilities(n_dropped, view.n, view.p)
        assert np.allclose(found["sums"], sums, atol=1e-12)
        assert np.allclose(found["chances"], chances, atol=1e-12)
        low, high = np.minimum(0, contributions).sum(), np.maximum(0, contributions).sum()
        width = (high - low) / 30
        bins = np.clip(np.floor((sums - low) / width + 0.5 + 1e-9), 0, 30).astype(int)
        shares = np.bincount(bins, weights=chances, minlength=31)
        assert np.allclose(found["shares"], shares, atol=1e-9)
        assert np.isclose(found["noise"], noise_variance(view.p))
        for arm, theirs in zip(SCALING_RULES, found["arms"], strict=True):
            ours = training_moments(contributions, view.p, arm)
            assert np.isclose(theirs["theory"]["mean"], ours.mean, atol=1e-12)
            assert np.isclose(theirs["theory"]["variance"], ours.variance, atol=1e-12)
            assert theirs["factors"]["training"] == pytest.approx(training_factor(view.p, arm))
            assert theirs["factors"]["inference"] == pytest.approx(inference_factor(view.p, arm))
            assert theirs["agree"] == agrees(contributions, view.p, arm), (view, arm)
            relu = mean_after_relu(contributions, view.p, arm, np.zeros((1, view.n), bool))
            assert np.isclose(theirs["factors"]["training"] * found["relu"], relu.value, atol=1e-9)


def test_hundredths_lose_nothing() -> None:
    """``u >= k/100`` for each rate of the slider, from coins rounded down to hundredths."""
    u = _coins_of(7)
    hundredths = np.floor(100 * u.astype(np.float64)).astype(np.uint8)
    assert packed(hundredths) == _packed_hundredths(7)
    for k in range(101):
        assert ((hundredths >= k) == (u.astype(np.float64) >= round(k / 100, 2))).all()

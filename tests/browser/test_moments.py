"""The browser's moments against NumPy: the very script of the stage, in a blank page.

More states are compared under Node: ``tests/js/moments.test.js``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page

from dropviz.core.moments import LARGEST_ENUMERATION, SCALING_RULES
from dropviz.lessons.expected_activations.payload import _packed_hundredths
from dropviz.lessons.expected_activations.view import keep_rows
from tests.vectors.moments import contributions_of, counted, kept_by, sampled, states

N_STATES = 12
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


def test_sums_of_samples_equal_numpy(blank: Page) -> None:
    for view in states(64)[:N_STATES]:
        contributions = contributions_of(view)
        found = blank.evaluate(
            SUMS,
            {
                "hundredths": _packed_hundredths(view.seed), "stride": 64,
                "contributions": contributions.tolist(), "p": view.p,
            },
        )  # fmt: skip
        keep = kept_by(view.seed, view)
        assert (keep == keep_rows(view)).all()
        theirs = sampled(contributions, view.p, keep)
        assert np.allclose(found["sums"], theirs["sums"], atol=1e-12)
        assert np.allclose(found["mean"], theirs["mean"], atol=1e-10)
        for t, variance in theirs["variance"].items():
            assert np.isclose(found["variance"][t - 1], variance, atol=1e-10)
        assert np.isclose(found["relu"], theirs["relu"], atol=1e-12)
        if view.n > LARGEST_ENUMERATION:
            after = theirs["after"]
            assert np.isclose(found["after"]["mean"], after["mean"], atol=1e-10)
            assert np.isclose(found["after"]["error"], after["error"], atol=1e-10)
            assert found["after"]["exact"] == after["exact"]
        assert np.isclose(sum(found["shares"]), 1)


def test_enumeration_and_closed_forms_equal_numpy(blank: Page) -> None:
    for view in states(LARGEST_ENUMERATION)[:N_STATES]:
        contributions = contributions_of(view)
        argument = {
            "contributions": contributions.tolist(), "p": view.p, "arms": list(SCALING_RULES),
        }  # fmt: skip
        found = blank.evaluate(EXACT, argument)
        theirs = counted(contributions, view.p)
        assert np.allclose(found["sums"], theirs["sums"], atol=1e-12)
        assert np.allclose(found["chances"], theirs["chances"], atol=1e-12)
        assert np.allclose(found["shares"], theirs["shares"], atol=1e-9)
        assert np.isclose(found["noise"], theirs["noise"])
        for ours, (rule, arm) in zip(found["arms"], theirs["arms"].items(), strict=True):
            assert np.isclose(ours["theory"]["mean"], arm["mean"], atol=1e-12)
            assert np.isclose(ours["theory"]["variance"], arm["variance"], atol=1e-12)
            assert ours["factors"]["training"] == pytest.approx(arm["training"])
            assert ours["factors"]["inference"] == pytest.approx(arm["inference"])
            assert ours["agree"] == arm["agree"], (view, rule)
            assert np.isclose(ours["factors"]["training"] * found["relu"], arm["relu"], atol=1e-9)

"""Verdicts against SciPy's paired t test, and their promises against simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from dropviz.experiments.film import Outcome
from dropviz.experiments.interval import FEWEST_PAIRS, interval
from dropviz.experiments.verdict import Verdict, verdict, verdicts


def pairs_with(mean: float, sd: float, n: int) -> tuple[np.ndarray, np.ndarray]:
    """A baseline and an arm whose differences have exactly this mean and standard deviation.

    And no skewness.
    """
    rng = np.random.default_rng(n)
    noise = stats.norm.ppf((np.arange(n) + 0.5) / n)
    noise = rng.permutation(noise / max(noise.std(ddof=1) if n > 1 else 1, 1e-9))
    baseline = 60 + rng.standard_normal(n)  # losses are positive
    return baseline, baseline + mean + sd * noise


def judged(mean: float, sd: float, n: int = 10, margin: float = 0.05, arms: int = 1) -> Verdict:
    baseline, arm = pairs_with(mean, sd, n)
    return verdict(baseline, arm, measure="log-loss", margin=margin, n_comparisons=arms)


@pytest.mark.parametrize("arms", [1, 2, 5])
@pytest.mark.parametrize("n", [2, 3, 10, 100])
def test_the_interval_holds_that_of_the_paired_t_test(n: int, arms: int) -> None:
    baseline, arm = pairs_with(-0.3, 0.7, n)
    found = verdict(baseline, arm, measure="log-loss", margin=0.01, n_comparisons=arms)
    student = stats.ttest_rel(arm, baseline).confidence_interval(1 - 0.05 / arms)
    assert found.low <= student.low + 1e-12
    assert found.high >= student.high - 1e-12
    assert found.mean == pytest.approx((arm - baseline).mean())
    assert found.level == pytest.approx(1 - 0.05 / arms)
    if n == 100:
        assert found.high - found.low < 1.15 * (student.high - student.low)


@pytest.mark.parametrize(
    ("mean", "sd", "word"),
    [
        (-0.5, 0.1, "helped"),
        (0.5, 0.1, "hurt"),
        (0.0, 0.01, "no_difference"),
        (0.03, 0.01, "no_difference"),  # leaves out 0, but inside the margin
        (-0.03, 0.01, "no_difference"),
        (0.06, 0.08, "hurt"),  # leaves out 0, reaches into the margin
        (0.0, 0.3, "not_resolved"),
        (0.02, 0.11, "not_resolved"),  # holds 0 and leaves the margin on one side only
    ],
)
def test_the_word_follows_from_the_interval(mean: float, sd: float, word: str) -> None:
    found = judged(mean, sd, n=30)
    assert found.effect == word
    inside = -found.margin < found.low and found.high < found.margin
    assert (word == "no_difference") == inside == found.inside
    assert (found.pairs_needed is not None) == (word == "not_resolved")


@pytest.mark.parametrize("n", [10, 28])
def test_no_difference_waits_until_a_rare_kind_of_pair_would_be_seen(n: int) -> None:
    found = judged(0.0, 0.001, n)
    assert (found.effect, found.inside) == ("not_resolved", True)
    assert (found.pairs_wanted, found.pairs_needed) == (29, 29 - n)
    assert judged(0.0, 0.001, 29).effect == "no_difference"


def test_few_pairs_claim_nothing_however_clear() -> None:
    found = judged(-5.0, 0.001, 5)
    assert (found.effect, found.excludes_zero) == ("not_resolved", True)
    assert (found.pairs_wanted, found.pairs_needed) == (6, 1)
    assert judged(-5.0, 0.001, 6).effect == "helped"


def test_who_looks_again_gets_an_interval_that_holds_at_any_time() -> None:
    baseline, arm = pairs_with(-0.3, 0.7, 20)
    once, again = (
        verdict(baseline, arm, measure="log-loss", margin=0.01, anytime=anytime)
        for anytime in (False, True)
    )
    assert again.low < once.low < once.high < again.high
    assert (once.anytime, again.anytime) == (False, True)


def test_intervals_stay_within_what_errors_can_be() -> None:
    rng = np.random.default_rng(4)
    for low, high in ((0.0, 0.02), (0.97, 1.0), (0.0, 1.0)):
        baseline, arm = rng.uniform(low, high, (2, 3))
        found = verdict(baseline, arm, measure="error", margin=0.01)
        assert found.low >= -baseline.mean()
        assert found.high <= 1 - baseline.mean()
        loss = verdict(baseline, arm, measure="log-loss", margin=0.01)
        assert loss.low >= -baseline.mean()


def test_the_cut_decides_nothing() -> None:
    """An error of 0.3 % can't fall by 1 point; so few pairs do not show that it can't rise."""
    baseline, arm = np.full(30, 0.003), np.full(30, 0.003)
    arm[0], baseline[1] = 0.0, 0.09
    found = verdict(baseline, arm, measure="error", margin=0.0065)
    assert found.low == pytest.approx(-baseline.mean())
    assert -found.margin < found.low
    assert found.high < found.margin
    assert (found.effect, found.inside) == ("not_resolved", False)


def test_another_margin_is_tried_on_the_same_interval() -> None:
    found = judged(-0.1, 0.02, 30)
    assert (found.effect, found.at_margin(0.5)) == ("helped", "no_difference")


def test_a_small_difference_can_be_resolved_and_make_no_practical_difference() -> None:
    assert judged(0.03, 0.01, n=30).excludes_zero
    assert judged(0.03, 0.01, n=30, margin=0.0).effect == "hurt"


def test_more_comparisons_widen_the_interval() -> None:
    widths = [found.high - found.low for found in (judged(0.1, 0.2, arms=k) for k in (1, 2, 5))]
    assert widths == sorted(widths)
    assert widths[2] > 1.2 * widths[0]


def test_pairs_of_stopped_runs_are_left_out_together() -> None:
    baseline, arm = pairs_with(-0.1, 0.2, 12)
    baseline[3], arm[7], baseline[8], arm[8] = np.nan, np.nan, np.nan, np.inf
    found = verdict(baseline, arm, measure="log-loss", margin=0.05)
    rest = [i for i in range(12) if i not in (3, 7, 8)]
    alone = verdict(baseline[rest], arm[rest], measure="log-loss", margin=0.05)
    assert (found.left_out, found.pairs) == (3, 9)
    assert (found.mean, found.low, found.high) == (alone.mean, alone.low, alone.high)
    np.testing.assert_array_equal(found.differences, arm[rest] - baseline[rest])


@pytest.mark.parametrize("values", [[], [np.nan, np.nan]])
def test_no_pair_says_nothing(values: list[float]) -> None:
    found = verdict(values, [0.0] * len(values), measure="error", margin=0.01)
    assert (found.effect, found.pairs, found.pairs_needed) == ("not_resolved", 0, None)
    assert np.isnan(found.mean)
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_one_pair_has_a_mean_and_no_interval() -> None:
    found = verdict([1.0, np.nan], [0.5, 0.2], measure="error", margin=0.01)
    assert (found.effect, found.mean, found.left_out) == ("not_resolved", -0.5, 1)
    assert (found.low, found.high, found.pairs_needed) == (-np.inf, np.inf, None)


def test_a_spread_of_zero_is_believed_only_after_several_ties() -> None:
    """Errors move in steps, so two equal differences are no proof that all are equal."""
    for n in range(2, FEWEST_PAIRS):
        found = verdict(np.zeros(n), np.full(n, -0.25), measure="error", margin=0.01)
        assert (found.effect, found.pairs_needed) == ("not_resolved", FEWEST_PAIRS - n)
    many = np.ones(FEWEST_PAIRS)
    assert verdict(many, many - 0.25, measure="error", margin=0.01).effect == "helped"
    same = verdict(many, many, measure="error", margin=0.01)
    assert (same.effect, same.pairs_needed) == ("not_resolved", 29 - FEWEST_PAIRS)
    same = verdict(np.ones(29), np.ones(29), measure="error", margin=0.01)
    assert (same.effect, same.low, same.high) == ("no_difference", 0, 0)


@pytest.mark.parametrize(
    ("mean", "sd", "n", "margin", "arms"),
    [
        (0.02, 0.06, 10, 0.05, 1),
        (0.002, 0.2, 15, 0.05, 1),
        (-0.3, 1.5, 14, 0.05, 2),
        (0.0, 0.1, 12, 0.01, 1),
        (0.04, 0.3, 20, 0.05, 3),
    ],
)
def test_so_many_pairs_resolve_at_the_same_mean_and_spread_and_one_less_does_not(
    mean: float, sd: float, n: int, margin: float, arms: int
) -> None:
    found = judged(mean, sd, n, margin, arms)
    assert found.pairs_needed is not None
    enough = n + found.pairs_needed
    assert judged(mean, sd, enough, margin, arms).effect != "not_resolved"
    assert judged(mean, sd, enough - 1, margin, arms).effect == "not_resolved"


def test_hopeless_cases_give_no_number() -> None:
    assert judged(0.0, 1.0, margin=0.0).pairs_needed is None
    assert judged(0.001, 100.0, margin=0.002).pairs_needed is None


@pytest.mark.slow
def test_intervals_cover_as_often_as_they_say() -> None:
    """3,000 experiments of ten pairs without a true difference; what seeds share cancels."""
    seeds, noise = np.random.default_rng(0).standard_normal((2, 3000, 10))
    baseline = 60 + seeds + 0.05 * noise
    arms = 60 + seeds + 0.05 * np.random.default_rng(1).standard_normal((3000, 10))
    found = [
        verdict(first, arm, measure="log-loss", margin=0.02)
        for first, arm in zip(baseline, arms, strict=True)
    ]
    assert 0.97 < np.mean([one.low <= 0 <= one.high for one in found]) < 0.99
    assert np.mean([one.effect in ("helped", "hurt") for one in found]) < 0.03


@pytest.mark.slow
def test_all_intervals_of_several_arms_hold_together() -> None:
    """Five arms share a baseline; with intervals of 95 % each, one of them often misses."""
    runs = np.random.default_rng(1).standard_normal((1000, 6, 60))
    together = dict.fromkeys((5, 1), 0)
    for first, *arms in runs:
        for n_comparisons in together:
            ends = [interval(arm - first, n_comparisons) for arm in arms]
            together[n_comparisons] += all(low <= 0 <= high for low, high in ends)
    assert together[5] > 950
    assert together[1] < 900


def test_verdicts_of_an_outcome_compare_each_arm_with_the_first() -> None:
    rng = np.random.default_rng(2)
    loss, error = rng.random((2, 3, 8)).astype(np.float32)
    steps = np.zeros((3, 8), np.int32)
    found = verdicts(Outcome(loss, error, steps, steps - 1), margin=0.1, margin_error=0.02)
    assert list(found) == [1, 2]
    for arm, (of_loss, of_error) in found.items():
        assert (of_loss.measure, of_error.measure) == ("log-loss", "error")
        assert (of_loss.margin, of_error.margin) == (0.1, 0.02)
        assert of_loss.level == of_error.level == 0.975
        assert of_loss.mean == pytest.approx((loss[arm] - loss[0]).mean())
        assert of_error.mean == pytest.approx((error[arm] - error[0]).mean())


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="both must be"):
        verdict([1.0], [1.0, 2.0], measure="error", margin=0.1)
    for margin in (-0.1, np.nan):
        with pytest.raises(ValueError, match="the margin is"):
            verdict([1.0], [1.0], measure="error", margin=margin)

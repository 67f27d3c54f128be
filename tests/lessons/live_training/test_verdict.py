"""Verdict sentences: true of their numbers, complete, and never from a mean alone."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import Outcome
from dropviz.experiments.spread import spreads
from dropviz.experiments.verdict import Measure, verdict, verdicts
from dropviz.lessons.live_training.verdict import (
    scope,
    spread_sentences,
    verdict_sentences,
)
from dropviz.lessons.runs.judgement import Terms
from dropviz.lessons.runs.learnt import learnt
from dropviz.lessons.runs.words import amount, bracket_words, interval_words, number_words

PAIRS = 10
TERMS = Terms(0.05, 0.01)
Given = tuple[float, float]


def outcome(*arms: tuple[Given, Given], pairs: int = PAIRS) -> Outcome:
    """Test losses and errors of a baseline, and of arms whose differences from it have exactly
    this mean and standard deviation each (log-loss, error).
    """
    rng = np.random.default_rng(0)
    loss, error = [1 + rng.random(pairs)], [0.3 + 0.1 * rng.random(pairs)]
    for of_loss, of_error in arms:
        for measure, (mean, sd) in ((loss, of_loss), (error, of_error)):
            noise = rng.standard_normal(pairs)
            noise = np.sort(noise) - np.sort(noise)[::-1]  # symmetric
            noise = rng.permutation(noise / max(noise.std(ddof=1) if pairs > 1 else 1, 1e-9))
            measure.append(measure[0] + mean + sd * noise)
    stopped = np.full((len(loss), pairs), -1, np.int32)
    return Outcome(np.array(loss), np.array(error), stopped, stopped)


def said(
    made: Outcome,
    experiment: Experiment | None = None,
    terms: Terms = TERMS,
    majority: float = 0.9,
) -> list[str]:
    pairs = made.test_loss.shape[1]
    found = verdicts(
        made, margin=terms.margin, margin_error=terms.margin_error, anytime=terms.again
    )
    of_majority = learnt(made, np.full(pairs, majority, np.float32))
    return verdict_sentences(experiment or Experiment(pairs=pairs), made, found, of_majority, terms)


HELPS, HURTS = ((-0.5, 0.1), (-0.1, 0.02)), ((0.5, 0.1), (0.1, 0.02))
NOTHING, OPEN = ((0.0, 0.01), (0.0, 0.002)), ((0.01, 0.2), (0.001, 0.05))


def test_helped_says_so_for_both_measures_with_mean_interval_and_pairs() -> None:
    loss, error, rare, about = said(outcome(HELPS, pairs=20))
    assert loss.startswith("p = 0.5 helped against no dropout: its test log-loss is lower. Mean")
    found = verdicts(outcome(HELPS, pairs=20), margin=0.05, margin_error=0.01)[1]
    low, high = (f"{end:.3f}".replace("-", "−") for end in (found[0].low, found[0].high))
    assert f"Mean difference −0.500, 95\u00a0% interval {low} to {high}, 20 pairs" in loss
    assert error.startswith("p = 0.5 helped against no dropout: its test error is lower. Mean")
    low, high = (f"{100 * end:.1f}".replace("-", "−") for end in (found[1].low, found[1].high))
    assert f"−10.0\u00a0points, 95\u00a0% interval {low} to {high}\u00a0points, 20 pairs" in error
    assert rare.startswith("What 20 pairs cannot show: a kind of pair that makes one in ten is")
    assert "a chance of 12.2\u00a0%" in rare
    assert about == scope(Experiment(pairs=20))


def test_what_pairs_cannot_show_is_said_while_they_are_few() -> None:
    assert "cannot show" in " ".join(said(outcome(HELPS, pairs=28)))
    assert "cannot show" not in " ".join(said(outcome(HELPS, pairs=29)))
    assert "cannot show" not in " ".join(said(outcome(OPEN)))


def test_hurt_is_higher() -> None:
    loss, error, *_ = said(outcome(HURTS))
    assert "hurt against no dropout: its test log-loss is higher. Mean difference +0.500" in loss
    assert "hurt against no dropout: its test error is higher" in error


def test_no_practical_difference_names_the_margin() -> None:
    loss, error, _ = said(outcome(NOTHING, pairs=30))
    assert loss.startswith("No practical difference between p = 0.5 and no dropout in test log")
    assert "inside the margin of ±0.050" in loss
    assert "inside the margin of ±1.0\u00a0points" in error
    assert "resolved" not in loss
    small, *_ = said(outcome(((0.03, 0.01), (0.0, 0.002)), pairs=30))
    assert "The interval leaves out 0, but the size is too small to matter." in small
    early, *_ = said(outcome(NOTHING, pairs=20))
    assert early.startswith("Not resolved whether p = 0.5 changes the test log-loss")
    assert "inside the margin of ±0.050, but “no practical difference” takes 29 pairs" in early
    assert "9 more pairs (29 in all) would resolve it" in early


def test_a_clear_difference_of_few_pairs_is_no_claim_yet() -> None:
    loss, *_ = said(outcome(((-50.0, 0.01), (-0.1, 0.02)), pairs=5))
    assert "The interval leaves out 0, but a claim takes at least 6 pairs" in loss
    assert "1 more pair (6 in all) would resolve it" in loss


def test_who_looks_again_is_told_what_that_does() -> None:
    again = Terms(0.05, 0.01, again=True)
    lines = said(outcome(HELPS, pairs=20), terms=again)
    assert all("95\u00a0% anytime interval" in line for line in lines[:2])
    assert any("looked at before, with other pairs" in line for line in lines)
    assert not any("looked at before" in line for line in said(outcome(HELPS, pairs=20)))


def test_a_margin_that_was_changed_afterwards_is_exploratory() -> None:
    tried = Terms(0.05, 0.01, tried=(2.0, 0.01))
    made = outcome(HELPS, pairs=30)
    plain, lines = said(made), said(made, terms=tried)
    (about,) = [line for line in lines if line.startswith("Exploratory")]
    assert [line for line in lines if line != about] == plain
    assert "from ±0.050 (log-loss) to ±2.00 (log-loss)" in about
    assert "“no practical difference” for the log-loss of p = 0.5." in about
    assert "error" not in about
    both = " ".join(said(made, terms=Terms(0.05, 0.01, tried=(2.0, 0.5))))
    assert "(log-loss) and ±1.0\u00a0points (error)" in both


def test_not_resolved_says_how_many_more_pairs() -> None:
    loss, error, warning, about = said(outcome(OPEN))
    assert loss.startswith("Not resolved whether p = 0.5 changes the test log-loss against no drop")
    assert "The interval holds 0 and is not inside the margin of ±0.050" in loss
    more, total = map(int, re.findall(r"(\d+) more pairs \((\d+) in all", loss)[0])
    assert total == PAIRS + more
    assert verdicts(outcome(OPEN), margin=0.05, margin_error=0.01)[1][0].pairs_needed == more
    assert "beyond the 100 of one run" in error
    assert warning.startswith("More pairs may be added: the interval is then an anytime one")
    assert about.startswith("This is about")


def test_hopeless_is_said_without_a_number() -> None:
    loss, *_ = said(outcome(((0.0, 50.0), (-0.1, 0.02))))
    assert "No number of pairs up to 10,000 more would resolve" in loss


@pytest.mark.parametrize(
    ("arm", "expected"),
    [
        (((0.5, 0.1), (-0.1, 0.02)), "probabilities are worse, yet more answers are right"),
        (((-0.5, 0.1), (0.1, 0.02)), "probabilities are better, yet fewer answers are right"),
        (((-0.5, 0.1), (0.0, 0.05)), "log-loss says “helped”, error says “not resolved”"),
    ],
)
def test_measures_that_disagree_are_both_named(arm: tuple[Given, Given], expected: str) -> None:
    assert sum(expected in sentence for sentence in said(outcome(arm))) == 1
    assert not any("two measures" in sentence for sentence in said(outcome(HELPS)))


def test_stopped_runs_are_named_and_favour_the_arm_that_lost_them() -> None:
    made = outcome(HELPS)
    for arm, pair, step in ((0, 2, 25), (1, 4, 300)):
        made.test_loss[arm, pair] = made.test_error[arm, pair] = np.nan
        made.stopped_at[arm, pair] = step
    made.test_loss[1, 5] = made.test_error[1, 5] = np.nan  # the test set alone was too much
    lines = said(made, Experiment(first_seed=40))
    assert "7 pairs" in lines[0]
    (stopped,) = [line for line in lines if line.startswith("Stopped")]
    assert (
        "no dropout: seed 42 (found at step 25); p = 0.5: seed 44 (found at step 300), " in stopped
    )
    assert "seed 45 (at the end)" in stopped
    assert "favours the arm that lost runs" in stopped


def test_a_long_list_of_stopped_runs_is_cut() -> None:
    made = outcome(HELPS, pairs=30)
    made.test_loss[0, :20] = np.nan
    (stopped,) = [line for line in said(made) if line.startswith("Stopped")]
    assert "seed 5 (at the end) and 14 more" in stopped
    assert "seed 6" not in stopped


def test_one_pair_and_none_get_a_clear_sentence() -> None:
    one = outcome(((-0.5, 0.0), (-0.1, 0.0)), pairs=1)
    loss, error, *_, about = said(one)
    assert loss.startswith("Not resolved: one pair of p = 0.5 and no dropout (difference in test")
    assert "−0.500" in loss
    assert "−10.000\u00a0points" in error
    assert "1 pair, seed 0." in about
    one.test_loss[1] = one.test_error[1] = np.nan
    assert said(one)[0].startswith("Not resolved: there is no pair in which both p = 0.5 and")


def test_equal_differences_of_few_pairs_are_no_proof() -> None:
    few = said(outcome(((0.0, 0.0), (0.0, 0.0)), pairs=4))
    assert few[0].startswith("Not resolved: all 4 pairs of p = 0.5 and no dropout have the same")
    assert "2 more pairs would show" in few[0]
    many = said(outcome(((0.0, 0.0), (0.0, 0.0)), pairs=29))
    assert "both have the same test log-loss in all 29 pairs" in many[0]


def test_each_arm_is_compared_with_the_first_at_a_corrected_level() -> None:
    arms = (Arm(), Arm(p_hidden=0.5), Arm(weight_decay=0.01), Arm(early_stopping=True))
    lines = said(outcome(HELPS, HURTS, OPEN), Experiment(arms=arms))
    assert not any("against no dropout" in line for line in lines)  # the table of the stage
    says = "Each interval has a level of 98.33\u00a0%, so that all 3 of a measure hold together"
    assert any(line.startswith(says) for line in lines)
    assert not any("Bonferroni" in line for line in said(outcome(HELPS)))


@pytest.mark.parametrize("arm", [HELPS, HURTS, NOTHING, OPEN])
def test_no_claim_comes_without_its_interval(arm: tuple[Given, Given]) -> None:
    for sentence in said(outcome(arm))[:2]:
        assert re.search(r"95\u00a0% interval [−+][\d.]+ to [−+][\d.]+", sentence)
        assert "10 pairs" in sentence


def test_the_scope_names_data_network_training_and_seeds() -> None:
    about = scope(Experiment())
    for part in (
        "about Digits: 200 training examples, 20\u00a0% of the labels made wrong",
        "2 hidden layers (128-128, relu)",
        "by adam at rate 0.001, 500 steps of 50",
        "10 pairs, seeds 0 to 9",
        "p is the chance of being dropped",
        "Other seeds are other splits, starts, batches and masks, of this one data set",
    ):
        assert part in about
    own = Experiment(dataset="csv-0123456789abcdef", label_noise=0, hidden=(16,), pairs=1)
    assert "about your own CSV: 200 training examples, no label made wrong" in scope(own)
    assert "1 hidden layer (16, relu)" in scope(own)


def test_what_all_arms_share_is_named() -> None:
    """Names of arms leave it out, so the rate would be missing."""
    arms = (Arm(p_hidden=0.3), Arm(p_hidden=0.3, weight_decay=0.1))
    assert "p = 0.3 in all arms; 10 pairs" in scope(Experiment(arms=arms))
    batch_norm = (Arm(batch_norm=True), Arm(batch_norm=True, p_hidden=0.5))
    assert "batch norm in all arms; " in scope(Experiment(arms=batch_norm))
    assert "in all arms" not in scope(Experiment())


@pytest.mark.parametrize(
    ("value", "measure", "half", "text"),
    [
        (-0.12345, "log-loss", 0.04, "−0.123"),
        (-0.12345, "log-loss", 3.0, "−0.12"),
        (-0.00012345, "log-loss", 0.0004, "−0.00012"),
        (0.12345, "error", 0.02, "+12.3\u00a0points"),
        (0.00012, "error", 0.0004, "+0.012\u00a0points"),
        (198_662_003_097.25, "log-loss", 3e10, "+2.0·10¹¹"),
        (-12_345.0, "log-loss", 3e3, "−1.2·10⁴"),
    ],
)
def test_numbers_have_the_decimals_that_their_interval_merits(
    value: float, measure: str, half: float, text: str
) -> None:
    assert amount(value, measure, half, sign=True) == text


@pytest.mark.parametrize(
    ("differences", "measure", "text"),
    [
        ([-0.7, -0.6, -0.5] * 4, "log-loss", "−0.600 [−0.666, −0.534]"),
        ([-0.61, -0.6, -0.62] * 4, "log-loss", "−0.6100 [−0.6166, −0.6034]"),
        ([0.06, 0.07, 0.085] * 4, "error", "+7.17 [+6.39, +8.09]\u00a0points"),
        ([0.1], "log-loss", "+0.100"),
        ([0.1], "error", "+10.000\u00a0points"),
        ([float("nan")], "error", "no pair was finished"),
    ],
)
def test_mean_and_interval_in_short(differences: list[float], measure: Measure, text: str) -> None:
    baseline = np.full(len(differences), 0.7)
    found = verdict(baseline, baseline + differences, measure=measure, margin=0.0)
    assert bracket_words(found) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0.000"), (9999.0, "9999.000"), (1e4, "1.0·10⁴"), (-2.5e23, "−2.5·10²³")],
)
def test_large_numbers_have_a_power_of_ten(value: float, text: str) -> None:
    assert number_words(value) == text


def wrong(*medians: float) -> Outcome:
    """Arms with these median test errors."""
    shift = np.linspace(-0.01, 0.01, PAIRS + 1)[:PAIRS] + 0.001
    error = np.array([median + shift for median in medians])
    none = np.full(error.shape, -1, np.int32)
    return Outcome(error + 1, error, none, none)


def test_arms_that_learnt_next_to_nothing_are_named_with_what_the_majority_gets() -> None:
    about = " ".join(said(wrong(0.2, 0.87)))
    assert "Hardly better than always answering the most frequent class, 90\u00a0% wrong" in about
    assert "the median test error is 87\u00a0% with p = 0.5." in about
    first, *_ = said(wrong(0.9, 0.95))
    assert first.startswith("No arm clearly beats always answering the most frequent class, 90")
    assert "90\u00a0% with no dropout, 95\u00a0% with p = 0.5" in first
    assert "says nothing about dropout" in first
    assert "frequent class" not in " ".join(said(wrong(0.3, 0.2)))


def test_learnt_is_judged_against_the_majority_not_against_guessing() -> None:
    """Of two classes, 63 % in one: 37 % wrong is nothing learnt, though guessing gets 50 %."""
    nothing = said(wrong(0.37, 0.372), majority=0.37)[0]
    assert nothing.startswith("No arm clearly beats")
    imbalanced = said(wrong(0.05, 0.051), majority=0.05)[0]
    assert imbalanced.startswith("No arm clearly beats")
    assert "frequent class" not in " ".join(said(wrong(0.1, 0.12), majority=0.37))


def test_beating_the_majority_takes_an_interval_where_there_are_enough_pairs() -> None:
    made = wrong(0.36, 0.2)
    made.test_error[0] += np.linspace(-0.1, 0.1, PAIRS, dtype=made.test_error.dtype)
    found = learnt(made, np.full(PAIRS, 0.37, np.float32))
    assert found.beats == (False, True)
    assert found.some_arm
    few = learnt(wrong(0.2, 0.3), np.full(PAIRS, 0.25, np.float32))
    assert few.beats == (True, False)
    unknown = learnt(made, np.zeros(0, np.float32))
    assert unknown.some_arm  # nothing is known against it


def test_an_interval_has_its_level_and_its_unit_once() -> None:
    found = verdicts(outcome(HELPS), margin=0.05, margin_error=0.01)[1]
    assert interval_words(found[1]).count("points") == 1
    assert interval_words(found[0]).startswith("95\u00a0% interval ")


def test_percents_stand_after_a_no_break_space() -> None:
    for arm in (HELPS, HURTS, NOTHING, OPEN):
        assert not re.search("[^\u00a0]%", " ".join(said(outcome(arm))))


def losses(*sds: float, pairs: int = 20) -> Outcome:
    rng = np.random.default_rng(0)
    loss = np.array([1 + sd * rng.standard_normal(pairs) for sd in sds])
    steps = np.full(loss.shape, -1, np.int32)
    return Outcome(loss, loss, steps, steps)


def test_the_spread_has_its_interval_and_its_caution() -> None:
    made = losses(0.2, 0.05)
    tighter, caution = spread_sentences(Experiment(), spreads(made))
    found = spreads(made)[1]
    assert tighter.startswith("Runs of p = 0.5 lie closer together than those of no dropout. Test")
    assert f"Their ratio is {found.ratio:.2f}, 95\u00a0% interval {found.low:.2f} to" in tighter
    assert "20 pairs" in tighter
    assert "not the spread from starts alone" in caution
    wider, _ = spread_sentences(Experiment(), spreads(losses(0.05, 0.2)))
    assert wider.startswith("Runs of p = 0.5 lie further apart")


def test_an_unresolved_spread_claims_nothing() -> None:
    same, _ = spread_sentences(Experiment(), spreads(losses(0.2, 0.2)))
    assert same.startswith("Spread between seeds: not resolved, the interval holds 1. Test")
    few, _ = spread_sentences(Experiment(), spreads(losses(0.2, 0.2, pairs=3)))
    assert "not resolved, for 3 of at least 5 pairs ended" in few
    equal, _ = spread_sentences(Experiment(), spreads(losses(0.2, 0.0)))
    assert equal.startswith("Spread between seeds: not resolved, for runs of an arm have the same")


def test_each_arm_has_a_spread_of_its_own() -> None:
    arms = (Arm(), Arm(p_hidden=0.5), Arm(weight_decay=0.01))
    lines = spread_sentences(Experiment(arms=arms), spreads(losses(0.2, 0.05, 0.2)))
    assert len(lines) == 3
    assert "97.5\u00a0% interval" in lines[0]
    assert "with weight decay 0.01" in lines[1]


LONGEST = 26
"""Words of a sentence; one of a single pair has as many."""


@pytest.mark.parametrize("pairs", [1, 10, 30])
@pytest.mark.parametrize("arm", [HELPS, HURTS, NOTHING, OPEN])
def test_no_sentence_is_long(arm: tuple[Given, Given], pairs: int) -> None:
    made = outcome(arm, pairs=pairs)
    lines = [
        *said(made),
        *said(made, majority=0.2),
        *said(made, terms=Terms(0.05, 0.01, again=True)),
        *spread_sentences(Experiment(), spreads(made)),
    ]
    for line in lines:
        for sentence in re.split(r"(?<=[.!?]) (?=[A-Z\d“])", line.replace("\u00a0", " ")):
            assert len(sentence.split()) <= LONGEST, sentence

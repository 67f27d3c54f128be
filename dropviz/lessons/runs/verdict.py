"""What pairs of runs say, in sentences that hold for their numbers and claim no more."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dropviz.experiments.film import Outcome
from dropviz.experiments.verdict import Effect, Verdict
from dropviz.lessons.runs.words import (
    EFFECT_WORDS,
    NBSP,
    amount,
    count_words,
    interval_words,
    level_words,
    percent_words,
    subject,
)

NEAR_CHANCE = 0.8
"""Of the errors that guessing makes: an arm with more of them has learnt next to nothing."""

Verdicts = Mapping[int, tuple[Verdict, Verdict]]


def judged_sentences(
    names: list[str],
    seeds: range,
    outcome: Outcome,
    verdicts: Verdicts,
    n_classes: int,
    most_pairs: int,
) -> list[str]:
    """What is said of arms with these names, whatever was trained.

    most_pairs : that one run can have
    """
    said = _near_chance(outcome, names, n_classes)  # first, for it says what the rest is worth
    for arm, of_arm in sorted(verdicts.items()):
        said += [_finding(names[arm], names[0], one, most_pairs) for one in of_arm]
        said += _disagreement(*of_arm)
    said += _on_more_pairs(verdicts) * (len(seeds) < most_pairs)
    said += _stopped(seeds, outcome, names)
    return said + _several_arms(verdicts)


def _finding(arm: str, baseline: str, found: Verdict, most_pairs: int) -> str:
    """A sentence on a verdict: the word for it, with the numbers it rests on."""
    what = f"test {found.measure}"
    if not np.isfinite(found.low):
        return f"Not resolved: {_no_interval(arm, baseline, found)}"
    half = (found.high - found.low) / 2
    mean = amount(found.mean, found.measure, half, sign=True)
    numbers = f"mean difference {mean}, {interval_words(found)}, {count_words(found.pairs, 'pair')}"
    margin = f"the margin of ±{amount(found.margin, found.measure, found.margin)}"
    if found.effect in (Effect.HELPED, Effect.HURT):
        way = "lower" if found.effect is Effect.HELPED else "higher"
        did = f"{subject(arm)} {EFFECT_WORDS[found.effect]} against {baseline}"
        return f"{did}: its {what} is {way} ({numbers})."
    if found.effect is Effect.NO_DIFFERENCE:
        if not found.differences.any():
            same = f"both have the same {what} in all {found.pairs} pairs"
            return f"No practical difference between {arm} and {baseline}: {same}."
        small = " The sign is resolved, the size is too small to matter." * found.excludes_zero
        return (
            f"No practical difference between {arm} and {baseline} in {what}: the interval is "
            f"inside {margin} ({numbers}).{small}"
        )
    return (
        f"Not resolved whether {arm} changes the {what} against {baseline}: the interval holds 0 "
        f"and is not inside {margin} ({numbers}). {_needed(found, most_pairs)}"
    )


def _no_interval(arm: str, baseline: str, found: Verdict) -> str:
    what = f"test {found.measure}"
    if found.pairs == 0:
        return f"there is no pair in which both {arm} and {baseline} ended with a {what}."
    difference = amount(found.mean, found.measure, np.inf, sign=True)
    if found.pairs == 1:
        return (
            f"one pair of {arm} and {baseline} (difference in {what} {difference}) can't say how "
            "far pairs differ from one another. Train at least 2, better 10."
        )
    more = count_words(found.pairs_needed or 0, "more pair")
    return (
        f"all {found.pairs} pairs of {arm} and {baseline} have the same difference in {what}, "
        f"{difference}, so their spread is not known. {more} would show whether that goes on."
    )


def _needed(found: Verdict, most_pairs: int) -> str:
    if found.pairs_needed is None:
        return "No number of pairs up to 10,000 more would resolve a difference like this one."
    total = found.pairs + found.pairs_needed
    beyond = f", beyond the {most_pairs} of one run" * (total > most_pairs)
    return (
        f"{count_words(found.pairs_needed, 'more pair')} ({total:,} in all{beyond}) would resolve "
        "it if mean and spread stayed what they are."
    )


def _disagreement(loss: Verdict, error: Verdict) -> list[str]:
    if loss.effect is error.effect:
        return []
    if {loss.effect, error.effect} == {Effect.HELPED, Effect.HURT}:
        more = "fewer" if error.effect is Effect.HURT else "more"
        better = "better" if loss.effect is Effect.HELPED else "worse"
        return [
            f"The two measures contradict each other: probabilities are {better}, yet {more} "
            "answers are right. Say which one you mean."
        ]
    return [
        f"The two measures differ: log-loss says “{EFFECT_WORDS[loss.effect]}”, error says "
        f"“{EFFECT_WORDS[error.effect]}”. "
        "Log-loss counts how probable the right answer was held, error only which answer came "
        "first."
    ]


def _near_chance(outcome: Outcome, names: list[str], n_classes: int) -> list[str]:
    """Which arms are hardly better than a guess; a verdict on such arms is about nothing learnt."""
    chance = 1 - 1 / n_classes
    low = {}
    for name, errors in zip(names, outcome.test_error, strict=True):
        ended = errors[np.isfinite(errors)]
        if len(ended) and np.median(ended) > NEAR_CHANCE * chance:
            low[name] = float(np.median(ended))
    if not low:
        return []
    listed = ", ".join(f"{percent_words(error)} with {name}" for name, error in low.items())
    guess = f"guessing among {n_classes} classes makes {percent_words(chance)}"
    median = "median test error" if outcome.test_error.shape[1] > 1 else "test error"
    if len(low) < len(names):
        return [f"Close to chance: the {median} is {listed}; {guess}."]
    return [
        f"Nothing was learnt, or hardly anything: the {median} is {listed}; {guess}. A "
        "comparison of such networks says nothing about dropout."
    ]


def _on_more_pairs(verdicts: Verdicts) -> list[str]:
    if not any(one.pairs_needed for of_arm in verdicts.values() for one in of_arm):
        return []
    return [
        "Choose the number of pairs before you look: adding pairs until a verdict comes finds "
        "effects that are not there."
    ]


def _stopped(seeds: range, outcome: Outcome, names: list[str]) -> list[str]:
    """Which runs are missing, and what that does to the comparison."""
    lost = ~np.isfinite(outcome.test_loss)
    if not lost.any():
        return []
    listed = []
    for name, of_arm, steps in zip(names, lost, outcome.stopped_at, strict=True):
        runs = [_run(seeds[s], int(steps[s])) for s in np.flatnonzero(of_arm)]
        if runs:
            rest = f" and {len(runs) - 6} more" * (len(runs) > 6)
            listed.append(f"{name}: {', '.join(runs[:6])}{rest}")
    return [
        f"Stopped, for a loss was no longer a finite number: {'; '.join(listed)}. Each is left "
        "out together with the run it is paired with, which favours the arm that lost runs: its "
        "failures do not count against it."
    ]


def _run(seed: int, step: int) -> str:
    return f"seed {seed} (found at step {step})" if step >= 0 else f"seed {seed} (at the end)"


def _several_arms(verdicts: Verdicts) -> list[str]:
    if len(verdicts) < 2:
        return []
    level = level_words(next(iter(verdicts.values()))[0].level)
    return [
        f"{len(verdicts)} arms are compared with the first one, so each interval has a level of "
        f"{level}: in each measure, all of them hold together with at least 95{NBSP}% "
        "(Bonferroni)."
    ]

"""What pairs of runs say, in sentences that hold for their numbers and claim no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dropviz.experiments.film import Outcome
from dropviz.experiments.interval import RARE, fewest_pairs, pairs_for_no_difference
from dropviz.experiments.verdict import MEASURES, Effect, Verdict
from dropviz.lessons.runs.judgement import Terms
from dropviz.lessons.runs.learnt import Learnt, learnt_sentences
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

Verdicts = Mapping[int, tuple[Verdict, Verdict]]


@dataclass(frozen=True)
class JudgedRun:
    """What sentences on a finished run are made from, whatever was trained.

    names : of its arms
    most_pairs : that one run can have
    """

    names: list[str]
    seeds: range
    outcome: Outcome
    verdicts: Verdicts
    learnt: Learnt
    terms: Terms
    most_pairs: int


def judged_sentences(run: JudgedRun) -> list[str]:
    """What the pairs of a run say, the conclusion first; then what it rests on."""
    names, verdicts = run.names, run.verdicts
    said = learnt_sentences(run.learnt, names, len(run.seeds))  # it says what the rest is worth
    for arm, of_arm in sorted(verdicts.items()):
        # Of several arms the stage has a table; what has no interval is said all the same.
        told = [one for one in of_arm if len(verdicts) == 1 or not np.isfinite(one.low)]
        said += [_finding(names[arm], names[0], one, run.most_pairs) for one in told]
        said += _disagreement(*of_arm)
    said += [*tried_sentences(run.terms, verdicts, names), *_on_looks(run), *_rare_pairs(verdicts)]
    said += _stopped(run.seeds, run.outcome, names)
    return said + _several_arms(verdicts)


def _finding(arm: str, baseline: str, found: Verdict, most_pairs: int) -> str:
    """A sentence on a verdict: the word for it, with the numbers it rests on."""
    what = f"test {found.measure}"
    if not np.isfinite(found.low):
        return f"Not resolved: {_no_interval(arm, baseline, found)}"
    half = (found.high - found.low) / 2
    mean = amount(found.mean, found.measure, half, sign=True)
    numbers = f"Mean difference {mean}, {interval_words(found)}, {count_words(found.pairs, 'pair')}"
    if found.effect in (Effect.HELPED, Effect.HURT):
        way = "lower" if found.effect is Effect.HELPED else "higher"
        did = f"{subject(arm)} {EFFECT_WORDS[found.effect]} against {baseline}"
        return f"{did}: its {what} is {way}. {numbers}."
    if found.effect is Effect.NO_DIFFERENCE:
        if not found.differences.any():
            same = f"both have the same {what} in all {found.pairs} pairs"
            return f"No practical difference between {arm} and {baseline}: {same}."
        small = " The interval leaves out 0, but the size is too small to matter."
        return (
            f"No practical difference between {arm} and {baseline} in {what}: the interval is "
            f"inside {_margin(found)}. {numbers}.{small * found.excludes_zero}"
        )
    return (
        f"Not resolved whether {arm} changes the {what} against {baseline}. {_why_open(found)}. "
        f"{numbers}. {_needed(found, most_pairs)}"
    )


def _margin(found: Verdict) -> str:
    return f"the margin of ±{amount(found.margin, found.measure, found.margin)}"


def _why_open(found: Verdict) -> str:
    """Why an interval resolves nothing."""
    if found.inside:
        return (
            f"The interval is inside {_margin(found)}, but “no practical difference” takes "
            f"{found.pairs_wanted} pairs"
        )
    if found.excludes_zero:
        return f"The interval leaves out 0, but a claim takes at least {found.pairs_wanted} pairs"
    cut = -found.margin < found.low and found.high < found.margin
    before = ", before it was cut at what can be," * cut
    return f"The interval holds 0 and{before} is not inside {_margin(found)}"


def _no_interval(arm: str, baseline: str, found: Verdict) -> str:
    what = f"test {found.measure}"
    if found.pairs == 0:
        return f"there is no pair in which both {arm} and {baseline} ended with a {what}."
    difference = amount(found.mean, found.measure, np.inf, sign=True)
    if found.pairs == 1:
        return (
            f"one pair of {arm} and {baseline} (difference in {what} {difference}) can't say how "
            f"far pairs differ from one another. A claim takes at least "
            f"{fewest_pairs(found.n_comparisons)}, better 10."
        )
    if (found.differences != found.differences[0]).any():
        return (
            f"an anytime interval needs more than {found.pairs} pairs of {arm} and {baseline} "
            f"(mean difference in {what} {difference})."
        )
    more = count_words(fewest_pairs(found.n_comparisons) - found.pairs, "more pair")
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


def tried_sentences(terms: Terms, verdicts: Verdicts, names: list[str]) -> list[str]:
    """What margins would say that were chosen after the result was seen."""
    if terms.tried is None:
        return []
    tried = {"log-loss": terms.tried[0], "error": terms.tried[1]}
    fixed = {"log-loss": terms.margin, "error": terms.margin_error}
    changed = [what for what in MEASURES if tried[what] != fixed[what]]
    words = []
    for arm, of_arm in sorted(verdicts.items()):
        for one in of_arm:
            if one.measure in changed:
                word = EFFECT_WORDS[one.at_margin(tried[one.measure])]
                words.append(f"“{word}” for the {one.measure} of {names[arm]}")
    was, now = (
        " and ".join(f"±{amount(of[what], what, of[what])} ({what})" for what in changed)
        for of in (fixed, tried)
    )
    return [
        f"Exploratory: the margin was changed after the result was seen, from {was} to {now}. "
        f"With it the words would be {', '.join(words)}. A margin chosen to fit a result proves "
        "nothing, so the verdict keeps the one that was set when Train was pressed."
    ]


def _on_looks(run: JudgedRun) -> list[str]:
    """What looking again does to the interval: what it did, or what it will do."""
    if run.terms.again:
        return [
            "This comparison was looked at before, with other pairs. So the interval is an anytime "
            "one: it holds at every number of pairs at once, and is wider for that."
        ]
    is_open = any(one.pairs_needed for of_arm in run.verdicts.values() for one in of_arm)
    if not is_open or len(run.seeds) >= run.most_pairs:
        return []
    return [
        "More pairs may be added: the interval is then an anytime one, which stays right however "
        "often you look. It is wider than one for a number of pairs chosen before."
    ]


def _rare_pairs(verdicts: Verdicts) -> list[str]:
    """What a claim from few pairs leaves out."""
    claimed = [
        one
        for of_arm in verdicts.values()
        for one in of_arm
        if one.effect in (Effect.HELPED, Effect.HURT)
    ]
    few = [one for one in claimed if one.pairs < pairs_for_no_difference(one.n_comparisons)]
    if not few:
        return []
    pairs = min(one.pairs for one in few)
    return [
        f"What {pairs} pairs cannot show: a kind of pair that makes one in ten is missed by all "
        f"with a chance of {percent_words((1 - RARE) ** pairs)}. If such pairs were very "
        "different, the claim would be false."
    ]


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
        f"Each interval has a level of {level}, so that all {len(verdicts)} of a measure hold "
        f"together with at least 95{NBSP}% (Bonferroni)."
    ]

"""What the pairs of a run say, in sentences that hold for their numbers and claim no more."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dropviz.data.datasets import DATASETS
from dropviz.experiments.arms import arm_names, plain_number, shared_words
from dropviz.experiments.experiment import MOST_PAIRS_OF_A_RUN, Experiment
from dropviz.experiments.film import Outcome
from dropviz.experiments.spread import FEWEST_PAIRS, Spread
from dropviz.lessons.runs.judgement import Terms
from dropviz.lessons.runs.learnt import Learnt
from dropviz.lessons.runs.verdict import JudgedRun, Verdicts, judged_sentences
from dropviz.lessons.runs.words import (
    NBSP,
    count_words,
    level_words,
)


def verdict_sentences(
    experiment: Experiment, outcome: Outcome, verdicts: Verdicts, learnt: Learnt, terms: Terms
) -> list[str]:
    """Sentences on each arm against the first by log-loss and error; then the conditions."""
    run = JudgedRun(
        arm_names(experiment.arms), experiment.seeds, outcome, verdicts, learnt, terms,
        most_pairs=MOST_PAIRS_OF_A_RUN,
    )  # fmt: skip
    return [*judged_sentences(run), scope(experiment)]


def spread_sentences(experiment: Experiment, spreads: Mapping[int, Spread]) -> list[str]:
    """Whether the runs of each arm lie closer together than those of the first."""
    names = arm_names(experiment.arms)
    said = [_spread(names[arm], names[0], one) for arm, one in sorted(spreads.items())]
    return [*said, "Each seed has its own split too, so this is not the spread from starts alone."]


def scope(experiment: Experiment) -> str:
    """What a claim is about: data, network, training, what all arms share, seeds."""
    now = experiment
    entry = DATASETS.get(now.dataset)
    data = entry.title if entry else "your own CSV"
    widths = "-".join(map(str, now.hidden))
    layers = "layer" if len(now.hidden) == 1 else "layers"
    noise = f"{100 * now.label_noise:g}{NBSP}% of the labels" if now.label_noise else "no label"
    rate = plain_number(now.learning_rate)
    last = now.seeds[-1]
    seeds = f"seeds {now.first_seed} to {last}" if now.pairs > 1 else f"seed {last}"
    shared = f"{words} in all arms; " if (words := shared_words(now.arms)) else ""
    return (
        f"This is about {data}: {now.train_size} training examples, {noise} made wrong. "
        f"The network has {len(now.hidden)} hidden {layers} ({widths}, {now.activation}). "
        f"It learns by {now.optimizer} at rate {rate}, {now.steps} steps of {now.batch_size}; "
        f"{shared}{count_words(now.pairs, 'pair')}, {seeds}. p is the chance of being dropped. "
        "Other seeds are other splits, starts, batches and masks, of this one data set. So small "
        "an experiment neither proves nor refutes a paper."
    )


def _spread(arm: str, baseline: str, found: Spread) -> str:
    if found.pairs < FEWEST_PAIRS:
        return (
            f"Spread between seeds of {arm} against {baseline}: not resolved, for {found.pairs} "
            f"of at least {FEWEST_PAIRS} pairs ended."
        )
    sds = (
        f"Test log-loss has the standard deviation {found.arm:#.3g} over seeds with {arm}, "
        f"{found.baseline:#.3g} with {baseline}"
    )
    if not np.isfinite(found.high):
        return f"Spread between seeds: not resolved, for runs of an arm have the same loss. {sds}."
    ratio = (
        f"Their ratio is {found.ratio:.2f}, {level_words(found.level)} interval {found.low:.2f} to "
        f"{found.high:.2f}, {found.pairs} pairs"
    )
    if not found.resolved:
        return f"Spread between seeds: not resolved, the interval holds 1. {sds}. {ratio}."
    way = "closer together" if found.high < 1 else "further apart"
    return f"Runs of {arm} lie {way} than those of {baseline}. {sds}. {ratio}."

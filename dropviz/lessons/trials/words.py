"""What trials are about, and what their pairs say."""

from __future__ import annotations

from typing import NamedTuple

from dropviz.core.limits import MOST_PAIRS_OF_A_TRIAL
from dropviz.data import text
from dropviz.data.datasets import DATASETS
from dropviz.experiments.arms import plain_number
from dropviz.experiments.film import Film
from dropviz.experiments.trial import Trial
from dropviz.experiments.verdict import verdicts
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.runs.judgement import Judgement, Terms
from dropviz.lessons.runs.learnt import learnt
from dropviz.lessons.runs.verdict import JudgedRun, judged_sentences
from dropviz.lessons.runs.words import NBSP, count_words
from dropviz.variants.facts import TrialTask

TERMS = Terms(LiveView().margin, LiveView().margin_error)
"""Differences that do not matter, as in *Live training* where nobody has changed them."""
DIGITS = DATASETS["digits"].title


class TaskWords(NamedTuple):
    """A trial's task in words, to be put into sentences.

    data : what is learnt; network : what learns it, as ``training.architectures`` has it
    """

    data: str
    network: str


TASKS: dict[TrialTask, TaskWords] = {
    "digits_dense": TaskWords(DIGITS, "a dense network 64-64-64-10 with {activation}"),
    "digits_conv": TaskWords(
        DIGITS,
        "a convolutional network (3x3, 8 and 16 maps, each halved by pooling) with {activation}",
    ),
    "digits_conv_1d": TaskWords(
        f"{DIGITS}, whose rows are channels",
        "a convolutional network over columns (3 wide, 16 and 32 channels) with {activation}",
    ),
    "digits_conv_3d": TaskWords(
        f"{DIGITS} that move to the right over 4 frames",
        "a convolutional network over space and time (3x3x3, 4 and 8 volumes) with {activation}",
    ),
    "digits_residual": TaskWords(DIGITS, "6 residual blocks of 32 units"),
    "recall": TaskWords(
        "recalling the first of 8 symbols after {length} steps of noise",
        "an LSTM of 24 units",
    ),
    "next_character": TaskWords(
        f"the next character in {text.TITLE.replace('*', '')}, from at most {{length}} before it",
        "a transformer of 2 blocks with 24 units and 2 heads",
    ),
}
"""By task."""
ACTIVATIONS = {"relu": "ReLU", "selu": "SELU"}


def about(trial: Trial) -> str:
    """Data, network, training and pairs in one line."""
    words = TASKS[trial.task]
    data = words.data.format(length=trial.length)
    network = words.network.format(activation=ACTIVATIONS[trial.activation])
    thing = "pieces of text" if trial.task == "next_character" else "training examples"
    last = trial.seeds[-1]
    seeds = f"seeds {trial.first_seed} to {last}" if trial.pairs > 1 else f"seed {last}"
    noise = ""
    if trial.label_noise:
        noise = f", {100 * trial.label_noise:g}{NBSP}% of the labels made wrong"
    return (
        f"{data[:1].upper()}{data[1:]}: {trial.train_size:,} {thing}{noise}; {network}; Adam at "
        f"rate {plain_number(trial.learning_rate)}, {trial.steps} steps of {trial.batch_size}; "
        f"{count_words(trial.pairs, 'pair')}, {seeds}"
    )


def scope(trial: Trial) -> str:
    """What a claim is about, and what it is not."""
    meanings = dict.fromkeys(
        arm.about.meaning_of_p(arm.p, arm.block) for arm in trial.arms if arm.drops
    )
    rates = "p is the chance of being dropped" + "".join(f" ({one})" for one in meanings if one)
    return (
        f"{rates}. A claim is over seeds (data parts, starts, batches and masks) of this one task. "
        "We chose its settings with results in sight. So small an experiment neither proves nor "
        "refutes a paper."
    )


def trial_judgement(film: Film[Trial], terms: Terms = TERMS) -> Judgement:
    """Verdicts of a finished trial, in numbers and words."""
    trial, outcome = film.experiment, film.outcome
    found = verdicts(
        outcome, margin=terms.margin, margin_error=terms.margin_error, anytime=terms.again
    )
    over_majority = learnt(outcome, film.scene.majority_error)
    names = trial.arm_names
    run = JudgedRun(
        names, trial.seeds, outcome, found, over_majority, terms, most_pairs=MOST_PAIRS_OF_A_TRIAL
    )
    return Judgement(found, {}, {"verdict": judged_sentences(run)}, over_majority.some_arm)

"""Situations to try: what each is, and, for tests, what comes out. The page asks before it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.verdict import Effect


@dataclass(frozen=True)
class Preset:
    """An experiment, and the situation in a sentence that does not give the result away.

    expects : by the number of the arm, the effects on log-loss and error against the first arm, at
        the default margins. Three other sets of seeds (two for "plenty") gave the same ones, but
        for one set of "few" that was resolved in error: as 95 % intervals must now and then even
        where the truth is 0.
    """

    name: str
    title: str
    sentence: str
    experiment: Experiment
    expects: Mapping[int, tuple[Effect, Effect]]


HELPED: tuple[Effect, Effect] = (Effect.HELPED, Effect.HELPED)
HURT: tuple[Effect, Effect] = (Effect.HURT, Effect.HURT)
NO_DIFFERENCE: tuple[Effect, Effect] = (Effect.NO_DIFFERENCE, Effect.NO_DIFFERENCE)
NOT_RESOLVED: tuple[Effect, Effect] = (Effect.NOT_RESOLVED, Effect.NOT_RESOLVED)

PLAIN, DROPOUT = Arm(), Arm(p_hidden=0.5)
SMALL = Experiment(train_size=900, label_noise=0.0, hidden=(16, 16), steps=1000)

PRESETS: tuple[Preset, ...] = (
    Preset(
        "cured",
        "Wrong labels",
        "200 digits, a fifth of the labels wrong, 128 units in each hidden layer.",
        Experiment(),
        {1: HELPED},
    ),
    Preset(
        "small",
        "A small network",
        "Two hidden layers of 16 units, 900 digits, all labels right.",
        SMALL,
        {1: HURT},
    ),
    Preset(
        "plenty",
        "Clean and plenty",
        "988 digits, all labels right, 1,500 steps, 30 pairs.",
        Experiment(train_size=988, label_noise=0.0, steps=1500, pairs=30),
        {1: NO_DIFFERENCE},
    ),
    Preset(
        "few",
        "Very few examples",
        "12 digits to learn from, all labels right.",
        Experiment(train_size=12, batch_size=12, label_noise=0.0),
        {1: NOT_RESOLVED},
    ),
    Preset(
        "high",
        "A high rate",
        "The wrong labels again, with p = 0.5 and with p = 0.9.",
        Experiment(arms=(PLAIN, DROPOUT, Arm(p_hidden=0.9)), pairs=15),
        {1: HELPED, 2: HURT},
    ),
    Preset(
        "decay",
        "Weight decay",
        "The wrong labels again: dropout, or weight decay with no unit dropped.",
        Experiment(arms=(PLAIN, DROPOUT, Arm(weight_decay=0.01)), pairs=15),
        {1: HELPED, 2: HELPED},
    ),
    Preset(
        "stopping",
        "Early stopping",
        "The wrong labels again: dropout, or the weights of the best step on validation.",
        Experiment(arms=(PLAIN, DROPOUT, Arm(early_stopping=True)), pairs=15),
        {1: HELPED, 2: HELPED},
    ),
    Preset(
        "norm",
        "With batch norm",
        "The wrong labels again, and both networks use batch norm.",
        Experiment(arms=(Arm(batch_norm=True), Arm(batch_norm=True, p_hidden=0.5))),
        {1: HELPED},
    ),
)

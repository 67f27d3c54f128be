"""Settings that each show one thing; what their sentences say is what their verdicts are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.verdict import Effect


@dataclass(frozen=True)
class Preset:
    """An experiment and what it shows.

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

PRESETS: tuple[Preset, ...] = (
    Preset(
        "cured",
        "Overfitting cured",
        "200 digits with a fifth of the labels wrong: in 500 steps the plain network overfits, the "
        "one with p = 0.5 does not yet, and dropout helps.",
        Experiment(),
        {1: HELPED},
    ),
    Preset(
        "small",
        "Too small a network",
        "Two hidden layers of 16 units have none to spare: dropout hurts.",
        Experiment(train_size=900, label_noise=0.0, hidden=(16, 16), steps=1000),
        {1: HURT},
    ),
    Preset(
        "plenty",
        "Clean and plenty",
        "988 digits with right labels, 1,500 steps: dropout makes no practical difference.",
        Experiment(train_size=988, label_noise=0.0, steps=1500, pairs=30),
        {1: NO_DIFFERENCE},
    ),
    Preset(
        "few",
        "Very few examples",
        "12 digits to learn from: ten pairs do not settle whether dropout helps or hurts.",
        Experiment(train_size=12, batch_size=12, label_noise=0.0),
        {1: NOT_RESOLVED},
    ),
    Preset(
        "high",
        "Too high a rate",
        "Where p = 0.5 helps, p = 0.9 hurts: with so few units left, hardly anything is learnt in "
        "500 steps.",
        Experiment(arms=(PLAIN, DROPOUT, Arm(p_hidden=0.9)), pairs=15),
        {1: HELPED, 2: HURT},
    ),
    Preset(
        "decay",
        "Weight decay instead",
        "Dropout helps here, and so does weight decay with no unit dropped.",
        Experiment(arms=(PLAIN, DROPOUT, Arm(weight_decay=0.01)), pairs=15),
        {1: HELPED, 2: HELPED},
    ),
    Preset(
        "stopping",
        "Early stopping instead",
        "Dropout helps here, and so does taking the weights with the lowest validation loss.",
        Experiment(arms=(PLAIN, DROPOUT, Arm(early_stopping=True)), pairs=15),
        {1: HELPED, 2: HELPED},
    ),
    Preset(
        "norm",
        "With batch norm",
        "Both networks use batch norm; dropout helps here all the same.",
        Experiment(arms=(Arm(batch_norm=True), Arm(batch_norm=True, p_hidden=0.5))),
        {1: HELPED},
    ),
)

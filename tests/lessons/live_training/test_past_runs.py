"""What past runs are called, and the verdict beside each."""

from __future__ import annotations

import numpy as np
import pytest

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.verdict import Effect, verdict
from dropviz.lessons.live_training.past_runs import data_words, run_name, verdict_words
from dropviz.lessons.runs.words import EFFECT_WORDS

PLAIN, HALF, DECAY = Arm(), Arm(p_hidden=0.5), Arm(weight_decay=0.01)
NAMES = {
    "200 digits, 20 % wrong: no dropout against p = 0.5": Experiment(),
    "200 digits: no dropout against p = 0.5": Experiment(label_noise=0),
    "1,000 digits, 12.5 % wrong, 16 units: no dropout against p = 0.5": Experiment(
        train_size=1000, label_noise=0.125, hidden=(16,)
    ),
    "200 XOR, 20 % wrong, tanh, sgd, learning rate 0.1: no dropout against p = 0.5": Experiment(
        dataset="xor", activation="tanh", optimizer="sgd", learning_rate=0.1
    ),
    "200 digits, 20 % wrong, batches of 20, 1,000 steps, 1 pair, seeds from 3: "
    "no dropout against p = 0.5": Experiment(batch_size=20, steps=1000, pairs=1, first_seed=3),
    "200 digits, 20 % wrong, all with batch norm: no dropout against p = 0.5": Experiment(
        arms=(Arm(batch_norm=True), Arm(batch_norm=True, p_hidden=0.5))
    ),
    "200 digits, 20 % wrong: no dropout against p = 0.5, weight decay 0.01": Experiment(
        arms=(PLAIN, HALF, DECAY)
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_run_is_called_by_its_data_its_arms_and_what_is_not_the_default(name: str) -> None:
    assert run_name(NAMES[name]) == name


def test_each_setting_of_an_experiment_is_in_its_name() -> None:
    changed = {
        "dataset": "wine", "train_size": 100, "label_noise": 0.1, "hidden": (64,),
        "activation": "gelu", "optimizer": "adamw", "learning_rate": 0.01, "batch_size": 10,
        "steps": 50, "pairs": 5, "first_seed": 1, "arms": (PLAIN, DECAY),
    }  # fmt: skip
    assert changed.keys() == Experiment.model_fields.keys() - {"engine"}
    names = {run_name(Experiment(**{field: value})) for field, value in changed.items()}
    assert len(names | {run_name(Experiment())}) == len(changed) + 1


def test_a_persons_own_data_are_called_by_their_file() -> None:
    own = Experiment(dataset="csv-0123456789abcdef", label_noise=0, train_size=60)
    title = "Sales.csv, label 'bought'"
    assert data_words(own, title) == title
    assert run_name(own, title).startswith(f"60 of {title}: no dropout")
    assert data_words(own) == "own CSV"


def losses(*shifts: float, pairs: int = 10) -> np.ndarray:
    """Arms whose losses differ from the first arm's by these shifts and a little noise."""
    draws = np.random.default_rng(0).normal(0, 0.01, (len(shifts), pairs))
    return np.vstack([np.full(pairs, 1.0), 1.0 + np.array(shifts)[:, None] + draws])


@pytest.mark.parametrize(
    ("shift", "effect"), [(-0.2, Effect.HELPED), (0.2, Effect.HURT), (0.0, Effect.NO_DIFFERENCE)]
)
def test_one_comparison_has_its_word(shift: float, effect: Effect) -> None:
    found = losses(shift, pairs=29)
    assert verdict_words(found) == EFFECT_WORDS[effect]
    assert verdict(*found, measure="log-loss", margin=0.05).effect == effect


def test_several_comparisons_are_counted() -> None:
    assert verdict_words(losses(0.2, -0.2, -0.3)) == "2 helped, 1 hurt"


def test_runs_that_were_stopped_are_left_out() -> None:
    found = losses(-0.2)
    found[1, :9] = np.nan
    assert verdict_words(found) == "not resolved"

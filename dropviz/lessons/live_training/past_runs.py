"""Past runs in words: what each is called where nobody has named it, and what it found."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import ArrayLike

from dropviz.data.datasets import DATASETS
from dropviz.experiments.arms import arm_names, plain_number, shared_words
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.verdict import Effect, verdict
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.runs.words import EFFECT_WORDS

MARGIN = LiveView().margin
"""Of log-loss in nats, in the list of runs; a run on the stage may be judged at another."""
PLAIN = Experiment()


def data_words(experiment: Experiment, own_title: str = "") -> str:
    """What the data are called; a person's own by the name of its file."""
    entry = DATASETS.get(experiment.dataset)
    return entry.title if entry else own_title or "own CSV"


def run_name(experiment: Experiment, own_title: str = "") -> str:
    """A run by its data and arms, and by what else differs from the default experiment."""
    now, data = experiment, data_words(experiment, own_title)
    if now.dataset not in DATASETS:
        data = f"of {data}"
    elif not data.isupper():
        data = data.lower()
    about = [f"{now.train_size:,} {data}"]
    if now.label_noise:
        about.append(f"{plain_number(round(100 * now.label_noise, 6))} % wrong")
    first, *others = arm_names(now.arms)
    return f"{', '.join(about + _unusual(now))}: {first} against {', '.join(others)}"


def _unusual(now: Experiment) -> list[str]:
    shared = shared_words(now.arms)
    words = {
        "hidden": f"{'-'.join(map(str, now.hidden))} units",
        "activation": now.activation,
        "optimizer": now.optimizer,
        "learning_rate": f"learning rate {plain_number(now.learning_rate)}",
        "batch_size": f"batches of {now.batch_size}",
        "steps": f"{now.steps:,} steps",
        "pairs": f"{now.pairs} {'pair' if now.pairs == 1 else 'pairs'}",
        "first_seed": f"seeds from {now.first_seed}",
    }
    said = [word for field, word in words.items() if getattr(now, field) != getattr(PLAIN, field)]
    return said + ([f"all with {shared}"] if shared else [])


def verdict_words(test_loss: ArrayLike, margin: float = MARGIN) -> str:
    """The verdict on log-loss: its word for one comparison, "2 helped, 1 hurt" for several.

    Parameters
    ----------
    test_loss : array of shape (a, s)
        In nats; the first arm is the baseline; NaN for a run that was stopped.
    margin : float
        In nats.
    """
    baseline, *others = np.asarray(test_loss, np.float64)
    found = Counter(
        verdict(baseline, arm, measure="log-loss", margin=margin, n_comparisons=len(others)).effect
        for arm in others
    )
    if len(others) == 1:
        return EFFECT_WORDS[next(iter(found))]
    return ", ".join(
        f"{found[effect]} {EFFECT_WORDS[effect]}" for effect in Effect if found[effect]
    )

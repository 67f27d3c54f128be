"""What the stage of *Why dropout?* is sent: the shipped film of the default experiment."""

from __future__ import annotations

from functools import cache

import numpy as np
from typing_extensions import TypedDict

from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import CURVES, Film
from dropviz.experiments.shipped_films import shipped_film
from dropviz.stage.packing import packed

EXPERIMENT = Experiment()


class WhyPayload(TypedDict):
    """Wrong answers of all runs, as shares.

    steps : the t measured ones
    errors : packed float32 of shape (2, t, 2, pairs): training labels as given, new digits; without
        and with dropout
    test_errors : by arm and pair, at the end, on the digits that play no part in the curves
    n_train, n_wrong : training digits, and how many of their labels are wrong
    rate : the dropout rate
    """

    steps: list[int]
    errors: str
    test_errors: list[list[float]]
    pairs: int
    n_train: int
    n_wrong: int
    rate: float


@cache
def film() -> Film:
    """The film that ``python -m scripts.train_films`` made.

    Raises
    ------
    FileNotFoundError
        If it is not shipped.
    """
    found = shipped_film(EXPERIMENT.hash)
    if found is None:
        raise FileNotFoundError(f"The film {EXPERIMENT.hash} is not in assets/films.")
    return found


@cache
def payload() -> WhyPayload:
    """What ``why/stage.js`` is sent."""
    snapshot, outcome = film().snapshot, film().outcome
    curves = [CURVES.index("train_error"), CURVES.index("validation_error")]
    rate = EXPERIMENT.arms[1].p_hidden
    return WhyPayload(
        steps=snapshot.steps.tolist(),
        errors=packed(np.asarray(snapshot.curves[curves], np.float32)),
        test_errors=outcome.test_error.astype(float).round(6).tolist(),
        pairs=EXPERIMENT.pairs,
        n_train=EXPERIMENT.train_size,
        n_wrong=round(EXPERIMENT.label_noise * EXPERIMENT.train_size),
        rate=rate if isinstance(rate, float) else rate[0],
    )

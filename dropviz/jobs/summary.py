"""What the list of past runs shows of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import Outcome

MEASURES = ("test_loss", "test_error")


@dataclass(frozen=True, eq=False)
class RunSummary:
    """A finished run without its film.

    name : that someone gave it; empty if nobody did
    data_title : of the person's own data set that it is on; empty for a registered one
    created : seconds since 1970
    seconds : that training took
    test_loss, test_error : float64 of shape (a, s), as in ``Outcome``: nats, share of wrong
        answers; NaN for a run that was stopped
    """

    hash: str
    name: str
    experiment: Experiment
    data_title: str
    created: float
    seconds: float
    device: str
    test_loss: NDArray[np.float64]
    test_error: NDArray[np.float64]


def outcome_json(outcome: Outcome) -> str:
    """What a film measured on the test part, as JSON; null for a run that was stopped."""
    measured = {name: getattr(outcome, name) for name in MEASURES}
    return json.dumps(
        {
            name: [[value if isfinite(value) else None for value in arm] for arm in values.tolist()]
            for name, values in measured.items()
        }
    )


def summary(row: Any, titles: Mapping[str, str]) -> RunSummary:
    """The summary of a row in the table of runs; ``titles`` are of people's own data sets.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it was written by another version.
    """
    outcomes = json.loads(row.outcomes)
    experiment = Experiment.model_validate_json(row.experiment)
    return RunSummary(
        hash=row.hash,
        name=row.name,
        experiment=experiment,
        data_title=titles.get(experiment.dataset, ""),
        created=row.created,
        seconds=row.seconds,
        device=row.device,
        **{name: np.array(outcomes[name], np.float64) for name in MEASURES},
    )

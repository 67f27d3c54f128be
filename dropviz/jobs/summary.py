"""What the lists of past runs and of tables show of each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import Outcome

MEASURES = ("test_loss", "test_error")
PAGE = 50
"""Rows of a page of a list."""


@dataclass(frozen=True, eq=False)
class RunSummary:
    """A finished run without its film.

    owner : hash of the key of the browser that has it; empty if nobody has
    name : that its owner gave it; empty if they gave none
    data_title : of the person's own data set that it is on; empty for a registered one
    created, deleted : seconds since 1970, the latter None of what is not in the bin
    seconds : that training took
    test_loss, test_error : float64 of shape (a, s), as in ``Outcome``: nats, share of wrong
        answers; NaN for a run that was stopped
    """

    hash: str
    owner: str
    name: str
    experiment: Experiment
    data_title: str
    created: float
    deleted: float | None
    seconds: float
    device: str
    test_loss: NDArray[np.float64]
    test_error: NDArray[np.float64]


@dataclass(frozen=True)
class TableSummary:
    """A person's own data set without its numbers.

    owner, created, deleted : as of a run
    """

    name: str
    owner: str
    title: str
    rows: int
    created: float
    deleted: float | None


T = TypeVar("T", RunSummary, TableSummary)


@dataclass(frozen=True)
class Listed(Generic[T]):
    """A page of a list, the newest first.

    total : of all pages
    number : of this page, from 1
    """

    found: list[T]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many there are, at least 1."""
        return max(1, -(-self.total // PAGE))


def outcome_json(outcome: Outcome) -> str:
    """What a film measured on the test part, as JSON; null for a run that was stopped."""
    measured = {name: getattr(outcome, name) for name in MEASURES}
    return json.dumps(
        {
            name: [[value if isfinite(value) else None for value in arm] for arm in values.tolist()]
            for name, values in measured.items()
        }
    )


def summary(row: Any) -> RunSummary:
    """The summary of a row of ``listing.runs``.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it was written by another version.
    """
    outcomes = json.loads(row.outcomes)
    return RunSummary(
        hash=row.hash,
        owner=row.owner,
        name=row.name,
        experiment=Experiment.model_validate_json(row.experiment),
        data_title=row.title or "",
        created=row.created,
        deleted=row.deleted,
        seconds=row.seconds,
        device=row.device,
        **{name: np.array(outcomes[name], np.float64) for name in MEASURES},
    )

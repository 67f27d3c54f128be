"""Finished runs and people's own data sets, and who has them, in SQLite or PostgreSQL."""

from __future__ import annotations

import struct
import time
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from pydantic import ValidationError
from safetensors import SafetensorError
from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from dropviz.data.datasets import Dataset
from dropviz.experiments.film import Film
from dropviz.jobs import holdings, listing
from dropviz.jobs.database import Database
from dropviz.jobs.holdings import KEPT, OF_THE_DATASET, OF_THE_RUN, someone_keeps
from dropviz.jobs.room import make_room, quota
from dropviz.jobs.summary import Listed, RunSummary, TableSummary, outcome_json
from dropviz.jobs.tables import (
    DATASETS,
    HOLDINGS,
    LONGEST_NAME,
    NOBODY,
    RUN,
    RUNS,
    TABLE,
)

SECONDS_BETWEEN_CLEARINGS = 600.0
UNREADABLE = (SafetensorError, ValidationError, KeyError, TypeError, ValueError, struct.error)
"""What bytes that are no film, or no data set, can raise."""
Things = Collection[tuple[str, str]]
"""Hashes of runs or names of data sets, each with its owner."""


class Store:
    """Database of films and of people's own data sets; films are kept by their experiment's hash.

    Each run of an experiment, and each data set, has owners: hashes of the keys of browsers. One
    that two have is kept once; each names and deletes it for themselves, and it is there until
    nobody has it. Several processes and threads may use one database.

    Parameters
    ----------
    url : an SQLAlchemy URL, by default DROPVIZ_DATABASE_URL, else SQLite in the user's data folder.
        Nothing is opened before the first use.
    most_bytes : of films and data, by default DROPVIZ_QUOTA_GB; the oldest go

    Raises
    ------
    StoreError
        By every method: one sentence, if the database cannot be reached, read or written.
    """

    def __init__(self, url: str | None = None, *, most_bytes: int | None = None) -> None:
        self._database = Database(url)
        self._most_bytes = most_bytes or quota()
        self._cleared = 0.0

    def save(self, film: Film[Any], owner: str = NOBODY, name: str = "") -> int:
        """Keep a film for an owner; how many runs with a name had to go for want of room.

        One that is there keeps its date, and its name unless one is given.
        """
        name = checked_name(name) if name else ""
        key, data = film.experiment.hash, film.to_bytes()
        dataset = getattr(film.experiment, "dataset", "")
        content = {
            "seconds": film.snapshot.seconds,
            "device": film.device,
            "dataset": dataset,
            "experiment": film.experiment.canonical_json,
            "outcomes": outcome_json(film.outcome),
            "bytes": len(data),
            "film": data,
        }
        new = insert(RUNS).values({"hash": key, "created": time.time(), **content})
        again = update(RUNS).where(RUNS.c.hash == key).values(content)
        for statement in (new, again):
            with suppress(IntegrityError), self._database.transaction() as connection:
                connection.execute(statement)
                if dataset:
                    holdings.give(connection, key, owner, RUN, name)
                break
        return self._make_room(key)

    def hold(self, run: str, owner: str) -> bool:
        """Let someone have a run that is kept; whether it is."""
        with self._database.transaction() as connection:
            found = connection.execute(select(RUNS.c.dataset).where(RUNS.c.hash == run)).scalar()
            if found:
                holdings.give(connection, run, owner, RUN)
        return found is not None

    def owns(self, thing: str, owner: str) -> bool:
        """Whether someone has a run or data set, and has not deleted it."""
        which = (HOLDINGS.c.thing == thing, HOLDINGS.c.owner == owner, KEPT)
        return self._value(select(HOLDINGS.c.thing).where(*which)) is not None

    def trained_at(self, run: str) -> float | None:
        """When the run with that hash was kept first (s since 1970); None if ``film`` has none."""
        there = (RUNS.c.dataset == "") | someone_keeps(OF_THE_RUN)
        found: float | None = self._value(select(RUNS.c.created).where(RUNS.c.hash == run, there))
        return found

    def film(self, run: str) -> Film[Any] | None:
        """The film of the run with that hash; None if there is none, or all have deleted it."""
        there = (RUNS.c.dataset == "") | someone_keeps(OF_THE_RUN)
        data = self._value(select(RUNS.c.film).where(RUNS.c.hash == run, there))
        try:
            film = Film.from_bytes(bytes(data)) if data is not None else None
        except UNREADABLE:
            return None
        return film if film is not None and film.experiment.hash == run else None

    def runs(self, owner: str, page: int = 1, *, deleted: bool = False) -> Listed[RunSummary]:
        """A page of the runs of experiments that someone has, or has deleted within a day.

        Parameters
        ----------
        owner : or ``holdings.EVERYONE``
        """
        self._clear()
        with self._database.transaction() as connection:
            return listing.runs(connection, owner, page, deleted)

    def tables(self, owner: str, page: int = 1, *, deleted: bool = False) -> Listed[TableSummary]:
        """A page of the data sets that someone has, as of ``runs``."""
        self._clear()
        with self._database.transaction() as connection:
            return listing.tables(connection, owner, page, deleted)

    def rename(self, run: str, owner: str, name: str) -> None:
        """Give a run another name, for its owner.

        Raises
        ------
        ValueError
            If the name is empty or too long.
        """
        title = checked_name(name)
        with self._database.transaction() as connection:
            holdings.rename(connection, run, owner, title)

    def delete(self, things: Things) -> None:
        """Put runs or data sets into the bin of their owners, for a day."""
        with self._database.transaction() as connection:
            holdings.put_into_bin(connection, things)

    def restore(self, things: Things) -> None:
        """Take runs or data sets out of the bin."""
        with self._database.transaction() as connection:
            holdings.take_from_bin(connection, things)

    def delete_all(self) -> None:
        """Put all runs and data sets into the bin, whoever has them."""
        with self._database.transaction() as connection:
            holdings.put_all_into_bin(connection)

    def save_dataset(self, data: Dataset, owner: str = NOBODY, *, only_new: bool = False) -> int:
        """Keep a person's own data set; how many runs with a name had to go for want of room.

        Its name says its content, so it is never replaced. One that no run was trained on goes
        after a day.

        Parameters
        ----------
        only_new : leave one that is there to those who have it
        """
        content = data.to_bytes()
        row = {
            "name": data.name,
            "title": data.title,
            "rows": len(data.y),
            "created": time.time(),
            "bytes": len(content),
            "data": content,
        }
        new = insert(DATASETS).values(row)
        again = update(DATASETS).where(DATASETS.c.name == data.name)
        for statement in (new, *([] if only_new else [again.values(created=row["created"])])):
            with suppress(IntegrityError), self._database.transaction() as connection:
                connection.execute(statement)
                holdings.give(connection, data.name, owner, TABLE)
                break
        return self._make_room(data.name)

    def dataset(self, name: str) -> Dataset | None:
        """The data set of that name; None if there is none, or all have deleted it."""
        there: ColumnElement[bool] = someone_keeps(OF_THE_DATASET)
        data = self._value(select(DATASETS.c.data).where(DATASETS.c.name == name, there))
        try:
            return Dataset.from_bytes(bytes(data)) if data is not None else None
        except UNREADABLE:
            return None

    def close(self) -> None:
        """Close the connections; the next use opens new ones."""
        self._database.close()
        self._cleared = 0.0

    def _value(self, query: Any) -> Any:
        self._clear()
        with self._database.transaction() as connection:
            return connection.execute(query).scalar()

    def _make_room(self, keep: str) -> int:
        with self._database.transaction() as connection:
            return make_room(connection, self._most_bytes, keep)

    def _clear(self) -> None:
        """Clear away what is too old, now and then; a read-only database keeps it."""
        if self._cleared and time.monotonic() - self._cleared < SECONDS_BETWEEN_CLEARINGS:
            return
        with self._database.transaction() as connection:
            self._cleared = time.monotonic()
            with suppress(DBAPIError):
                holdings.clear(connection)


def checked_name(name: str) -> str:
    """The name without white space at its ends.

    Raises
    ------
    ValueError
        If it is empty or too long.
    """
    stripped = " ".join(name.split())
    if not 1 <= len(stripped) <= LONGEST_NAME:
        raise ValueError(
            f"The name has {len(stripped)} characters; it should have 1 to {LONGEST_NAME}."
        )
    return stripped

"""Finished runs and people's own data sets, in SQLite or PostgreSQL."""

from __future__ import annotations

import json
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pydantic import ValidationError
from safetensors import SafetensorError
from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from dropviz.data.datasets import Dataset
from dropviz.experiments.film import Film
from dropviz.jobs.summary import RunSummary, outcome_json, summary
from dropviz.jobs.tables import (
    DATASETS,
    LONGEST_NAME,
    RUNS,
    UNUSED,
    StoreError,
    connected_engine,
    database_url,
    default_url,
)

SECONDS_UNUSED = 24 * 3600.0
"""That a person's data set is kept without a run on it."""
UNREADABLE = (SafetensorError, ValidationError, KeyError, TypeError, ValueError, struct.error)
"""What bytes that are no film, or no data set, can raise."""


class Store:
    """Database of films and of people's own data sets; films are kept by their experiment's hash.

    Several processes and threads may use one database.

    Parameters
    ----------
    url : an SQLAlchemy URL, by default DROPVIZ_DATABASE_URL, else SQLite in the user's data folder.
        Nothing is opened before the first use.

    Raises
    ------
    StoreError
        By every method: one sentence, if the database cannot be reached, read or written.
    """

    def __init__(self, url: str | None = None) -> None:
        self._url = url
        self._engine: Engine | None = None
        self._lock = threading.Lock()

    def save(self, film: Film[Any], name: str = "") -> None:
        """Keep a film; one that is there keeps its date, and its name unless one is given."""
        content = {
            "seconds": film.snapshot.seconds,
            "device": film.device,
            "experiment": film.experiment.canonical_json,
            "outcomes": outcome_json(film.outcome),
            "film": film.to_bytes(),
        }
        if name:
            content["name"] = checked_name(name)
        key = film.experiment.hash
        try:
            with self._transaction() as connection:
                row = {"hash": key, "name": "", "created": time.time(), **content}
                connection.execute(insert(RUNS).values(row))
        except IntegrityError:
            with self._transaction() as connection:
                connection.execute(update(RUNS).where(RUNS.c.hash == key).values(content))

    def film(self, run: str) -> Film[Any] | None:
        """The film of the run with that hash, or None if there is none that can be read."""
        data = self._value(select(RUNS.c.film).where(RUNS.c.hash == run))
        try:
            film = Film.from_bytes(data) if data is not None else None
        except UNREADABLE:
            return None
        return film if film is not None and film.experiment.hash == run else None

    def listing(self) -> list[RunSummary]:
        """All runs of experiments, the newest first; trials belong to their lessons."""
        columns = [column for column in RUNS.c if column is not RUNS.c.film]
        with self._transaction() as connection:
            rows = connection.execute(select(*columns).order_by(RUNS.c.created.desc())).all()
            named = connection.execute(select(DATASETS.c.name, DATASETS.c.title)).all()
        titles = {row.name: row.title for row in named}
        found = []
        for row in rows:
            with suppress(*UNREADABLE):  # a trial, of another version, or an engine that is no more
                found.append(summary(row, titles))
        return found

    def rename(self, run: str, name: str) -> None:
        """Give a run another name.

        Raises
        ------
        ValueError
            If the name is empty or too long.
        """
        title = checked_name(name)
        with self._transaction() as connection:
            connection.execute(update(RUNS).where(RUNS.c.hash == run).values(name=title))

    def delete(self, run: str) -> None:
        """Forget a run, and a person's data set that no other uses; it need not be there."""
        with self._transaction() as connection:
            chosen = select(RUNS.c.experiment).where(RUNS.c.hash == run)
            experiment = connection.execute(chosen).scalar_one_or_none()
            if experiment is not None:
                name = json.loads(experiment)["dataset"]
                connection.execute(delete(RUNS).where(RUNS.c.hash == run))
                connection.execute(delete(DATASETS).where(DATASETS.c.name == name, UNUSED))

    def save_dataset(self, data: Dataset) -> None:
        """Keep a person's own data set; its name says its content, so it is never replaced.

        One that no run was trained on is cleared away when a store is opened a day later.
        """
        row = {
            "name": data.name,
            "title": data.title,
            "rows": len(data.y),
            "created": time.time(),
            "data": data.to_bytes(),
        }
        try:
            with self._transaction() as connection:
                connection.execute(insert(DATASETS).values(row))
        except IntegrityError:
            again = update(DATASETS).where(DATASETS.c.name == data.name)
            with self._transaction() as connection:
                connection.execute(again.values(created=row["created"]))

    def dataset(self, name: str) -> Dataset | None:
        """The data set of that name, or None if there is none that can be read."""
        data = self._value(select(DATASETS.c.data).where(DATASETS.c.name == name))
        try:
            return Dataset.from_bytes(data) if data is not None else None
        except UNREADABLE:
            return None

    def close(self) -> None:
        """Close the connections; the next use opens new ones."""
        with self._lock:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.dispose()

    def _value(self, query: object) -> bytes | None:
        with self._transaction() as connection:
            value = connection.execute(query).scalar_one_or_none()  # type: ignore[call-overload]
        return None if value is None else bytes(value)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """A transaction; trouble with the database becomes a StoreError."""
        url = database_url(self._url or default_url())
        shown = url.render_as_string(hide_password=True)
        try:
            with self._lock:
                if self._engine is None:
                    self._engine = connected_engine(url)
                    _clear_unused(self._engine)
                engine = self._engine
            with engine.begin() as connection:
                yield connection
        except IntegrityError:
            raise
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(
                f"The database {shown} cannot be used: {_reason(error)}. Check that it is there "
                "and may be written, or set DROPVIZ_DATABASE_URL to another one."
            ) from error


def _clear_unused(engine: Engine) -> None:
    """Delete people's data sets that no run was trained on; a read-only database keeps them."""
    old = DATASETS.c.created < time.time() - SECONDS_UNUSED
    with suppress(DBAPIError), engine.begin() as connection:
        connection.execute(delete(DATASETS).where(old, UNUSED))


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


def _reason(error: Exception) -> str:
    """What the database's driver says of an error, in one line."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    first = next(iter(str(cause).splitlines()), "") or type(cause).__name__
    return first.strip().rstrip(".")

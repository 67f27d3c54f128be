"""The database of the store: where it is, how it is reached, what is said when it cannot be."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from dropviz.jobs.migration import make_tables
from dropviz.jobs.rest import Rest
from dropviz.jobs.sqlite_file import SqliteFile
from dropviz.jobs.timed import TimedConnection

UNUSABLE = "The database of this server cannot be used now; the server's log says why."
MISSET = "The database of this server is set up wrongly; the server's log says how."
SECONDS_LOCKED = 1.5
"""Longest wait for another writer of SQLite."""
SECONDS_THAT_ARE_LONG, SECONDS_OF_REST = 1.9, 3.0
"""After a failure that took long nobody waits for the database until it answers again."""
LOG = logging.getLogger(__name__)


class StoreError(Exception):
    """One sentence for visitors, without path or address; the log has the rest."""


class Database:
    """A database with the tables of the store, opened on first use. Thread safe.

    Parameters
    ----------
    url : an SQLAlchemy URL, by default ``default_url()``
    """

    def __init__(self, url: str | None) -> None:
        self._url = url
        self._engine: Engine | None = None
        self._file: SqliteFile | None = None
        self._rest = Rest(self._answers, SECONDS_OF_REST)
        self._lock = threading.RLock()
        self._logged = ""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction.

        Raises
        ------
        StoreError
            If the database cannot be reached, read or written.
        IntegrityError
            Of the statements in it.
        """
        url = database_url(self._url or default_url())
        if self._rest.goes_on:
            raise StoreError(UNUSABLE)
        try:
            with self._impatient(), self._opened(url).begin() as connection:
                yield connection
            self._logged = ""
        except IntegrityError:
            raise
        except (SQLAlchemyError, OSError) as error:
            self._log(url, _reason(error))
            raise StoreError(UNUSABLE) from error

    @contextmanager
    def _impatient(self) -> Iterator[None]:
        """Let the database rest if what is done with it takes long, and fails."""
        began = time.monotonic()
        try:
            yield
        except (SQLAlchemyError, OSError):
            if time.monotonic() - began > SECONDS_THAT_ARE_LONG:  # or each page waits as long
                self._rest.begin()
            raise

    def _answers(self) -> bool:
        """Whether the database can be used again; asked while it rests."""
        try:
            with self._opened(database_url(self._url or default_url()), asks=True).connect():
                return True
        except (StoreError, SQLAlchemyError, OSError):
            return False

    def _opened(self, url: URL, *, asks: bool = False) -> Engine:
        """The engine, anew where the file of the database has been deleted or replaced."""
        with self._lock:
            if self._rest.goes_on and not asks:  # since another thread has waited in vain
                raise StoreError(UNUSABLE)
            if self._engine is not None and self._file and not self._file.is_as_opened:
                self._file.rescue(self._engine)
                self._engine.dispose()
                self._engine = None
            if self._engine is None:
                self._file = sqlite_file(url)
                with self._impatient():
                    self._engine = connected_engine(url)
            return self._engine

    def close(self) -> None:
        """Close the connections; the next use opens new ones."""
        self._rest.end()
        with self._lock:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.dispose()

    def _log(self, url: URL, reason: str) -> None:
        """Once for each kind of trouble: pages that follow a run ask several times a second."""
        if reason != self._logged:
            self._logged = reason
            shown = url.render_as_string(hide_password=True)
            LOG.warning(
                "The database %s cannot be used: %s. Check that it is there and may be written, "
                "or set DROPVIZ_DATABASE_URL to another one.", shown, reason,
            )  # fmt: skip


def default_url() -> str:
    """URL of the database: DROPVIZ_DATABASE_URL, or a SQLite file in the user's data folder."""
    if given := os.environ.get("DROPVIZ_DATABASE_URL", "").strip():
        return given
    path = user_data_path("dropviz", appauthor=False) / "runs.sqlite3"
    return str(URL.create("sqlite", database=str(path)))


def database_url(url: str) -> URL:
    """The URL with the driver that is used here: psycopg 3 for PostgreSQL.

    Raises
    ------
    StoreError
        If it is no URL of SQLite or PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    backend = parsed.get_backend_name() if parsed is not None else ""
    if parsed is None or backend not in {"sqlite", "postgresql", "postgres"}:
        kind = f"of the kind {backend!r}" if backend else "no database URL"
        LOG.warning(
            "DROPVIZ_DATABASE_URL is %s; give sqlite:///FILE or "
            "postgresql://USER:PASSWORD@HOST/DATABASE.", kind,
        )  # fmt: skip
        raise StoreError(MISSET)
    return parsed.set(drivername="sqlite" if backend == "sqlite" else "postgresql+psycopg")


def connected_engine(url: URL) -> Engine:
    """An SQLAlchemy engine whose database has the tables; missing ones are made.

    Raises
    ------
    OSError, sqlalchemy.exc.DBAPIError
        If the file or server cannot be reached or written.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": SECONDS_LOCKED})
        event.listen(engine, "connect", _share_between_processes)
    else:
        engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 2})
        event.listen(engine, "do_connect", _timed)
    try:
        make_tables(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def sqlite_file(url: URL) -> SqliteFile | None:
    """The file of a SQLite database; None of another, and of one in memory.

    Raises
    ------
    OSError
        If it is missing and cannot be made.
    """
    path = url.database if url.get_backend_name() == "sqlite" else ""
    return SqliteFile(path) if path and not path.startswith(("file:", ":memory:")) else None


def _timed(dialect: object, record: object, arguments: Any, named: Any) -> TimedConnection:
    return TimedConnection.connect(*arguments, **named)


def _share_between_processes(connection: Any, _: ConnectionPoolEntry) -> None:
    """Set SQLite so that readers and one writer at a time do not wait for one another.

    A second writer waits.
    """
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _reason(error: Exception) -> str:
    """What the database's driver says of an error, in one line."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    first = next(iter(str(cause).splitlines()), "") or type(cause).__name__
    return first.strip().rstrip(".")

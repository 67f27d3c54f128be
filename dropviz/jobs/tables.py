"""The tables of the store, and the engine that reaches them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import (
    Column,
    Engine,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    exists,
    literal,
    select,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, ProgrammingError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import CreateTable

LONGEST_NAME = 80
METADATA = MetaData()

RUNS = Table(
    "runs",
    METADATA,
    Column("hash", String(16), primary_key=True),
    Column("name", String(LONGEST_NAME), nullable=False),  # empty if nobody gave it one
    Column("created", Float(53), nullable=False),  # seconds since 1970
    Column("seconds", Float(53), nullable=False),
    Column("device", Text, nullable=False),
    Column("experiment", Text, nullable=False),  # canonical JSON
    Column("outcomes", Text, nullable=False),  # JSON: test measures of all runs
    Column("film", LargeBinary, nullable=False),  # safetensors
)

DATASETS = Table(
    "datasets",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("title", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("created", Float(53), nullable=False),
    Column("data", LargeBinary, nullable=False),  # safetensors
)


UNUSED = ~exists(
    select(RUNS.c.hash).where(
        RUNS.c.experiment.like(literal('%"').concat(DATASETS.c.name).concat('"%'))
    )
)
"""Of a data set: no run was trained on it."""


class StoreError(Exception):
    """One sentence: what is wrong with the database, and what would be right."""


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
        raise StoreError(
            f"DROPVIZ_DATABASE_URL is {kind}; give sqlite:///FILE or "
            "postgresql://USER:PASSWORD@HOST/DATABASE."
        )
    return parsed.set(drivername="sqlite" if backend == "sqlite" else "postgresql+psycopg")


def connected_engine(url: URL) -> Engine:
    """An SQLAlchemy engine whose database has the tables; missing ones are made.

    Raises
    ------
    OSError, sqlalchemy.exc.DBAPIError
        If the file or server cannot be reached or written.
    """
    if url.get_backend_name() == "sqlite":
        if url.database and not url.database.startswith(("file:", ":memory:")):
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, connect_args={"timeout": 10})
        event.listen(engine, "connect", _share_between_processes)
    else:
        engine = create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5})
    try:
        _make_tables(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _share_between_processes(connection: Any, _: ConnectionPoolEntry) -> None:
    """Set SQLite so that readers and one writer at a time do not wait for one another.

    A second writer waits.
    """
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _make_tables(engine: Engine) -> None:
    try:
        _make_missing_tables(engine)
    except (
        IntegrityError,
        ProgrammingError,
    ):  # another process made the same table at this moment: PostgreSQL says so
        _make_missing_tables(engine)


def _make_missing_tables(engine: Engine) -> None:
    with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            connection.execute(CreateTable(table, if_not_exists=True))

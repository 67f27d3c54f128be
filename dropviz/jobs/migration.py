"""Makes the tables of the store, and brings those of an older version up to date."""

from __future__ import annotations

import json

from sqlalchemy import Connection, Engine, bindparam, func, inspect, select, text, update

from dropviz.jobs.tables import DATASETS, METADATA, RUNS

LOCK = 0x64726F7076697A
"""Any number, the same for all: of the lock that servers on one PostgreSQL take for this."""


def make_tables(engine: Engine) -> None:
    """Make missing tables; what is there without an owner comes to belong to nobody."""
    with engine.begin() as connection:
        if _is_made(connection):
            return
    with engine.begin() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        lock = "BEGIN IMMEDIATE" if is_sqlite else f"SELECT pg_advisory_xact_lock({LOCK})"
        connection.execute(text(lock))
        old = _is_old(connection)
        METADATA.create_all(connection)
        if old:
            _give_to_nobody(connection)


def _is_made(connection: Connection) -> bool:
    there = set(inspect(connection).get_table_names())
    return there >= METADATA.tables.keys() and not _is_old(connection)


def _is_old(connection: Connection) -> bool:
    """Whether runs have names, as they had before they had owners."""
    inspector = inspect(connection)
    there = inspector.has_table(RUNS.name)
    return there and "name" in {column["name"] for column in inspector.get_columns(RUNS.name)}


def _give_to_nobody(connection: Connection) -> None:
    for change in (
        "ALTER TABLE runs ADD COLUMN dataset VARCHAR(40) NOT NULL DEFAULT ''",
        "ALTER TABLE runs ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0",
        "ALTER TABLE datasets ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0",
    ):
        connection.execute(text(change))
    connection.execute(update(RUNS).values(bytes=func.length(RUNS.c.film)))
    connection.execute(update(DATASETS).values(bytes=func.length(DATASETS.c.data)))
    found = [
        {"run": run, "data": json.loads(experiment).get("dataset", "")}
        for run, experiment in connection.execute(select(RUNS.c.hash, RUNS.c.experiment)).all()
    ]
    if found:
        named = update(RUNS).where(RUNS.c.hash == bindparam("run"))
        connection.execute(named.values(dataset=bindparam("data")), found)
    for give in (
        "INSERT INTO holdings (owner, thing, kind, name, created) "
        "SELECT '', hash, 'run', name, created FROM runs WHERE dataset <> ''",
        "INSERT INTO holdings (owner, thing, kind, name, created) "
        "SELECT '', name, 'table', '', created FROM datasets",
        "ALTER TABLE runs DROP COLUMN name",
    ):
        connection.execute(text(give))
    for index in RUNS.indexes:
        index.create(connection)

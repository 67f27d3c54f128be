"""The tables of the store: films, people's own data sets, and who has which of them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    exists,
    select,
)

LONGEST_NAME = 80
METADATA = MetaData()
RUN, TABLE = "run", "table"
"""Kinds of things that can be had."""
NOBODY = ""
"""Has what was kept before things had owners."""

RUNS = Table(
    "runs",
    METADATA,
    Column("hash", String(16), primary_key=True),
    Column("created", Float(53), nullable=False),  # seconds since 1970
    Column("seconds", Float(53), nullable=False),
    Column("device", Text, nullable=False),
    Column("dataset", String(40), nullable=False),  # name; empty for a trial, which nobody has
    Column("experiment", Text, nullable=False),  # canonical JSON
    Column("outcomes", Text, nullable=False),  # JSON: test measures of all runs
    Column("bytes", BigInteger, nullable=False),  # of the film
    Column("film", LargeBinary, nullable=False),  # safetensors
    Index("runs_by_bytes", "bytes"),
    Index("runs_by_dataset", "dataset"),
)

DATASETS = Table(
    "datasets",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("title", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("created", Float(53), nullable=False),
    Column("bytes", BigInteger, nullable=False),  # of the data
    Column("data", LargeBinary, nullable=False),  # safetensors
)

HOLDINGS = Table(
    "holdings",
    METADATA,
    Column("owner", String(64), primary_key=True),  # hash of a browser's key, or NOBODY
    Column("thing", String(40), primary_key=True),  # hash of a run, or name of a data set
    Column("kind", String(5), nullable=False),  # RUN or TABLE
    Column("name", String(LONGEST_NAME), nullable=False),  # empty if the owner gave none
    Column("created", Float(53), nullable=False),
    Column("deleted", Float(53)),  # when it went into the bin
    Index("holdings_of_one", "owner", "kind", "deleted", "created", "thing"),
    Index("holdings_of_all", "kind", "deleted", "created", "thing"),
    Index("holdings_of_thing", "thing", "deleted"),
)

UNUSED = ~exists(select(RUNS.c.hash).where(RUNS.c.dataset == DATASETS.c.name))
"""Of a data set: no run was trained on it."""

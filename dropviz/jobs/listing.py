"""Pages of the lists of runs and tables: what is read is the page, however many there are."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, Select, Subquery, func, select

from dropviz.jobs.holdings import KEPT, in_bin, of
from dropviz.jobs.summary import PAGE, Listed, RunSummary, TableSummary, summary
from dropviz.jobs.tables import DATASETS, HOLDINGS, RUN, RUNS, TABLE


def runs(connection: Connection, owner: str, number: int, deleted: bool) -> Listed[RunSummary]:
    """A page of the runs that an owner has, or has deleted; those of another version are not said.

    Parameters
    ----------
    number : of the page, from 1; one beyond the last gives the last
    """
    total, number = _extent(connection, owner, RUN, number, deleted)
    had = _holdings(owner, RUN, number, deleted)
    columns = [column for column in RUNS.c if column.name not in {"film", "created"}]
    query = (
        select(*columns, *_of_holding(had), had.c.name, DATASETS.c.title)
        .join(had, had.c.thing == RUNS.c.hash)
        .outerjoin(DATASETS, DATASETS.c.name == RUNS.c.dataset)
    )
    found = []
    for row in connection.execute(_in_order(query, had)).all():
        with suppress(KeyError, TypeError, ValueError):
            found.append(summary(row))
    return Listed(found, total, number)


def tables(connection: Connection, owner: str, number: int, deleted: bool) -> Listed[TableSummary]:
    """A page of the data sets that an owner has, or has deleted."""
    total, number = _extent(connection, owner, TABLE, number, deleted)
    had = _holdings(owner, TABLE, number, deleted)
    said = (DATASETS.c.name, DATASETS.c.title, DATASETS.c.rows)
    query = select(*said, *_of_holding(had)).join(had, had.c.thing == DATASETS.c.name)
    rows = connection.execute(_in_order(query, had)).mappings()
    return Listed([TableSummary(**row) for row in rows], total, number)


def _of_holding(had: Subquery) -> tuple[Any, ...]:
    return had.c.owner, had.c.created, had.c.deleted


def _extent(
    connection: Connection, owner: str, kind: str, number: int, deleted: bool
) -> tuple[int, int]:
    """How many things are listed, and the page's number within them."""
    which = (of(owner), HOLDINGS.c.kind == kind, in_bin() if deleted else KEPT)
    query = select(func.count()).select_from(HOLDINGS).where(*which)
    total = int(connection.execute(query).scalar_one())
    return total, min(max(number, 1), Listed([], total, 1).pages)


def _holdings(owner: str, kind: str, number: int, deleted: bool) -> Subquery:
    """The holdings of one page alone: what else is shown is read for them."""
    which = (of(owner), HOLDINGS.c.kind == kind, in_bin() if deleted else KEPT)
    when = HOLDINGS.c.deleted if deleted else HOLDINGS.c.created
    page = select(HOLDINGS).where(*which).order_by(when.desc(), HOLDINGS.c.thing.desc())
    return page.limit(PAGE).offset(PAGE * (number - 1)).subquery()


def _in_order(query: Select[Any], had: Subquery) -> Select[Any]:
    when = func.coalesce(had.c.deleted, had.c.created)
    return query.order_by(when.desc(), had.c.thing.desc())

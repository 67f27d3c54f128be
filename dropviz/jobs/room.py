"""How much the store may keep, and what goes when it is more."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import Connection, Select, case, delete, func, literal, select, union_all

from dropviz.experiments.cost import positive_setting
from dropviz.jobs.holdings import OF_THE_DATASET, OF_THE_RUN, clear_of_tables, someone_keeps
from dropviz.jobs.tables import DATASETS, HOLDINGS, RUNS, UNUSED

USUAL_GB = 5.0
MOST_AT_ONCE = 1000
IN_BIN, UNNAMED, NAMED = 0, 1, 2
"""What goes first; of each, the oldest."""


def quota() -> int:
    """Most bytes of films and people's own data: DROPVIZ_QUOTA_GB, in thousands of millions.

    Raises
    ------
    ValueError
        If it is no number above 0.
    """
    return int(1e9 * positive_setting("DROPVIZ_QUOTA_GB", USUAL_GB))


def make_room(connection: Connection, most_bytes: int, keep: str) -> int:
    """Delete the oldest until the rest has room; how many runs with a name had to go.

    Parameters
    ----------
    keep : what was saved just now: it stays
    """
    too_much = _used(connection) - most_bytes
    if too_much <= 0:
        return 0
    gone = []
    for row in connection.execute(_first_to_go(keep)).all():
        if too_much <= 0:
            break
        too_much -= row.bytes + _delete(connection, row)
        gone.append(row.rank)
    clear_of_tables(connection)
    named = gone.count(NAMED)
    says = "DROPVIZ_QUOTA_GB is reached: %d runs and tables had to go, %d of them with a name"
    logging.getLogger(__name__).warning(says, len(gone), named)
    return named


def _used(connection: Connection) -> int:
    sizes = (select(func.coalesce(func.sum(table.c.bytes), 0)) for table in (RUNS, DATASETS))
    return sum(int(connection.execute(size).scalar_one()) for size in sizes)


def _first_to_go(keep: str) -> Select[Any]:
    """Runs, and data sets without a run, in the order in which they go."""
    in_bin = ~someone_keeps(OF_THE_RUN) & (RUNS.c.dataset != "")
    named = someone_keeps(OF_THE_RUN & (HOLDINGS.c.name != ""))
    runs = select(
        RUNS.c.hash.label("thing"), RUNS.c.dataset, RUNS.c.bytes, RUNS.c.created,
        case((in_bin, IN_BIN), (named, NAMED), else_=UNNAMED).label("rank"),
    )  # fmt: skip
    tables = select(
        DATASETS.c.name, literal(""), DATASETS.c.bytes, DATASETS.c.created,
        case((someone_keeps(OF_THE_DATASET), UNNAMED), else_=IN_BIN),
    ).where(UNUSED)  # fmt: skip
    all_ = union_all(runs, tables).subquery()
    first = select(all_).where(all_.c.thing != keep).order_by(all_.c.rank, all_.c.created)
    return first.limit(MOST_AT_ONCE)


def _delete(connection: Connection, row: Any) -> int:
    """Delete a run or data set; bytes of the data set that went with its last run."""
    for table, column in ((HOLDINGS, HOLDINGS.c.thing), (RUNS, RUNS.c.hash)):
        connection.execute(delete(table).where(column == row.thing))
    connection.execute(delete(DATASETS).where(DATASETS.c.name == row.thing))
    without = (DATASETS.c.name == row.dataset) & UNUSED
    size = connection.execute(select(DATASETS.c.bytes).where(without)).scalar()
    connection.execute(delete(DATASETS).where(without))
    return int(size or 0)

"""Who has what: statements on the table of holdings, within a transaction."""

from __future__ import annotations

import time
from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, select, update

from dropviz.jobs.tables import DATASETS, HOLDINGS, RUNS, TABLE, UNUSED

EVERYONE = "everyone"
"""In place of an owner: whatever anyone has."""
SECONDS_IN_BIN = 24 * 3600.0
"""That what was deleted can be had back."""
SECONDS_UNUSED = 24 * 3600.0
"""That a person's data set is kept without a run on it."""
OF_THE_RUN = HOLDINGS.c.thing == RUNS.c.hash
OF_THE_DATASET = HOLDINGS.c.thing == DATASETS.c.name
KEPT = HOLDINGS.c.deleted.is_(None)


def of(owner: str) -> ColumnElement[bool]:
    """Of a holding: it is that owner's, or anyone's for ``EVERYONE``."""
    return HOLDINGS.c.owner.is_not(None) if owner == EVERYONE else HOLDINGS.c.owner == owner


def in_bin() -> ColumnElement[bool]:
    """Of a holding: it was deleted, and can still be had back."""
    return HOLDINGS.c.deleted > time.time() - SECONDS_IN_BIN


def someone_keeps(whose: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of a run or data set: someone has it who has not deleted it."""
    return exists(select(HOLDINGS.c.thing).where(whose, KEPT))


def give(connection: Connection, thing: str, owner: str, kind: str, name: str = "") -> None:
    """Let an owner have a thing; out of the bin, with its date, if it was theirs before."""
    theirs = and_(HOLDINGS.c.thing == thing, HOLDINGS.c.owner == owner)
    there = update(HOLDINGS).where(theirs).values(deleted=None)
    if name:
        there = there.values(name=name)
    if connection.execute(there).rowcount == 0:
        row = {"owner": owner, "thing": thing, "kind": kind, "name": name, "created": time.time()}
        connection.execute(insert(HOLDINGS).values(row))


def rename(connection: Connection, thing: str, owner: str, name: str) -> None:
    """Give a thing another name, for its owner; whoever does not have it changes nothing."""
    theirs = and_(HOLDINGS.c.thing == thing, HOLDINGS.c.owner == owner)
    connection.execute(update(HOLDINGS).where(theirs, KEPT).values(name=name))


def put_into_bin(connection: Connection, things: Collection[tuple[str, str]]) -> None:
    """Put things, each with its owner, into the bin."""
    for thing, owner in things:
        theirs = and_(HOLDINGS.c.thing == thing, HOLDINGS.c.owner == owner)
        connection.execute(update(HOLDINGS).where(theirs, KEPT).values(deleted=time.time()))


def take_from_bin(connection: Connection, things: Collection[tuple[str, str]]) -> None:
    """Give things back, each to its owner, if they are still in the bin."""
    for thing, owner in things:
        theirs = and_(HOLDINGS.c.thing == thing, HOLDINGS.c.owner == owner)
        connection.execute(update(HOLDINGS).where(theirs, in_bin()).values(deleted=None))


def put_all_into_bin(connection: Connection) -> None:
    """Put whatever anyone has into the bin."""
    connection.execute(update(HOLDINGS).where(KEPT).values(deleted=time.time()))


def clear(connection: Connection) -> None:
    """Forget what has been in the bin for a day, and data sets that nobody trained on in one."""
    now = time.time()
    old = HOLDINGS.c.deleted <= now - SECONDS_IN_BIN
    had = select(HOLDINGS.c.thing)
    connection.execute(delete(HOLDINGS).where(old))
    forgotten = ~exists(had.where(OF_THE_RUN))
    connection.execute(delete(RUNS).where(RUNS.c.dataset != "", forgotten))
    forgotten = ~exists(had.where(OF_THE_DATASET))
    unused = and_(UNUSED, DATASETS.c.created < now - SECONDS_UNUSED)
    connection.execute(delete(DATASETS).where(forgotten | unused))
    clear_of_tables(connection)


def clear_of_tables(connection: Connection) -> None:
    """Forget who had data sets that are no more."""
    gone = ~exists(select(DATASETS.c.name).where(OF_THE_DATASET))
    connection.execute(delete(HOLDINGS).where(HOLDINGS.c.kind == TABLE, gone))

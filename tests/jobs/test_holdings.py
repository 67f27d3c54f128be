"""What belongs to whom: owners, the bin, pages of lists; on both databases."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, event, insert, text
from sqlalchemy.engine import Engine

from dropviz.data.datasets import Dataset, dataset
from dropviz.experiments.film import Film
from dropviz.jobs import holdings
from dropviz.jobs.database import database_url
from dropviz.jobs.holdings import EVERYONE
from dropviz.jobs.store import Store
from dropviz.jobs.summary import PAGE, outcome_json
from dropviz.jobs.tables import HOLDINGS, NOBODY, RUNS
from tests.jobs.films import small_experiment, small_film

ADA, BOB = "a" * 64, "b" * 64
DAY = 24 * 3600


def film_of(seed: int, **fields: object) -> Film:
    return small_film(small_experiment(first_seed=seed, **fields))


def own_table(end: str = "f") -> Dataset:
    return replace(dataset("wine"), name=f"csv-0123456789abcde{end}", title=f"cellar {end}")


def hashes(store: Store, owner: str, *, deleted: bool = False) -> list[str]:
    return [run.hash for run in store.runs(owner, deleted=deleted).found]


def rows(url: str, table: str) -> int:
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        found = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return int(found)


def grow_old(url: str, store: Store, seconds: float) -> None:
    """As if so much time had gone by; the store is opened anew."""
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        for table, column in (
            ("holdings", "created"), ("holdings", "deleted"), ("runs", "created"),
            ("datasets", "created"),
        ):  # fmt: skip
            connection.execute(text(f"UPDATE {table} SET {column} = {column} - {seconds}"))
    engine.dispose()
    store.close()


def test_what_one_trained_another_does_not_see_but_opens_by_its_link(store: Store) -> None:
    film = film_of(1)
    store.save(film, ADA)
    run = film.experiment.hash
    assert hashes(store, ADA) == [run]
    assert hashes(store, BOB) == []
    assert store.owns(run, ADA)
    assert not store.owns(run, BOB)
    assert store.film(run) is not None


def test_who_does_not_have_a_run_can_neither_rename_nor_delete_it(store: Store) -> None:
    film = film_of(1)
    run = film.experiment.hash
    store.save(film, ADA, "ada's")
    store.rename(run, BOB, "bob's")
    store.delete([(run, BOB)])
    store.restore([(run, BOB)])
    assert hashes(store, BOB) == []
    assert [one.name for one in store.runs(ADA).found] == ["ada's"]
    assert store.film(run) is not None


def test_one_film_of_two_owners_has_two_names_and_goes_with_the_last(
    store: Store, url: str
) -> None:
    film = film_of(1)
    run = film.experiment.hash
    store.save(film, ADA, "ada's")
    assert store.hold(run, BOB)
    store.rename(run, BOB, "bob's")
    assert rows(url, "runs") == 1
    names = {one.owner: one.name for one in store.runs(EVERYONE).found}
    assert names == {ADA: "ada's", BOB: "bob's"}
    store.delete([(run, ADA)])
    assert hashes(store, ADA) == []
    assert hashes(store, BOB) == [run]
    assert store.film(run) is not None
    store.delete([(run, BOB)])
    assert store.film(run) is None
    grow_old(url, store, DAY + 60)
    assert store.film(run) is None
    assert (rows(url, "runs"), rows(url, "holdings")) == (0, 0)
    assert not store.hold(run, BOB)


def test_what_was_deleted_can_be_had_back_for_a_day(store: Store, url: str) -> None:
    first, second = film_of(1), film_of(2)
    for film in (first, second):
        store.save(film, ADA, "mine")
    things = [(film.experiment.hash, ADA) for film in (first, second)]
    store.delete(things)
    assert store.film(first.experiment.hash) is None
    assert {run.hash for run in store.runs(ADA, deleted=True).found} == {run for run, _ in things}
    assert store.runs(ADA).total == 0
    assert hashes(store, BOB, deleted=True) == []
    grow_old(url, store, DAY - 600)
    store.restore(things[:1])
    (back,) = store.runs(ADA).found
    assert (back.hash, back.name, back.deleted) == (*things[0][:1], "mine", None)
    assert store.film(first.experiment.hash) is not None
    grow_old(url, store, 1200)
    store.restore(things)
    assert hashes(store, ADA) == [first.experiment.hash]
    assert hashes(store, ADA, deleted=True) == []


def test_training_again_takes_a_run_out_of_ones_own_bin(store: Store) -> None:
    film = film_of(1)
    store.save(film, ADA, "mine")
    before = store.runs(ADA).found[0].created
    store.delete([(film.experiment.hash, ADA)])
    store.save(film, ADA)
    (run,) = store.runs(ADA).found
    assert (run.name, run.created) == ("mine", before)


def test_all_goes_into_the_bin_and_comes_back(store: Store) -> None:
    """What *Reset for the next class* does."""
    for owner, seed in ((ADA, 1), (BOB, 2), (NOBODY, 3)):
        store.save(film_of(seed), owner)
    store.save_dataset(own_table(), ADA)
    store.delete_all()
    assert store.runs(EVERYONE).total == store.tables(EVERYONE).total == 0
    assert store.dataset(own_table().name) is None
    deleted = store.runs(EVERYONE, deleted=True)
    assert deleted.total == 3
    store.restore([(run.hash, run.owner) for run in deleted.found])
    assert store.runs(EVERYONE).total == 3
    assert store.runs(BOB).total == 1


def test_a_table_belongs_to_who_uploaded_it(store: Store) -> None:
    table = own_table()
    store.save_dataset(table, ADA)
    assert [one.title for one in store.tables(ADA).found] == [table.title]
    assert store.tables(BOB).total == 0
    assert store.dataset(table.name) is not None, "a link to it works for all"
    store.save_dataset(table, BOB, only_new=True)
    assert not store.owns(table.name, BOB), "to train on it is not to upload it"
    store.save_dataset(table, BOB)
    store.delete([(table.name, ADA)])
    assert store.dataset(table.name) is not None
    store.delete([(table.name, BOB)])
    assert store.dataset(table.name) is None
    store.restore([(table.name, ADA)])
    assert [one.rows for one in store.tables(ADA).found] == [len(table.y)]


def test_a_table_stays_while_a_run_on_it_is_kept_or_in_the_bin(store: Store, url: str) -> None:
    table = own_table()
    film = film_of(1, dataset=table.name)
    store.save_dataset(table, ADA)
    store.save(film, ADA)
    store.delete([(film.experiment.hash, ADA)])
    grow_old(url, store, DAY - 600)
    store.restore([(film.experiment.hash, ADA)])
    assert store.dataset(table.name) is not None
    store.delete([(film.experiment.hash, ADA)])
    grow_old(url, store, DAY + 60)
    assert store.dataset(table.name) is None
    assert rows(url, "holdings") == rows(url, "datasets") == 0


# ---- Pages ---------------------------------------------------------------------------------------


@contextmanager
def statements() -> Iterator[list[str]]:
    """What databases are asked meanwhile."""
    asked: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def fill(store: Store, url: str, n: int) -> None:
    """``n`` runs of one owner, of another one each second."""
    film = film_of(1)
    store.save(film, BOB)
    run = {
        "seconds": 1.0, "device": "cpu", "dataset": "moons", "bytes": 5000, "film": b"0" * 5000,
        "experiment": film.experiment.canonical_json, "outcomes": outcome_json(film.outcome),
    }  # fmt: skip
    keys = [(f"{number:016x}", float(number)) for number in range(n)]
    held = {"owner": ADA, "kind": "run", "name": "", "deleted": None}
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        connection.execute(insert(RUNS), [{"hash": key, "created": at, **run} for key, at in keys])
        each = [{"thing": key, "created": at, **held} for key, at in keys]
        connection.execute(insert(HOLDINGS), each)
        if engine.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
    engine.dispose()


def test_a_list_is_read_in_pages_the_newest_first(store: Store, url: str) -> None:
    fill(store, url, 120)
    first, last = store.runs(ADA), store.runs(ADA, 3)
    assert (first.total, first.pages, first.number) == (120, 3, 1)
    assert [run.hash for run in first.found] == [f"{119 - i:016x}" for i in range(PAGE)]
    assert [run.hash for run in last.found] == [f"{19 - i:016x}" for i in range(20)]
    assert store.runs(ADA, 99).number == 3
    assert store.runs(ADA, -1).number == 1
    assert store.runs("c" * 64).pages == 1
    assert PAGE == 50
    with statements() as asked:
        store.runs(ADA, 2)
    asked = [one for one in asked if one.startswith("SELECT")]
    assert len(asked) == 2
    assert all("film" not in one for one in asked)


@pytest.mark.slow
def test_twenty_thousand_runs_are_listed_in_50_ms(store: Store, url: str) -> None:
    fill(store, url, 20_000)
    store.runs(ADA)
    took = {}
    for owner, page in ((ADA, 1), (ADA, 400), (EVERYONE, 1), (BOB, 1)):
        times = []
        for _ in range(7):
            began = time.perf_counter()
            listed = store.runs(owner, page)
            times.append(1000 * (time.perf_counter() - began))
        took[owner[0], page] = sorted(times)[3]
        assert len(listed.found) == (1 if owner == BOB else PAGE)
    print(took)
    assert max(took.values()) < 50
    assert holdings.SECONDS_IN_BIN == DAY

"""The store, on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine, text

from dropviz.data.datasets import dataset
from dropviz.experiments.film import Film
from dropviz.jobs.database import database_url, default_url
from dropviz.jobs.holdings import EVERYONE
from dropviz.jobs.store import Store
from tests.jobs.films import small_experiment, small_film

ROOT = Path(__file__).resolve().parents[2]
ADA = "a" * 64


def same(one: Film, other: Film) -> bool:
    parts = ("scene", "snapshot", "outcome")
    pairs = [(vars(getattr(one, part)), vars(getattr(other, part))) for part in parts]
    return one.experiment == other.experiment and all(
        np.array_equal(a[name], b[name]) for a, b in pairs for name in a
    )


def test_a_film_comes_back_as_it_was(store: Store) -> None:
    film = small_film()
    assert store.film(film.experiment.hash) is None
    store.save(film)
    found = store.film(film.experiment.hash)
    assert found is not None
    assert same(found, film)


def test_films_are_there_after_a_restart(url: str) -> None:
    film = small_film()
    first = Store(url)
    first.save(film, ADA, "kept")
    first.close()
    second = Store(url)
    assert second.film(film.experiment.hash) is not None
    assert [run.name for run in second.runs(ADA).found] == ["kept"]
    second.close()


def test_the_listing_says_what_was_found(store: Store) -> None:
    film = small_film()
    film.outcome.test_loss[1, 0] = film.outcome.test_error[1, 0] = np.nan
    store.save(film, ADA)
    (run,) = store.runs(ADA).found
    assert (run.hash, run.name, run.data_title) == (film.experiment.hash, "", "")
    assert (run.seconds, run.device) == (1.25, "cpu")
    assert run.experiment == film.experiment
    assert np.array_equal(run.test_loss, film.outcome.test_loss, equal_nan=True)
    assert np.array_equal(run.test_error, film.outcome.test_error, equal_nan=True)


def test_a_run_on_a_persons_own_data_is_listed_with_their_title(store: Store) -> None:
    own = replace(dataset("wine"), name="csv-0123456789abcdef", title="cellar.csv, label 'grape'")
    store.save_dataset(own)
    store.save(small_film(small_experiment(dataset=own.name)), ADA)
    assert [run.data_title for run in store.runs(ADA).found] == [own.title]


def test_runs_are_listed_newest_first_renamed_and_deleted(store: Store) -> None:
    films = [small_film(small_experiment(first_seed=seed)) for seed in range(3)]
    for film in films:
        store.save(film, ADA)
    hashes = [film.experiment.hash for film in films]
    assert [run.hash for run in store.runs(ADA).found] == hashes[::-1]
    store.rename(hashes[0], ADA, "  Überraschung \n <b>x</b> ")
    assert store.runs(ADA).found[-1].name == "Überraschung <b>x</b>"
    store.delete([(hashes[1], ADA), ("0" * 16, ADA)])
    assert [run.hash for run in store.runs(ADA).found] == [hashes[2], hashes[0]]
    assert store.film(hashes[1]) is None


def test_saving_again_keeps_name_and_date(store: Store) -> None:
    film = small_film()
    store.save(film, ADA, "mine")
    before = store.runs(ADA).found[0]
    store.save(replace(film, device="some GPU"), ADA)
    after = store.runs(ADA).found[0]
    assert (after.name, after.created, after.device) == ("mine", before.created, "some GPU")
    store.save(film, ADA, "another")
    assert store.runs(ADA).found[0].name == "another"


@pytest.mark.parametrize("name", ["", "  \n", "x" * 81])
def test_a_name_has_1_to_80_characters(store: Store, name: str) -> None:
    with pytest.raises(ValueError, match="1 to 80"):
        store.rename("0" * 16, ADA, name)


def test_a_persons_data_set_comes_back_as_it_was(store: Store) -> None:
    own = replace(dataset("wine"), name="csv-0123456789abcdef", notices=("One row was left out.",))
    assert store.dataset(own.name) is None
    store.save_dataset(own)
    store.save_dataset(own)
    found = store.dataset(own.name)
    assert found is not None
    assert np.array_equal(found.x, own.x)
    assert (found.classes, found.notices) == (own.classes, own.notices)


def test_data_sets_without_a_run_are_cleared_away_after_a_day(url: str) -> None:
    names = ["csv-0123456789abcde" + end for end in "012"]
    store = Store(url)
    for name in names:
        store.save_dataset(replace(dataset("wine"), name=name))
    store.save(small_film(small_experiment(dataset=names[0])))
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE datasets SET created = created - 90000"))
    engine.dispose()
    store.save_dataset(replace(dataset("wine"), name=names[1]))  # uploaded again
    store.close()
    found = [store.dataset(name) is not None for name in names]
    store.close()
    assert found == [True, True, False]


def test_bytes_that_are_no_film_are_no_film(store: Store, url: str) -> None:
    """Nor are they run: a pickle in the film's place is left alone."""
    film = small_film()
    store.save(film)
    pickled = b"cos\nsystem\n(S'touch /tmp/dropviz-was-here'\ntR."
    engine = create_engine(database_url(url))
    of_another = small_film(small_experiment(first_seed=9)).to_bytes()
    for data in (b"", pickled, film.to_bytes()[:-8], of_another):
        with engine.begin() as connection:
            connection.execute(text("UPDATE runs SET film = :data"), {"data": data})
        assert store.film(film.experiment.hash) is None
    engine.dispose()
    assert not Path("/tmp/dropviz-was-here").exists()


@pytest.mark.slow
def test_several_processes_write_at_once(url: str) -> None:
    """They also make the tables at the same moment."""
    script = (
        "import sys\n"
        "from dropviz.jobs.store import Store\n"
        "from tests.jobs.films import small_experiment, small_film\n"
        "store = Store(sys.argv[1])\n"
        "for seed in range(10):\n"
        "    store.save(small_film(small_experiment(first_seed=seed)))\n"
        "    store.save(small_film(small_experiment(first_seed=100 * int(sys.argv[2]) + seed)))\n"
        "store.close()\n"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", script, url, str(number)],
            cwd=ROOT, stderr=subprocess.PIPE, text=True,
        )
        for number in (1, 2, 3)
    ]  # fmt: skip
    for writer in writers:
        _, problems = writer.communicate(timeout=60)
        assert writer.returncode == 0, problems
    store = Store(url)
    assert store.runs(EVERYONE).total == 40
    store.close()


def test_a_readonly_database_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    path = tmp_path / "runs.sqlite3"
    film = small_film()
    first = Store(f"sqlite:///{path}")
    first.save(film)
    first.close()
    store = Store(f"sqlite:///file:{path}?mode=ro&uri=true")
    assert store.film(film.experiment.hash) is not None
    store.close()
    store = Store("sqlite:///:memory:")
    assert store.runs(ADA).found == []
    store.close()
    assert not list(elsewhere.iterdir())


def test_sqlite_in_the_users_data_folder_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DROPVIZ_DATABASE_URL", raising=False)
    assert default_url().startswith("sqlite:///")
    assert default_url().endswith("dropviz/runs.sqlite3")
    monkeypatch.setenv("DROPVIZ_DATABASE_URL", "postgresql://a:b@c/d")
    assert database_url(default_url()).drivername == "postgresql+psycopg"

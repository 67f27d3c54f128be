"""What goes when there is no more room: the oldest without a name first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dropviz.data.datasets import Dataset, dataset
from dropviz.experiments.film import Film
from dropviz.experiments.trial import trial_for
from dropviz.jobs import room
from dropviz.jobs.store import Store
from tests.jobs.films import small_experiment, small_film

ADA, BOB = "a" * 64, "b" * 64
FILMS = [small_film(small_experiment(first_seed=seed)) for seed in range(10, 30)]
SIZE = max(len(film.to_bytes()) for film in FILMS)


def store_for(url: str, films: float) -> Store:
    """With room for so many films."""
    return Store(url, most_bytes=int(films * SIZE))


def kept(store: Store) -> list[int]:
    """Which of the films are there."""
    return [n for n, film in enumerate(FILMS) if store.film(film.experiment.hash) is not None]


def run_of(film: Film) -> str:
    return film.experiment.hash


def table() -> Dataset:
    return replace(dataset("wine"), name="csv-0123456789abcdef")


def test_the_oldest_without_a_name_go_first(url: str) -> None:
    store = store_for(url, 3.5)
    store.save(FILMS[0], ADA, "a name")
    for film in FILMS[1:5]:
        assert store.save(film, BOB) == 0
    assert kept(store) == [0, 3, 4]
    assert store.runs(BOB).total == 2, "the list has no more of them either"
    store.close()


def test_a_name_that_one_of_two_owners_gave_protects_the_film(url: str) -> None:
    store = store_for(url, 2.5)
    store.save(FILMS[0], ADA)
    store.hold(run_of(FILMS[0]), BOB)
    store.rename(run_of(FILMS[0]), BOB, "a name")
    for film in FILMS[1:4]:
        store.save(film, ADA)
    assert kept(store) == [0, 3]
    store.close()


def test_what_is_in_the_bin_goes_before_all_else(url: str) -> None:
    store = store_for(url, 3.5)
    for film in FILMS[:3]:
        store.save(film, ADA, "a name" if film is FILMS[2] else "")
    store.delete([(run_of(FILMS[2]), ADA)])
    store.save(FILMS[3], ADA)
    assert kept(store) == [0, 1, 3]
    assert store.runs(ADA, deleted=True).total == 0
    store.close()


def test_named_ones_go_only_when_nothing_else_is_left_and_are_counted(url: str) -> None:
    store = store_for(url, 2.5)
    store.save(FILMS[0], ADA, "first")
    store.save(FILMS[1], ADA, "second")
    assert store.save(FILMS[2], BOB) == 1
    assert kept(store) == [1, 2]
    assert store.save(FILMS[3], BOB) == 0, "one without a name is there again"
    assert kept(store) == [1, 3]
    store.close()


def test_what_was_saved_just_now_stays_however_large(url: str) -> None:
    store = store_for(url, 0.5)
    for film in FILMS[:2]:
        store.save(film, ADA)
    assert kept(store) == [1]
    store.close()


def test_tables_count_and_go_with_the_last_run_on_them(url: str) -> None:
    on_it = small_film(small_experiment(dataset=table().name))
    size = len(table().to_bytes()) + len(on_it.to_bytes())
    store = Store(url, most_bytes=size + int(2.5 * SIZE))
    store.save_dataset(table(), ADA)
    store.save(on_it, ADA)
    for film in FILMS[:2]:
        store.save(film, BOB)
    assert store.dataset(table().name) is not None
    store.save(FILMS[2], BOB)
    assert store.film(run_of(on_it)) is None
    assert store.dataset(table().name) is None
    assert store.tables(ADA).total == 0
    store.save_dataset(table(), ADA)
    for film in FILMS[3:7]:
        store.save(film, BOB)
    assert store.dataset(table().name) is None, "one that nobody trained on goes in its turn"
    store.close()


def test_trials_go_too_for_nobody_names_them(url: str) -> None:
    store = store_for(url, 2.5)
    trial = trial_for("mlp")
    store.save(replace(FILMS[0], experiment=trial), ADA)
    assert store.runs(ADA).total == 0
    for film in FILMS[1:3]:
        store.save(film, ADA)
    assert not store.hold(trial.hash, ADA)
    assert kept(store) == [1, 2]
    store.close()


def test_the_quota_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DROPVIZ_QUOTA_GB", raising=False)
    assert room.quota() == 5_000_000_000
    monkeypatch.setenv("DROPVIZ_QUOTA_GB", "0.25")
    assert room.quota() == 250_000_000
    monkeypatch.setenv("DROPVIZ_QUOTA_GB", "none")
    with pytest.raises(ValueError, match="DROPVIZ_QUOTA_GB is 'none'"):
        Store()

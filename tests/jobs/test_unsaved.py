"""Films that the database does not take wait in memory, and are saved when it does."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dropviz.experiments.film import Film
from dropviz.jobs import unsaved
from dropviz.jobs.database import UNUSABLE
from dropviz.jobs.job import Job
from dropviz.jobs.keeping import GIVEN_UP, NOT_YET, Keeping
from dropviz.jobs.store import Store
from tests.jobs.conftest import wait_until
from tests.jobs.fakes import fake_experiment
from tests.jobs.films import small_film

ADA, BOB = "a" * 64, "b" * 64
WAITS = (NOT_YET.format(UNUSABLE),)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsaved, "FIRST_WAIT", 0.05)
    monkeypatch.setattr(unsaved, "LONGEST_WAIT", 0.1)
    monkeypatch.setattr("dropviz.jobs.database.SECONDS_LOCKED", 0.1)
    monkeypatch.setattr("dropviz.jobs.database.SECONDS_OF_REST", 0.1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "runs.sqlite3"


@pytest.fixture
def keeping(file: Path) -> Iterator[Keeping]:
    made = Keeping(Store(f"sqlite:///{file}"))
    assert made.film("0" * 16) is None  # opened
    yield made
    made.close()


def job_of(film: Film, *owners: str) -> Job:
    job = Job(
        film.experiment, "cpu", forecast=lambda job: (None, None), film=lambda run: None,
        last_news=lambda: 0.0,
    )  # fmt: skip
    for owner in owners:
        job.add_owner(owner)
    job.end("finished")
    return job


def films(n: int) -> list[Film]:
    return [small_film(fake_experiment(number)) for number in range(n)]


def test_who_asks_while_a_film_is_saved_has_it_too(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    (film,) = films(1)
    job, save = job_of(film, ADA), keeping.store.save

    def asked_meanwhile(film: Film, owner: str) -> int:
        job.add_owner(BOB)
        return save(film, owner)

    monkeypatch.setattr(keeping.store, "save", asked_meanwhile)
    keeping.keep(job, film, None)
    assert keeping.store.owns(job.hash, ADA)
    assert keeping.store.owns(job.hash, BOB)


def test_a_locked_database_gets_its_films_when_it_is_free(file: Path, keeping: Keeping) -> None:
    made = films(3)
    jobs = [job_of(film, ADA) for film in made]
    lock = sqlite3.connect(file, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    for job, film in zip(jobs, made, strict=True):
        keeping.keep(job, film, None)
    assert all(job.notices == WAITS and job.unsettled for job in jobs)
    assert all(keeping.film(job.hash) is not None for job in jobs)
    jobs[0].add_owner(BOB)  # asked for it meanwhile
    keeping.share(jobs[0], BOB)
    lock.execute("ROLLBACK")
    lock.close()
    wait_until(lambda: not any(job.notices for job in jobs), 20)
    assert not any(job.unsettled for job in jobs)
    assert all(keeping.store.owns(job.hash, ADA) for job in jobs)
    assert keeping.store.owns(jobs[0].hash, BOB)
    wait_until(lambda: keeping._unsaved._thread is None, 5)


def test_who_asks_for_a_kept_run_gets_it_later(file: Path, keeping: Keeping) -> None:
    (film,) = films(1)
    keeping.keep(job_of(film, ADA), film, None)
    lock = sqlite3.connect(file, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    jobs = {owner: job_of(film, owner) for owner in (BOB, "c" * 64)}
    for owner, job in jobs.items():
        keeping.share(job, owner)
        assert job.notices == WAITS
    lock.execute("ROLLBACK")
    lock.close()
    wait_until(lambda: all(keeping.store.owns(film.experiment.hash, owner) for owner in jobs), 20)


def test_what_was_deleted_meanwhile_is_not_saved(file: Path, keeping: Keeping) -> None:
    (film,) = films(1)
    job = job_of(film, ADA)
    lock = sqlite3.connect(file, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    keeping.keep(job, film, None)
    lock.execute("ROLLBACK")
    lock.close()
    keeping.forget([(job.hash, ADA)])
    assert keeping.film(job.hash) is None


def test_memory_for_waiting_films_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(unsaved, "MOST_BYTES", 1)
    away = Keeping(Store("sqlite:////proc/nowhere/runs.sqlite3"))
    made = films(3)
    jobs = [job_of(film, ADA) for film in made]
    with caplog.at_level(logging.WARNING):
        for job, film in zip(jobs, made, strict=True):
            away.keep(job, film, None)
    assert [job.notices for job in jobs] == [(GIVEN_UP,), (GIVEN_UP,), WAITS]
    assert [job.unsettled for job in jobs] == [False, False, True]
    assert sum("given up" in record.getMessage() for record in caplog.records) == 2
    away.close()
    assert "is lost" in caplog.records[-1].getMessage()


def test_a_deleted_file_is_there_again_with_all_that_was_in_it(
    file: Path, keeping: Keeping, caplog: pytest.LogCaptureFixture
) -> None:
    before, after = films(2)
    keeping.keep(job_of(before, ADA), before, None)
    for end in ("", "-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    with caplog.at_level(logging.WARNING):
        keeping.keep(job_of(after, ADA), after, None)
    assert "was deleted" in caplog.text
    assert file.stat().st_mode & 0o777 == 0o600
    again = Store(f"sqlite:///{file}")
    assert {run.hash for run in again.runs(ADA).found} == {
        film.experiment.hash for film in (before, after)
    }
    again.close()


def test_a_file_that_was_put_back_is_used(file: Path, keeping: Keeping, tmp_path: Path) -> None:
    (film,) = films(1)
    other = Store(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    other.save(film, ADA)
    other.close()
    for end in ("-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    (tmp_path / "other.sqlite3").replace(file)
    assert keeping.store.owns(film.experiment.hash, ADA)


def test_threads_that_save_at_once_lose_nothing(keeping: Keeping) -> None:
    made = films(12)
    jobs = [job_of(film, ADA) for film in made]
    threads = [
        threading.Thread(target=keeping.keep, args=(job, film, None))
        for job, film in zip(jobs, made, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_until(lambda: not any(job.notices for job in jobs), 20)
    assert keeping.store.runs(ADA).total == 12

"""Where the database is, who may read it, what is said of it, and old ones."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from dropviz.data.datasets import dataset
from dropviz.experiments.trial import trial_for
from dropviz.jobs import database
from dropviz.jobs.database import MISSET, SECONDS_OF_REST, UNUSABLE, StoreError, database_url
from dropviz.jobs.holdings import EVERYONE
from dropviz.jobs.store import Store
from dropviz.jobs.summary import outcome_json
from dropviz.jobs.tables import METADATA, NOBODY
from dropviz.jobs.timed import SECONDS
from scripts.postgres_server import Postgres
from tests.jobs.conftest import wait_until
from tests.jobs.films import small_experiment, small_film

ADDRESS = re.compile(r"[/\\]|sqlite|postgres|\d+\.\d+|:\d|@|secret|someone|nowhere")
"""What no visitor needs to read: parts of paths and of addresses."""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_no_sentence_for_visitors_has_a_path_or_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x" * 5000)
    readonly = tmp_path / "readonly.sqlite3"
    first = Store(f"sqlite:///{readonly}")
    first.save(small_film())
    first.close()
    broken = [
        f"sqlite:///{tmp_path / 'file'}",
        f"sqlite:///{tmp_path / 'file' / 'runs.sqlite3'}",
        "sqlite:////proc/nowhere/runs.sqlite3",
        f"sqlite:///file:{readonly}?mode=ro&uri=true",
        "postgresql://someone:secret@127.0.0.1:1/runs",
        "mysql://someone@127.0.0.1/runs",
        "nonsense",
    ]
    for url in broken:
        store = Store(url)
        caplog.clear()
        with caplog.at_level(logging.WARNING), pytest.raises(StoreError) as caught:
            store.save(small_film(small_experiment(first_seed=1)))
        sentence = str(caught.value)
        assert sentence in (UNUSABLE, MISSET)
        assert not ADDRESS.search(sentence)
        assert "DROPVIZ_DATABASE_URL" in caplog.text
        assert "secret" not in caplog.text
        store.close()
    assert not (tmp_path / "file:").exists()


def test_every_sentence_of_the_module_is_visited() -> None:
    """A StoreError that is raised with anything but those two would not have been looked at."""
    source = Path(database.__file__).parent
    raised = [
        call
        for file in source.glob("*.py")
        for call in re.findall(r"raise StoreError\((.*)\)", file.read_text("utf-8"))
    ]
    assert sorted(set(raised)) == ["MISSET", "UNUSABLE"]


def test_trouble_is_logged_once_while_it_lasts(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store("sqlite:////proc/nowhere/runs.sqlite3")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            with pytest.raises(StoreError):
                store.film("0" * 16)
    assert caplog.text.count("cannot be used") == 1


def test_only_the_servers_user_may_read_its_sqlite_file(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        folder = tmp_path / "a folder"
        store = Store(f"sqlite:///{folder / 'runs.sqlite3'}")
        store.save(small_film())
        files = sorted(folder.iterdir())
        assert [file.name for file in files] == [
            f"runs.sqlite3{end}" for end in ("", "-shm", "-wal")
        ]
        assert [mode(file) for file in files] == [0o600] * 3
        assert mode(folder) == 0o700
        store.close()
    finally:
        os.umask(umask)


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "runs.sqlite3"
    Store(f"sqlite:///{file}").save(small_film())
    file.chmod(0o644)
    before = mode(tmp_path)
    store = Store(f"sqlite:///{file}")
    store.film("0" * 16)
    assert mode(file) == 0o600
    assert mode(tmp_path) == before, "a folder that was there is left alone"
    store.close()


OLD_TABLES = (
    "CREATE TABLE runs (hash VARCHAR(16) PRIMARY KEY, name VARCHAR(80) NOT NULL, "
    "created FLOAT NOT NULL, seconds FLOAT NOT NULL, device TEXT NOT NULL, "
    "experiment TEXT NOT NULL, outcomes TEXT NOT NULL, film {bytes} NOT NULL)",
    "CREATE TABLE datasets (name VARCHAR(40) PRIMARY KEY, title TEXT NOT NULL, "
    "rows INTEGER NOT NULL, created FLOAT NOT NULL, data {bytes} NOT NULL)",
)


def make_old(url: str) -> tuple[str, str, int]:
    """A database as version 0.1 left it, with a run that has a name, a trial, and a table.

    Hashes of the run and of the trial, bytes of the run's film.
    """
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").parent.mkdir()
    engine = create_engine(parsed)
    METADATA.drop_all(engine)
    kind = "BLOB" if engine.dialect.name == "sqlite" else "BYTEA"
    own = dataset("wine").to_bytes()
    film = small_film(small_experiment(dataset="csv-0123456789abcdef"))
    trial = trial_for("mlp")
    rows = [
        (film.experiment.hash, "mine", film.experiment.canonical_json, film.to_bytes()),
        (trial.hash, "", trial.canonical_json, b"a film"),
    ]
    with engine.begin() as connection:
        for statement in OLD_TABLES:
            connection.execute(text(statement.format(bytes=kind)))
        for run, name, experiment, data in rows:
            row = {"h": run, "n": name, "t": time.time(), "e": experiment, "d": data}
            row["o"] = outcome_json(film.outcome)
            connection.execute(
                text("INSERT INTO runs VALUES (:h, :n, :t, 1.5, 'cpu', :e, :o, :d)"), row
            )
        connection.execute(
            text("INSERT INTO datasets VALUES ('csv-0123456789abcdef', 'cellar', 178, :t, :d)"),
            {"t": time.time(), "d": own},
        )
    engine.dispose()
    return film.experiment.hash, trial.hash, len(film.to_bytes())


def test_a_database_without_owners_is_brought_up_to_date(url: str) -> None:
    run, trial, store_size = make_old(url)
    for _ in range(2):
        store = Store(url)
        assert store.film(run) is not None, "links still work"
        assert store.runs("a" * 64).total == 0
        (one,) = store.runs(EVERYONE).found
        assert (one.hash, one.owner, one.name, one.data_title) == (run, NOBODY, "mine", "cellar")
        (table,) = store.tables(EVERYONE).found
        assert (table.name, table.owner, table.rows) == ("csv-0123456789abcdef", NOBODY, 178)
        store.close()
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        found = connection.execute(text("SELECT hash, dataset, bytes FROM runs")).all()
    engine.dispose()
    about = {row.hash: (row.dataset, row.bytes) for row in found}
    assert about[trial] == ("", len(b"a film"))
    assert about[run] == ("csv-0123456789abcdef", store_size)


def time_refused(store: Store) -> float:
    began = time.monotonic()
    with pytest.raises(StoreError):
        store.owns("0" * 16, NOBODY)
    return time.monotonic() - began


def answers(store: Store) -> bool:
    with contextlib.suppress(StoreError):
        return not store.owns("0" * 16, NOBODY)
    return False


@pytest.mark.database
def test_a_postgresql_that_hangs_costs_some_seconds_once(postgres: Postgres) -> None:
    """Stopped, not gone: the kernel still takes what is sent to it."""
    store = Store(postgres.url)
    assert answers(store)
    with postgres.stopped():
        first = time_refused(store)
        ends = time.monotonic() + 2 * SECONDS_OF_REST + 3 * SECONDS
        slowest = 0.0
        while time.monotonic() < ends:  # it is asked again meanwhile, and nobody waits for that
            slowest = max(slowest, time_refused(store))
            time.sleep(0.05)
    assert first < 2 * SECONDS + 1  # for the connection that hangs, and for a new one
    assert slowest < 0.2
    wait_until(lambda: answers(store), SECONDS_OF_REST + 2 * SECONDS)
    store.close()


@pytest.mark.database
def test_nobody_waits_in_a_row_for_a_postgresql_that_hangs_from_the_start(
    postgres: Postgres,
) -> None:
    store = Store(postgres.url)
    with postgres.stopped(), ThreadPoolExecutor(6) as visitors:
        waits = list(visitors.map(lambda _: time_refused(store), range(6)))
    assert max(waits) < SECONDS + 1
    store.close()

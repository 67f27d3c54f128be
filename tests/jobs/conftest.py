"""What the tests of jobs and store share: one cluster, one database server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from dropviz.jobs.cluster import Connection
from dropviz.jobs.database import database_url
from dropviz.jobs.job import Job
from dropviz.jobs.service import Service
from dropviz.jobs.store import Store
from dropviz.jobs.tables import METADATA
from scripts.postgres_server import Postgres, postgres_server
from tests.jobs.fakes import fake_film_bytes


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    return postgres.url


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """With two workers of its own, that pretend to train."""
    path: Path = tmp_path_factory.mktemp("store") / "runs.sqlite3"
    service = Service(Store(f"sqlite:///{path}"), n_workers=2, work=fake_film_bytes)
    service.restart()
    wait_until(lambda: connection_of(service).threads() == 2)
    yield service
    service.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.database)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'a folder' / 'runs.sqlite3'}"
    address: str = request.getfixturevalue("postgres_url")
    engine = create_engine(database_url(address))
    METADATA.drop_all(engine)
    engine.dispose()
    return address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store(url)
    yield store
    store.close()


def connection_of(service: Service) -> Connection:
    connection = service._dispatcher._connection
    assert connection is not None
    return connection


def wait_until_ended(job: Job) -> None:
    wait_until(lambda: job.ended)


def wait_until(condition: Callable[[], object], seconds: float = 180.0) -> float:
    """How long that took."""
    began = time.perf_counter()
    while not condition():
        assert time.perf_counter() - began < seconds, "it did not happen"
        time.sleep(0.002)
    return time.perf_counter() - began

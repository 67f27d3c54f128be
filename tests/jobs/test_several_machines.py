"""A scheduler and workers that were started by hand, as the README says, and two apps on them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import psutil
import pytest

from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import joined
from dropviz.jobs.dispatcher import NO_WORKERS
from dropviz.jobs.job import Job
from dropviz.jobs.service import Service
from dropviz.jobs.store import Store
from dropviz.jobs.worker import film_bytes
from tests.jobs.conftest import connection_of, wait_until, wait_until_ended
from tests.jobs.fakes import POINTS, fake_experiment, fake_film_bytes, how_many_want, what_runs
from tests.jobs.films import small_film

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("several machines")]  # share workers

ROOT = Path(__file__).resolve().parents[2]
HERE = ["--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0"]


class Machines:
    """Each method starts a process.

    variables : of their environment, beside those of the tests
    """

    def __init__(self, protocol: str = "tcp", variables: Mapping[str, str] | None = None) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"{protocol}://127.0.0.1:{self._port}"
        self.variables = {**os.environ, **(variables or {})}
        self.started: list[subprocess.Popen[bytes]] = []

    def scheduler(self) -> subprocess.Popen[bytes]:
        protocol = self.address.split(":")[0]
        return self._dask("scheduler", "--protocol", protocol, "--port", str(self._port), *HERE)

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        preload = ["--preload", "dropviz.jobs.worker"]
        return self._dask("worker", self.address, *HERE, "--nthreads", "1", *preload, *options)

    def _dask(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *command], cwd=ROOT, env=self.variables,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.started.append(process)
        return process

    def close(self) -> None:
        for process in self.started[::-1]:
            if process.poll() is None:
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
                process.kill()
            process.wait()


@pytest.fixture(scope="module")
def machines() -> Iterator[Machines]:
    machines = Machines()
    machines.scheduler()
    yield machines
    machines.close()


@pytest.fixture
def app(machines: Machines, tmp_path: Path) -> Iterator[Callable[..., Service]]:
    """Start another app, with a store of its own."""
    started: list[Service] = []

    def new(**options: object) -> Service:
        store = Store(f"sqlite:///{tmp_path / str(len(started))}.sqlite3")
        options = {"work": fake_film_bytes, **options}
        service = Service(store, scheduler=machines.address, **options)
        started.append(service)
        wait_until(service.restart)
        return service

    yield new
    for service in started:
        service.close()


def test_a_run_waits_for_the_first_worker_to_join(
    machines: Machines, app: Callable[..., Service]
) -> None:
    service = app()
    job = service.submit(fake_experiment(1, ms_a_step=1), POINTS, watcher="ada")
    wait_until(lambda: job.notices)
    assert job.notices == (NO_WORKERS,)
    assert (job.state, job.place) == ("queued", 1)
    machines.worker("--name", "with", "--resources", "GPU=1")
    machines.worker("--name", "without")
    wait_until(lambda: job.ended)
    assert job.state == "finished"
    wait_until(lambda: connection_of(service).threads() == 2)


def wanted_by(service: Service, job: Job) -> int:
    client = connection_of(service)._client
    return int(client.run_on_scheduler(how_many_want, job.key))  # type: ignore[no-untyped-call]


def test_two_apps_share_one_run(app: Callable[..., Service]) -> None:
    first, second = app(), app()
    experiment = fake_experiment(2, ms_a_step=20)
    job = first.submit(experiment, POINTS, watcher="ada")
    wait_until(lambda: job.steps_done > 5)
    same = second.submit(experiment, POINTS, watcher="bob")
    wait_until(lambda: same.scene is not None and wanted_by(first, job) == 2)
    seen, expected = joined(same.snapshots), small_film(experiment).snapshot
    assert np.array_equal(seen.kept, expected.kept[: len(seen.kept)])  # from the first step on
    assert len(seen.kept) > 5
    assert first.leave(job.hash, "ada")  # for ada: bob still watches
    wait_until(lambda: same.ended)
    assert (job.state, same.state, same.notices) == ("cancelled", "finished", ())
    told = [one for one in connection_of(second).messages() if one["key"] == same.key]
    assert len({message["attempt"] for message in told}) == 1
    assert "cancelled" not in {message["kind"] for message in told}
    assert second.store.film(same.hash) is not None


def test_a_run_ends_when_no_app_wants_it(app: Callable[..., Service]) -> None:
    first, second = app(), app()
    experiment = fake_experiment(3, ms_a_step=10, steps=6000)
    jobs = [one.submit(experiment, POINTS, watcher="ada") for one in (first, second)]
    wait_until(lambda: wanted_by(first, jobs[0]) == 2 and all(job.snapshots for job in jobs))
    first.leave(experiment.hash, "ada")
    second.leave(experiment.hash, "ada")

    def was_cancelled() -> bool:
        told = [one for one in connection_of(first).messages() if one["key"] == jobs[0].key]
        return told[-1]["kind"] == "cancelled"

    wait_until(was_cancelled, 10)


def test_runs_for_a_gpu_go_to_workers_that_have_one(app: Callable[..., Service]) -> None:
    service = app()
    jobs = [
        service.submit(fake_experiment(number, ms_a_step=2), POINTS, device="cuda", watcher="ada")
        for number in range(10, 14)
    ]
    wait_until(lambda: all(job.ended for job in jobs))
    films = [service.film(job.hash) for job in jobs]
    assert {film.device.split(",")[0] for film in films if film} == {"cuda of with"}
    assert service.devices()[-1] == "cpu"


def test_a_real_run_has_the_same_numbers_when_its_worker_is_killed(
    app: Callable[..., Service],
) -> None:
    experiment = Experiment(dataset=POINTS.name, train_size=50, hidden=(16,), pairs=2, steps=4000)
    films = []
    for kill in (False, True):
        service = app(work=film_bytes)
        job = service.submit(experiment, POINTS, watcher="ada")
        wait_until(lambda job=job: job.steps_done > 100)  # type: ignore[misc]
        if kill:
            (pid,) = [pid for pid, keys in connection_of(service).asked(what_runs) if keys]
            os.kill(pid, signal.SIGKILL)
        wait_until_ended(job)
        assert job.state == "finished", job.message
        assert len(job.notices) == kill
        films.append(service.film(job.hash))
    for part in ("scene", "snapshot", "outcome"):
        one, other = (vars(getattr(film, part)) for film in films)
        for name in one.keys() - {"seconds"}:
            assert np.array_equal(one[name], other[name]), name


def test_a_scheduler_that_comes_back_is_found_again(
    machines: Machines, app: Callable[..., Service]
) -> None:
    service = app()
    job = service.submit(fake_experiment(20, ms_a_step=10, steps=6000), POINTS, watcher="ada")
    wait_until(lambda: job.snapshots)
    machines.close()
    wait_until(lambda: job.ended, 5)
    assert (job.state, service.restart()) == ("lost", False)
    assert machines.address in service.problem
    machines.scheduler()
    wait_until(service.restart)
    assert service.problem == ""


AN_APP = """
import sys, time
from dropviz.experiments.experiment import Experiment
from dropviz.data.datasets import dataset
from dropviz.jobs.service import Service
from dropviz.jobs.store import Store

service = Service(Store(f"sqlite:///{sys.argv[1]}"))
deadline = time.monotonic() + 60
while not service.restart() and time.monotonic() < deadline:
    time.sleep(0.2)
job = service.submit(Experiment(steps=5, pairs=2), dataset("digits"), watcher="ada")
while not job.ended and time.monotonic() < deadline:
    time.sleep(0.05)
print(job.state)
service.close()
"""


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_a_run_is_trained_over_tls(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=dropviz"]
    subprocess.run(
        [*make, "-keyout", key, "-out", certificate, "-days", "2"], check=True, capture_output=True
    )
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    variables = {f"{tls}CA_FILE": str(certificate)}
    for who in ("SCHEDULER", "WORKER", "CLIENT"):
        variables |= {f"{tls}{who}__CERT": str(certificate), f"{tls}{who}__KEY": str(key)}
    variables["DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION"] = "true"
    secret = Machines("tls", variables)
    try:
        secret.scheduler()
        secret.worker()
        done = subprocess.run(
            [sys.executable, "-c", AN_APP, tmp_path / "runs.sqlite3"], cwd=ROOT,
            env={**secret.variables, "DROPVIZ_SCHEDULER": secret.address},
            capture_output=True, text=True, timeout=100,
        )  # fmt: skip
        assert done.stdout == "finished\n", done.stderr
    finally:
        secret.close()

"""Clusters that start and end, and schedulers that go."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from dask.system import CPU_COUNT
from distributed.scheduler import KilledWorker, WorkerState

from dropviz.jobs import client, cluster, device_list
from dropviz.jobs.client import ClusterError
from dropviz.jobs.cluster import MOST_WORKERS, Connection, worker_count
from dropviz.jobs.dispatcher import TOO_MANY_DEATHS
from dropviz.jobs.host import DIED
from dropviz.jobs.service import Service
from dropviz.jobs.store import Store
from tests.jobs.conftest import connection_of, wait_until
from tests.jobs.fakes import POINTS, fake_experiment, fake_film_bytes

pytestmark = pytest.mark.cluster

ROOT = Path(__file__).resolve().parents[2]
APP = """
import sys, time
from dropviz.jobs import cluster
from dropviz.jobs.service import Service
from dropviz.jobs.store import Store
from tests.jobs.conftest import connection_of, wait_until
from tests.jobs.fakes import POINTS, fake_experiment, fake_film_bytes

cluster.PRELOAD = "tests.jobs.films"
service = Service(Store(sys.argv[1]), n_workers=1, work=fake_film_bytes)
long = fake_experiment(1, ms_a_step=10, steps=6000)
job = service.submit(long, POINTS, watcher="ada")
wait_until(lambda: job.snapshots)
print(connection_of(service).own.pid, flush=True)
sys.stdin.readline()
if sys.argv[2] == "stay":
    time.sleep(60)
"""


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """One that may be broken; its worker starts at once, since it does not load PyTorch."""
    monkeypatch.setattr(cluster, "PRELOAD", "tests.jobs.films")
    url = f"sqlite:///{tmp_path / 'runs.sqlite3'}"
    service = Service(Store(url), n_workers=1, work=fake_film_bytes)
    yield service
    service.close()


def started_app(tmp_path: Path, how: str) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
    """An app with a run under way, and the processes of its cluster."""
    app = subprocess.Popen(
        [sys.executable, "-c", APP, f"sqlite:///{tmp_path / 'runs.sqlite3'}", how],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert app.stdout is not None
    line = app.stdout.readline()
    assert line, app.communicate()[1]
    host = psutil.Process(int(line))
    return app, [host, *host.children(recursive=True)]


def is_there(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_the_cluster_ends_with_an_app_that_is_killed(tmp_path: Path) -> None:
    app, processes = started_app(tmp_path, "stay")
    assert len(processes) >= 2
    app.kill()
    app.communicate()
    wait_until(lambda: not any(map(is_there, processes)), 5)


@pytest.mark.alone
def test_an_app_ends_quickly_and_without_a_word(tmp_path: Path) -> None:
    app, processes = started_app(tmp_path, "go")
    assert len(processes) >= 2
    began = time.perf_counter()
    out, problems = app.communicate("go\n", timeout=20)
    assert (app.returncode, out, problems) == (0, "", "")
    assert time.perf_counter() - began < 5
    wait_until(lambda: not any(map(is_there, processes)), 5)


@pytest.mark.alone
def test_a_scheduler_that_is_gone_takes_its_run_along_and_no_other(
    service: Service, capfd: pytest.CaptureFixture[str]
) -> None:
    done = service.submit(fake_experiment(1, ms_a_step=1), POINTS, watcher="ada")
    wait_until(lambda: done.ended)
    job = service.submit(fake_experiment(2, ms_a_step=10, steps=6000), POINTS, watcher="ada")
    waiting = service.submit(fake_experiment(3, ms_a_step=1), POINTS, watcher="ada")
    wait_until(lambda: job.snapshots)
    assert service.problem == ""
    own = connection_of(service).own
    assert own is not None
    os.kill(own.pid, signal.SIGKILL)
    assert wait_until(lambda: job.ended) < 2
    assert job.state == "lost"
    assert job.message.startswith("The scheduler is gone")
    wait_until(lambda: waiting.ended)  # on workers that are started for it
    assert waiting.state == "finished"
    assert service.problem == ""
    assert done.state == "finished"
    assert service.film(done.hash) is not None
    assert service.restart(), service.problem
    assert service.problem == ""
    assert service.restart()  # a second person presses the button
    again = service.submit(fake_experiment(4, ms_a_step=1), POINTS, watcher="ada")
    wait_until(lambda: again.ended)
    assert again.state == "finished"
    assert "Traceback" not in capfd.readouterr().err


def test_a_scheduler_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'runs.sqlite3'}"
    service = Service(Store(url), scheduler="tcp://127.0.0.1:1", work=fake_film_bytes)
    job = service.submit(fake_experiment(1), POINTS, watcher="ada")
    wait_until(lambda: job.ended, 10)
    assert job.state == "lost"
    assert job.message == service.problem
    assert "tcp://127.0.0.1:1 cannot be reached" in job.message
    assert not service.restart()
    service.close()


def answering(answer: Callable[[socket.socket], None] | None) -> Iterator[str]:
    """The address of something that is no scheduler."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = threading.Event()

        def serve() -> None:
            server.settimeout(0.1)
            held = []
            while not ended.is_set():
                with contextlib.suppress(TimeoutError):
                    held.append(server.accept()[0])
                    held[-1].settimeout(2)
                    if answer is not None:
                        with contextlib.suppress(OSError):
                            answer(held[-1])
            for connection in held:
                connection.close()

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        ended.set()
        thread.join()


def answer_like_the_web(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    connection.close()


@pytest.mark.alone
@pytest.mark.parametrize(
    ("protocol", "answer"),
    [("tcp", answer_like_the_web), ("tls", answer_like_the_web), ("tcp", None)],
)
def test_what_is_no_scheduler_is_one_sentence_in_time(
    monkeypatch: pytest.MonkeyPatch, protocol: str, answer: Callable[[socket.socket], None] | None
) -> None:
    monkeypatch.setattr(client, "SECONDS_TO_CONNECT", 1.0)
    with contextlib.contextmanager(answering)(answer) as place:
        began = time.perf_counter()
        with pytest.raises(ClusterError) as caught:
            Connection(f"{protocol}://{place}", 1, lambda message: None)
        assert time.perf_counter() - began < 4
    assert str(caught.value).startswith(f"The scheduler {protocol}://{place} ")
    assert "DROPVIZ_SCHEDULER" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.alone
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
def test_devices_are_told_at_once_whatever_workers_do(
    service: Service, monkeypatch: pytest.MonkeyPatch, blow: signal.Signals
) -> None:
    monkeypatch.setattr(device_list, "SECONDS_BETWEEN", 0.0)
    assert service.devices() == ("cpu",)
    assert service.restart(), service.problem
    connection = connection_of(service)
    wait_until(lambda: connection.threads() == 1)
    (worker,) = connection.asked(os.getpid)
    device_list_of = service._dispatcher._devices
    wait_until(lambda: not device_list_of._asking)
    device_list_of._known = ("cuda", "cpu")  # as if there had been a GPU
    os.kill(worker, blow)
    slowest = 0.0
    for _ in range(30):
        began = time.perf_counter()
        assert service.devices()[-1] == "cpu"
        slowest = max(slowest, time.perf_counter() - began)
        time.sleep(0.02)
    assert slowest < 0.1
    if blow == signal.SIGSTOP:
        assert service.devices() == ("cuda", "cpu")
        os.kill(worker, signal.SIGCONT)
        wait_until(lambda: service.devices() == ("cpu",))


def workers_of(service: Service) -> list[psutil.Process]:
    connection = service._dispatcher._connection
    if connection is None or connection.own is None:
        return []
    return [
        child
        for child in psutil.Process(connection.own.pid).children()
        if is_there(child) and "spawn_main" in " ".join(child.cmdline())
    ]


def test_a_worker_that_dies_while_it_starts_is_replaced(
    service: Service, capfd: pytest.CaptureFixture[str]
) -> None:
    job = service.submit(fake_experiment(1, ms_a_step=1), POINTS, watcher="ada")
    wait_until(lambda: workers_of(service))
    workers_of(service)[0].kill()
    wait_until(lambda: job.ended)
    assert job.state == "finished"
    assert capfd.readouterr().err.splitlines() == [DIED]


def test_a_worker_that_dies_is_told_of_in_the_log_and_one_that_ends_is_not(
    service: Service, capfd: pytest.CaptureFixture[str]
) -> None:
    job = service.submit(fake_experiment(1, ms_a_step=1), POINTS, watcher="ada")
    wait_until(lambda: job.ended)
    time.sleep(1)  # until Dask's nanny knows too that it has started
    (first,) = workers_of(service)
    first.kill()
    wait_until(lambda: [one for one in workers_of(service) if one != first])
    wait_until(lambda: connection_of(service).threads() == 1)
    service.close()
    assert capfd.readouterr().err.splitlines() == [DIED]


def test_a_worker_that_comes_back_slowly_is_waited_for(service: Service) -> None:
    job = service.submit(fake_experiment(1, ms_a_step=10), POINTS, watcher="ada")
    wait_until(lambda: job.ended)
    time.sleep(1)  # until Dask's nanny knows too that it has started
    (first,) = workers_of(service)
    first.kill()
    wait_until(lambda: not is_there(first) and workers_of(service))
    (second,) = workers_of(service)
    second.suspend()
    time.sleep(17)  # Dask gives up a lost worker after 15 seconds, if it is not told otherwise
    second.resume()
    job = service.submit(fake_experiment(2, ms_a_step=1), POINTS, watcher="ada")
    wait_until(lambda: job.ended)
    assert job.state == "finished"
    assert workers_of(service) == [second]


def test_a_run_that_kills_its_workers_is_given_up(service: Service) -> None:
    job = service.submit(fake_experiment(1, ms_a_step=10, steps=6000), POINTS, watcher="ada")
    wait_until(lambda: job.snapshots)
    future = service._dispatcher._futures[job]
    error = KilledWorker(job.key, WorkerState.__new__(WorkerState), 10)
    assert service._dispatcher._what_happened(error, future) == ("failed", TOO_MANY_DEATHS)
    assert service._dispatcher._what_happened(OSError(), future)[0] == "lost"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DROPVIZ_SCHEDULER", "192.168.0.10"),
        ("DROPVIZ_SCHEDULER", "http://192.168.0.10:8786"),
        ("DROPVIZ_WORKERS", "0"),
        ("DROPVIZ_WORKERS", "many"),
        ("DROPVIZ_LIMIT_SECONDS", "-1"),
        ("DROPVIZ_LIMIT_GIB", "nan"),
    ],
)
def test_settings_that_make_no_sense_are_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=f"{name} is '{value}': it should"):
        Service()


def test_one_worker_for_each_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DROPVIZ_WORKERS", raising=False)
    assert worker_count() == min(CPU_COUNT, MOST_WORKERS)
    monkeypatch.setenv("DROPVIZ_WORKERS", "12")
    assert worker_count() == 12


def test_the_app_needs_no_torch_to_have_runs_trained() -> None:
    script = (
        "import sys, dropviz.jobs.service\n"
        "print([name for name in ('torch', 'sklearn', 'streamlit') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr

"""Jobs on a real cluster of this machine, with a stand-in for training."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import count

import numpy as np
import psutil
import pytest
from sqlalchemy.exc import IntegrityError

from dropviz.data.datasets import dataset
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import Film, joined
from dropviz.experiments.trial import trial_for
from dropviz.jobs import ended
from dropviz.jobs.database import UNUSABLE
from dropviz.jobs.holdings import EVERYONE
from dropviz.jobs.job import Job
from dropviz.jobs.keeping import NOT_YET
from dropviz.jobs.service import NO_FILM, Service
from dropviz.jobs.store import Store
from dropviz.jobs.tables import NOBODY
from tests.jobs.conftest import connection_of, wait_until, wait_until_ended
from tests.jobs.fakes import FAILS, POINTS, fake_experiment, what_is_loaded, what_runs
from tests.jobs.films import small_film

pytestmark = [pytest.mark.cluster, pytest.mark.alone]

names = count()
SMALL_TRIAL = {"steps": 2, "pairs": 2, "batch_size": 4, "train_size": 20, "length": 4}


def submitted(service: Service, experiment: Experiment, watcher: str = "ada") -> Job:
    return service.submit(experiment, POINTS, watcher=watcher)


@pytest.fixture
def long_job(service: Service) -> Iterator[Job]:
    """One that runs, and takes longer than a test."""
    job = submitted(service, fake_experiment(next(names), ms_a_step=10, steps=6000))
    wait_until(lambda: job.snapshots)
    yield job
    for watcher in ("ada", "bob"):
        service.leave(job.hash, watcher)


def attempts(service: Service, job: Job) -> set[str]:
    told = connection_of(service).messages()
    return {message["attempt"] for message in told if message["key"] == job.key}


def test_a_run_is_followed_to_its_end_and_kept(service: Service) -> None:
    experiment = fake_experiment(next(names))
    job = submitted(service, experiment)
    assert job.state == "queued"
    seen: list[int] = []
    while not job.ended:
        if job.state == "running":
            assert job.scene is not None
            seen.append(sum(map(len, (part.kept for part in job.snapshots))))
        time.sleep(0.01)
    assert (job.state, job.message, job.notices) == ("finished", "", ())
    assert len(set(seen)) > 5
    assert seen == sorted(seen)
    film, expected = service.film(job.hash), small_film(experiment)
    assert film is not None
    assert np.array_equal(film.snapshot.curves, expected.snapshot.curves)
    assert np.array_equal(film.snapshot.kept, expected.snapshot.kept)
    assert film.outcome.test_loss[0, 0] == POINTS.x.sum()
    assert joined(job.snapshots) is not None
    assert np.array_equal(joined(job.snapshots).curves, expected.snapshot.curves)
    assert job.scene is not None
    assert job.steps_done == experiment.steps
    assert service.store.film(job.hash) is not None


def test_a_trial_goes_the_same_way_and_is_not_listed_with_experiments(service: Service) -> None:
    trial = trial_for("mlp").model_copy(update=SMALL_TRIAL)
    job = service.submit(trial, watcher="ada")
    wait_until(lambda: job.ended)
    assert (job.state, job.message) == ("finished", "")
    film = service.film(job.hash)
    assert film is not None
    assert film.experiment == trial
    assert film.snapshot.curves.shape == (4, 3, 2, 2)
    assert job.steps_done == 2
    assert service.submit(trial, watcher="bob").state == "finished"
    assert job.hash not in [run.hash for run in service.store.runs(EVERYONE).found]
    with pytest.raises(ValueError, match="on None"):
        service.submit(trial, POINTS, watcher="ada")


def test_too_large_a_trial_is_not_started(service: Service) -> None:
    trial = trial_for("lstm_h").model_copy(update={"pairs": 50, "length": 100, "steps": 5000})
    job = service.submit(trial, watcher="ada")
    assert job.state == "failed"
    assert "times the limit" in job.message
    assert service.estimate(trial).nearest is None


def test_a_finished_run_is_there_at_once_also_for_the_next_server(service: Service) -> None:
    experiment = fake_experiment(next(names), ms_a_step=1)
    job = submitted(service, experiment)
    wait_until(lambda: job.ended)
    again = submitted(service, experiment, "bob")
    assert again.state == "finished"
    assert attempts(service, again) == attempts(service, job)
    next_server = Service(service.store)
    for found in (submitted(next_server, experiment), next_server.job(experiment.hash)):
        assert found is not None
        assert found.state == "finished"
        assert found.snapshots[0].steps[-1] == experiment.steps
    assert next_server.job("0" * 16) is None
    next_server.close()


def test_many_who_ask_for_the_same_share_one_run(service: Service, long_job: Job) -> None:
    assert submitted(service, long_job.experiment, "bob") is long_job
    assert service.watch(long_job.hash, "bob")
    assert not service.leave(long_job.hash, "ada")
    assert long_job.state == "running"
    assert service.leave(long_job.hash, "bob")
    assert long_job.state == "cancelled"
    assert len(attempts(service, long_job)) == 1
    assert not service.watch(long_job.hash, "bob")


def test_a_whole_class_presses_train_at_once(service: Service) -> None:
    same = fake_experiment(next(names), ms_a_step=2)
    own = [fake_experiment(next(names), ms_a_step=0.5) for _ in range(30)]
    people = [f"person {number}" for number in range(30)]
    with ThreadPoolExecutor(30) as together:
        jobs = set(together.map(lambda person: submitted(service, same, person), people))
        assert len(jobs) == 1
        wait_until(lambda: all(job.ended for job in jobs))
        assert len(attempts(service, jobs.pop())) == 1
        pairs = zip(own, people, strict=True)
        theirs = list(together.map(lambda pair: submitted(service, *pair), pairs))
    wait_until(lambda: all(job.ended for job in theirs))
    assert {job.state for job in theirs} == {"finished"}


def test_cancelling_frees_the_worker_within_half_a_second(service: Service, long_job: Job) -> None:
    other = submitted(service, fake_experiment(next(names), ms_a_step=10, steps=6000))
    wait_until(lambda: other.state == "running")
    waiting = submitted(service, fake_experiment(next(names), ms_a_step=1))
    time.sleep(0.1)
    assert waiting.state == "queued"
    assert service.leave(long_job.hash, "ada")
    assert long_job.state == "cancelled"
    assert wait_until(lambda: waiting.state != "queued") < 0.5
    wait_until(lambda: waiting.state == "finished")
    service.leave(other.hash, "ada")


def test_a_cancelled_run_can_be_asked_for_again(service: Service, long_job: Job) -> None:
    service.leave(long_job.hash, "ada")
    again = submitted(service, long_job.experiment)
    wait_until(lambda: again.steps_done > 3)
    assert again.state == "running"
    assert again.notices == ()
    seen, expected = joined(again.snapshots), small_film(again.experiment).snapshot
    assert np.array_equal(seen.kept, expected.kept[: len(seen.kept)])
    assert seen.steps[0] == 0


def test_who_waits_sees_place_and_time(
    service: Service, long_job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = submitted(service, fake_experiment(next(names), ms_a_step=10, steps=6000))
    wait_until(lambda: other.state == "running")
    waiting = [submitted(service, fake_experiment(next(names), ms_a_step=1)) for _ in range(3)]
    seconds = {long_job: 60.0, other: 10.0} | dict(zip(waiting, (1.0, 2.0, 3.0), strict=True))
    monkeypatch.setattr(Job, "seconds_of_training", lambda job: seconds[job])
    assert [job.place for job in seconds] == [None, None, 1, 2, 3]
    assert [job.seconds_left for job in seconds] == [60, 10, 10 + 1, 10 + 1 + 2, 10 + 1 + 2 + 3]
    service.leave(waiting[0].hash, "ada")
    assert [job.place for job in waiting] == [None, 1, 2]
    assert [job.seconds_left for job in waiting] == [None, 10 + 2, 10 + 2 + 3]
    service.leave(other.hash, "ada")
    wait_until(lambda: all(job.ended for job in waiting))
    assert waiting[2].state == "finished"
    assert (waiting[2].place, waiting[2].seconds_left) == (None, None)


def test_a_newcomer_is_served_before_one_who_asked_for_many(service: Service) -> None:
    many = [
        service.submit(
            fake_experiment(next(names), ms_a_step=20), POINTS, watcher=f"tab {tab}", owner="e" * 64
        )
        for tab in range(8)
    ]
    wait_until(lambda: sum(job.state == "running" for job in many) == 2)
    newcomer = fake_experiment(next(names), ms_a_step=1)
    job = service.submit(newcomer, POINTS, watcher="newcomer", owner="f" * 64)
    assert job.place == 1
    wait_until_ended(job)
    assert sum(job.state == "finished" for job in many) <= 3
    wait_until(lambda: all(job.ended for job in many))


def test_a_run_that_fails_says_why_in_one_line(service: Service) -> None:
    experiment = fake_experiment(next(names), batch_size=FAILS)
    job = submitted(service, experiment)
    wait_until(lambda: job.ended)
    assert (job.state, job.message) == ("failed", "The run failed: thirteen a batch")
    assert service.film(job.hash) is None
    again = submitted(service, experiment)  # nothing of it is left in the way
    assert again is not job
    wait_until(lambda: again.ended)
    assert again.state == "failed"


def test_a_worker_killed_in_mid_run_is_told_of_and_changes_no_number(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    experiment = fake_experiment(next(names), ms_a_step=20)
    job = submitted(service, experiment)
    wait_until(lambda: job.steps_done >= 10)
    (pid,) = [pid for pid, keys in connection_of(service).asked(what_runs) if job.key in keys]
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: job.ended)
    assert job.state == "finished"
    (notice,) = job.notices
    assert notice.startswith("A worker process died at step ")
    assert 10 <= int(notice.split("step ")[1].split(";")[0]) < 40
    assert [one.getMessage() for one in caplog.records] == [f"{job.key}: {notice}"]
    film, expected = service.film(job.hash), small_film(experiment)
    assert film is not None
    assert np.array_equal(film.snapshot.curves, expected.snapshot.curves)
    assert np.array_equal(film.outcome.test_error, expected.outcome.test_error)
    wait_until(lambda: connection_of(service).threads() == 2)


def test_a_persons_own_data_set_travels_and_is_kept(service: Service) -> None:
    own = replace(POINTS, name="csv-0123456789abcdef", x=POINTS.x + np.float32(3))
    experiment = fake_experiment(next(names), ms_a_step=1, data=own.name)
    with pytest.raises(ValueError, match="csv-0123456789abcdef"):
        submitted(service, experiment)
    job = service.submit(experiment, own, watcher="ada")
    wait_until(lambda: job.ended)
    film = service.film(job.hash)
    assert film is not None
    assert film.outcome.test_loss[0, 0] == own.x.sum()
    kept = service.store.dataset(own.name)
    assert kept is not None
    assert np.array_equal(kept.x, own.x)


def test_a_registered_data_set_is_loaded_by_the_worker(service: Service) -> None:
    wine = dataset("wine")
    experiment = fake_experiment(next(names), ms_a_step=1, data="wine")
    job = service.submit(experiment, wine, watcher="ada")
    wait_until(lambda: job.ended)
    film = service.film(job.hash)
    assert film is not None
    assert film.outcome.test_loss[0, 0] == wine.x.sum()
    assert service.store.dataset("wine") is None


def test_too_large_an_experiment_is_not_started(service: Service) -> None:
    large = Experiment(dataset=POINTS.name, hidden=(1024,) * 5, pairs=100, steps=20_000)
    job = submitted(service, large)
    assert job.state == "failed"
    assert service.job(large.hash) is job
    estimate = service.estimate(large, POINTS)
    assert job.message == estimate.problem != ""
    assert not estimate.allowed
    assert estimate.nearest is not None
    assert service.estimate(estimate.nearest, POINTS).allowed


def test_workers_step_back_and_have_one_thread_each(service: Service) -> None:
    job = submitted(service, fake_experiment(next(names), ms_a_step=1))
    wait_until(lambda: job.ended)
    assert service.film(job.hash).device.endswith("nice 10")
    assert connection_of(service).asked(what_is_loaded) == [(True, "1")] * 2
    assert service.devices()[-1] == "cpu"


def test_nobody_elsewhere_can_reach_the_cluster(service: Service) -> None:
    own = connection_of(service).own
    assert own is not None
    host = psutil.Process(own.pid)
    listening = [
        connection.laddr.ip
        for process in (host, *host.children(recursive=True))
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= 4
    assert set(listening) == {"127.0.0.1"}


def test_ended_runs_leave_little_behind(service: Service) -> None:
    for _ in range(25):
        job = submitted(service, fake_experiment(next(names), ms_a_step=0.1, steps=5))
        wait_until_ended(job)
    assert len(service._ended) == 16
    assert not service._live
    assert not service._dispatcher._jobs
    assert not service._dispatcher._futures
    assert not service._watchers._watching
    assert not service._queue._jobs
    wait_until(lambda: not connection_of(service)._client.futures, 20)
    assert job._attempt is None


def test_a_deleted_run_is_forgotten(service: Service) -> None:
    job = submitted(service, fake_experiment(next(names), ms_a_step=0.1))
    wait_until(lambda: job.ended)
    service.forget([(job.hash, NOBODY)])
    assert service.film(job.hash) is None
    assert service.job(job.hash) is None


def test_one_run_of_two_who_ask_is_one_film_with_two_owners(service: Service) -> None:
    experiment = fake_experiment(next(names), ms_a_step=2)
    ada, bob, carl = ("a" * 64, "b" * 64, "c" * 64)
    for one in (ada, bob):
        job = service.submit(experiment, POINTS, watcher=one, owner=one)
    service.watch(job.hash, carl)
    wait_until_ended(job)
    service.submit(experiment, POINTS, watcher="d", owner="d" * 64)  # it is there at once
    assert [service.owns(job.hash, one * 64) for one in "abcd"] == [True, True, False, True]
    for one in (ada, bob, "d" * 64):
        assert [run.hash for run in service.store.runs(one).found] == [job.hash]
    service.forget([(job.hash, ada)])
    assert not service.owns(job.hash, ada)
    assert service.film(job.hash) is not None
    service.forget([(job.hash, bob), (job.hash, "d" * 64)])
    assert service.film(job.hash) is None


def test_who_asks_while_a_run_is_being_saved_has_it_too(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    experiment = fake_experiment(next(names), ms_a_step=0.1)
    save, late = service.store.save, "e" * 64

    def save_slowly(film: Film, owner: str) -> int:
        service.submit(experiment, POINTS, watcher="late", owner=late)
        return save(film, owner)

    monkeypatch.setattr(service.store, "save", save_slowly)
    job = service.submit(experiment, POINTS, watcher="ada", owner="a" * 64)
    wait_until_ended(job)
    wait_until(lambda: service.store.owns(job.hash, late), 10)


def test_a_run_that_others_had_to_make_room_for_says_so(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.forget_all()
    first = submitted(service, fake_experiment(next(names), ms_a_step=0.1))
    wait_until_ended(first)
    service.store.rename(first.hash, NOBODY, "a name")
    monkeypatch.setattr(service.store, "_most_bytes", 1)
    job = submitted(service, fake_experiment(next(names), ms_a_step=0.1))
    wait_until_ended(job)
    assert job.notices == (
        "The server has no more room for runs. "
        "To keep this one, 1 older run with a name had to go.",
    )


def test_whom_nobody_watches_any_more_is_cancelled(service: Service, long_job: Job) -> None:
    there = {"ada", "bob"}
    watchers = service._watchers
    watchers._is_watching, watchers.seconds_of_grace = there.__contains__, 0.2
    service.watch(long_job.hash, "bob")
    there.remove("ada")
    time.sleep(0.8)
    assert long_job.state == "running"
    there.remove("bob")
    assert wait_until(lambda: long_job.state == "cancelled") < 2
    watchers._is_watching, watchers.seconds_of_grace = lambda watcher: True, 5.0


def test_without_a_database_runs_are_shown_but_not_kept(service: Service) -> None:
    keeping = service._keeping
    kept, keeping.store = keeping.store, Store("sqlite:////proc/nowhere/runs.sqlite3")
    try:
        job = submitted(service, fake_experiment(next(names), ms_a_step=1))
        wait_until(lambda: job.ended)
        assert job.state == "finished"
        assert job.notices == (NOT_YET.format(UNUSABLE),)
        assert job.snapshots
        assert service.job("0" * 16) is None
        assert service.store_problem == UNUSABLE
    finally:
        service.store.close()
        keeping.store = kept
    assert service.job("0" * 16) is None
    assert service.store_problem == ""


@pytest.mark.parametrize("sent", [b"nonsense", small_film(fake_experiment(9999)).to_bytes()])
def test_what_is_not_the_runs_film_fails_in_a_sentence(
    service: Service, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    dispatcher = service._dispatcher
    monkeypatch.setattr(dispatcher, "_work", lambda experiment, data, device: sent)
    job = submitted(service, fake_experiment(next(names)))
    wait_until(lambda: job.ended, 20)
    assert (job.state, job.message) == ("failed", NO_FILM)
    assert service.film(job.hash) is None
    assert not service._live


def test_a_store_that_raises_anything_does_not_stop_the_end(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(film: object, owner: str) -> int:
        raise IntegrityError("INSERT", {}, Exception("no"))

    monkeypatch.setattr(service.store, "save", save)
    job = submitted(service, fake_experiment(next(names), ms_a_step=0.1))
    wait_until(lambda: job.ended, 20)
    assert job.state == "finished"
    assert job.notices == ("This run could not be kept; the server's log says why.",)


def test_what_cancelled_runs_leave_is_bounded(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs: list[Job] = []
    for _ in range(3):
        job = submitted(service, fake_experiment(next(names), ms_a_step=10, steps=6000))
        wait_until(partial(getattr, job, "snapshots"))
        monkeypatch.setattr(ended, "MOST_BYTES", 1 if len(jobs) == 2 else 2**20)
        service.leave(job.hash, "ada")
        jobs.append(job)
        if len(jobs) == 2:
            assert all(job.bytes and job.snapshots for job in jobs)
    assert [bool(job.bytes) for job in jobs] == [False, False, True]
    assert jobs[0].snapshots == ()

"""What a job makes of what it hears."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from dropviz.experiments.film import Film, Snapshot, joined
from dropviz.jobs.attempt import MOST_PARTS
from dropviz.jobs.job import QUEUED_AND_SILENT, RUNNING_BUT_SILENT, Job
from dropviz.jobs.messages import Message, packed, scene, snapshot
from tests.jobs.films import small_film

FILM = small_film()
RUN = FILM.experiment


def new_job(film: Film | None = None) -> Job:
    return Job(
        RUN, "cpu", forecast=lambda job: (3, 4.5), film=lambda run: film, last_news=lambda: -1e9
    )


def parts(n: int) -> list[Snapshot]:
    """The film's snapshot in n parts, not all of them with something measured."""
    whole, cuts = FILM.snapshot, np.linspace(0, RUN.steps, n + 1).astype(int)
    found: list[Snapshot] = []
    for low, high in itertools.pairwise(cuts):
        at = (whole.steps > low if found else whole.steps >= 0) & (whole.steps <= high)
        arrays = {
            name: value[:, at] if name == "curves" else value[at]
            for name, value in vars(whole).items()
            if isinstance(value, np.ndarray) and name not in ("kept", "rates")
        }
        found.append(Snapshot(**arrays, kept=whole.kept[low:high], seconds=float(high) / 100))
    return found


def started(attempt: str) -> Message:
    told = Message(key="", attempt=attempt, kind="started", device="cpu")
    return {**told, "scene": packed(FILM.scene)}


def told(attempt: str, n: int) -> list[Message]:
    return [
        Message(key="", attempt=attempt, kind="snapshot", number=number, snapshot=packed(part))
        for number, part in enumerate(parts(n))
    ]


def test_scene_and_snapshot_come_back_as_they_were() -> None:
    found = scene(packed(FILM.scene))
    assert found.sizes == FILM.scene.sizes
    assert np.array_equal(found.points, FILM.scene.points)
    again = snapshot(packed(FILM.snapshot))
    assert again.seconds == FILM.snapshot.seconds
    for name, value in vars(FILM.snapshot).items():
        assert np.array_equal(getattr(again, name), value), name


def test_a_long_run_is_joined_as_it_goes() -> None:
    job = new_job()
    job.hear(started("a"))
    for message in told("a", 40 * 3):
        assert not job.hear(message)
    assert len(job.snapshots) <= MOST_PARTS
    whole = joined(job.snapshots)
    assert np.array_equal(whole.curves, FILM.snapshot.curves)
    assert np.array_equal(whole.kept, FILM.snapshot.kept)
    assert job.steps_done == RUN.steps


def test_who_joins_late_asks_once_for_what_was_missed() -> None:
    job, messages = new_job(), told("a", 6)
    assert job.hear(messages[3])
    assert not job.hear(messages[4])
    assert (job.state, job.scene, job.snapshots) == ("running", None, ())
    job.catch_up([started("of an older attempt"), started("a"), *messages[:5]])
    assert not job.hear(messages[5])
    assert job.notices == ()
    assert job.scene is not None
    assert np.array_equal(joined(job.snapshots).curves, FILM.snapshot.curves)


def test_what_is_remembered_by_nobody_is_left_out() -> None:
    job, messages = new_job(), told("a", 6)
    job.hear(messages[3])
    job.catch_up([messages[2]])
    job.hear(messages[4])
    assert [part.seconds for part in job.snapshots] == [part.seconds for part in parts(6)[2:5]]


def test_a_second_attempt_starts_from_nothing_and_says_so() -> None:
    job, messages = new_job(), told("a", 4)
    for message in (started("a"), *messages[:2], started("b")):
        job.hear(message)
    assert job.snapshots == ()
    (notice,) = job.notices
    assert "died at step 20;" in notice
    job.hear(messages[2])  # of the dead attempt
    assert job.snapshots == ()
    job.hear(told("b", 4)[0])
    assert len(job.snapshots) == 1


def test_an_attempt_that_was_cancelled_did_not_die() -> None:
    """Cancelled, asked for again, and begun elsewhere before the first worker had noticed."""
    job = new_job()
    for message in (started("a"), told("a", 4)[0], started("b")):
        job.hear(message)
    job.hear(Message(key="", attempt="a", kind="cancelled"))
    assert job.notices == ()
    assert job.state == "running"
    job.hear(Message(key="", attempt="b", kind="cancelled"))
    assert job.state == "queued"
    job.hear(started("c"))
    assert (job.state, job.notices) == ("running", ())


def test_an_ended_job_hears_nothing_and_keeps_nothing() -> None:
    job = new_job(FILM)
    job.hear(started("a"))
    job.hear(told("a", 2)[0])
    job.end("finished")
    assert not job.hear(started("b"))
    assert job.state == "finished"
    assert job.snapshots == (FILM.snapshot,)
    assert job.scene is FILM.scene
    lost = new_job()
    lost.hear(started("a"))
    lost.end("lost", "why")
    assert (lost.state, lost.message, lost.ended) == ("lost", "why", True)


def test_silence_is_told_after_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a run that waits only while all are silent; of one that has ended never."""
    now, last_news = 100.0, 0.0
    monkeypatch.setattr("dropviz.jobs.job.time.monotonic", lambda: now)
    job = Job(
        RUN, "cpu", forecast=lambda job: (1, 1.0), film=lambda run: None,
        last_news=lambda: last_news,
    )  # fmt: skip
    assert job.notices == ()
    now = 110.0
    assert job.notices == (QUEUED_AND_SILENT.format(10),)
    last_news = 101.0  # of another run
    assert job.notices == ()
    job.hear(started("a"))
    now, last_news = 119.9, 119.9
    assert job.notices == ()
    now = 122.4
    assert job.notices == (RUNNING_BUT_SILENT.format(12),)
    job.hear(told("a", 2)[0])
    assert job.notices == ()
    now = 1_000.0
    job.end("cancelled")
    assert job.notices == ()


def test_time_left_is_by_the_speed_so_far() -> None:
    job = new_job()
    assert job.seconds_of_training() is None
    job.hear(started("a"))
    empty = replace(parts(1)[0], kept=FILM.snapshot.kept[:0])
    job.hear(Message(key="", attempt="a", kind="snapshot", number=0, snapshot=packed(empty)))
    assert job.seconds_of_training() is None
    job = new_job()
    job.hear(started("a"))
    job.hear(told("a", 4)[0])  # 10 of 40 steps in 0.1 s
    assert abs((job.seconds_of_training() or 0) - 0.3) < 1e-9
    assert (job.place, job.seconds_left) == (3, 4.5)

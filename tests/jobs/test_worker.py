"""What runs in a worker, with a stand-in for Dask's side of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dropviz.data.datasets import dataset
from dropviz.experiments.film import Film
from dropviz.jobs.worker import TooLongError, told_film
from dropviz.training.engine import Run
from tests.jobs.fakes import fake_experiment

EXPERIMENT = fake_experiment(0, data="moons", steps=30)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Kinds of the messages that a worker has sent."""
    kinds: list[str] = []
    worker = SimpleNamespace(
        get_current_task=lambda: "train-x",
        log_event=lambda topic, message: kinds.append(message["kind"]),
        state=SimpleNamespace(tasks={"train-x": SimpleNamespace(state="executing")}),
    )
    monkeypatch.setattr("dropviz.jobs.worker.get_worker", lambda: worker)
    return kinds


def test_a_run_is_told_from_its_start_and_its_film_comes_back(told: list[str]) -> None:
    film = Film.from_bytes(told_film(Run(EXPERIMENT, dataset("moons"))))
    assert film.experiment == EXPERIMENT
    assert told[0] == "started"
    assert set(told[1:]) == {"snapshot"}


def test_a_run_that_takes_many_times_too_long_by_the_clock_is_stopped(
    told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DROPVIZ_LIMIT_SECONDS", "0.001")
    monkeypatch.setattr("dropviz.jobs.worker.SECONDS_BETWEEN", 0.0)
    with pytest.raises(TooLongError, match="more than 0 s"):
        told_film(Run(EXPERIMENT, dataset("moons")))
    assert 1 <= len(told) < 30

"""Places and times, and what is too large."""

from __future__ import annotations

import pytest

from dropviz.data.datasets import dataset
from dropviz.data.splits import split
from dropviz.experiments.cost import Limits, cost
from dropviz.experiments.experiment import Experiment
from dropviz.jobs.job import Job
from dropviz.jobs.queue import MOST, Queue, data_cost
from tests.jobs.fakes import fake_experiment

MOONS = dataset("moons")


def job(number: int, queue: Queue, state: str = "queued") -> Job:
    new = Job(
        fake_experiment(number), "cpu", forecast=lambda job: queue.forecast(job, 1),
        film=lambda run: None, last_news=lambda: 0.0,
    )  # fmt: skip
    new.state = state  # type: ignore[assignment]
    queue.join(new, MOONS)
    return new


def test_places_are_in_order_and_times_add_up() -> None:
    queue = Queue(Limits())
    each = data_cost(fake_experiment(0), MOONS).seconds
    jobs = [job(0, queue, "running"), *(job(number, queue) for number in range(1, 5))]
    assert [one.place for one in jobs] == [None, 1, 2, 3, 4]
    assert [one.seconds_left for one in jobs] == pytest.approx([n * each for n in range(1, 6)])
    with_three = [queue.forecast(one, 3)[1] for one in jobs]
    assert with_three == pytest.approx([each, each, each, 2 * each, 2 * each])
    queue.leave(jobs[1])
    assert [one.place for one in jobs] == [None, None, 1, 2, 3]
    assert jobs[1].seconds_left is None


def test_estimates_follow_what_runs_really_take() -> None:
    queue = Queue(Limits())
    experiment = fake_experiment(0)
    first = queue.estimate(experiment, MOONS, "cpu").seconds
    one = job(0, queue)
    queue.learn(one, 3 * first)
    assert queue.estimate(experiment, MOONS, "cpu").seconds == pytest.approx(3 * first)
    assert one.seconds_left == pytest.approx(3 * first)
    assert queue.estimate(experiment, MOONS, "cuda").seconds == pytest.approx(first)
    queue.learn(one, 3 * first)
    assert queue.correction("cpu") == pytest.approx(3)
    for _ in range(30):
        queue.learn(one, 1e6)
    assert queue.correction("cpu") == MOST


def test_a_busy_machine_makes_estimates_longer_and_forbids_little_more() -> None:
    seconds = data_cost(fake_experiment(0), MOONS).seconds
    queue = Queue(Limits(seconds=5 * seconds))
    for _ in range(9):
        queue.learn(job(0, queue), 20 * seconds)
    estimate = queue.estimate(fake_experiment(0), MOONS, "cpu")
    assert estimate.seconds == pytest.approx(20 * seconds)
    assert estimate.allowed


def test_the_nearest_allowed_is_named_and_is_allowed() -> None:
    queue = Queue(Limits(seconds=data_cost(Experiment(dataset="moons"), MOONS).seconds * 1.001))
    assert queue.estimate(Experiment(dataset="moons"), MOONS, "cpu").problem == ""
    large = Experiment(dataset="moons", pairs=40)
    estimate = queue.estimate(large, MOONS, "cpu")
    assert not estimate.allowed
    assert "times the limit of" in estimate.problem
    assert estimate.nearest is not None
    assert 5 <= estimate.nearest.pairs < 40
    assert estimate.nearest == large.model_copy(update={"pairs": estimate.nearest.pairs})
    assert queue.estimate(estimate.nearest, MOONS, "cpu").allowed


@pytest.mark.parametrize("name", ["digits", "moons", "wine"])
def test_parts_are_as_large_as_they_are_split(name: str) -> None:
    data, experiment = dataset(name), Experiment(dataset=name, train_size=50)
    parts = split(data, 0, 50)
    expected = cost(
        experiment, data.n_features, data.n_classes,
        n_validation=len(parts.y_validation), n_test=len(parts.y_test),
    )  # fmt: skip
    assert data_cost(experiment, data) == expected


def test_memory_has_a_limit_too() -> None:
    queue = Queue(Limits(seconds=1e9, bytes=2**28))
    large = Experiment(dataset="moons", hidden=(1024,) * 5, pairs=20, steps=1)
    estimate = queue.estimate(large, MOONS, "cpu")
    assert "GiB of memory" in estimate.problem
    assert estimate.nearest is not None
    assert max(estimate.nearest.hidden) < 1024
    assert estimate.nearest.pairs == 5

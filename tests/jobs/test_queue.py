"""Places and times, and what is too large."""

from __future__ import annotations

import pytest

from dropviz.data.datasets import dataset
from dropviz.data.splits import split
from dropviz.experiments.cost import Limits, cost
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.trial import trial_for
from dropviz.jobs.job import Job
from dropviz.jobs.queue import MOST, MOST_WAITING, Queue, data_cost
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
    assert queue.correction("cpu", experiment) == pytest.approx(3)
    for _ in range(30):
        queue.learn(one, 1e6)
    assert queue.correction("cpu", experiment) == MOST


def test_what_is_most_alike_counts_first() -> None:
    """Other seeds, pairs and steps are alike; of another width, and of trials, less is known."""
    queue, known = Queue(Limits()), fake_experiment(0)
    other = known.model_copy(update={"hidden": (7, 7)})
    for asked, times in ((known, 2.0), (other, 8.0)):
        new = job(0, queue)
        new.experiment = asked
        queue.learn(new, times * queue._jobs[new].seconds)
    more = known.model_copy(update={"pairs": 9, "first_seed": 500, "steps": 77})
    assert queue.correction("cpu", more) == pytest.approx(2)
    assert queue.correction("cpu", other) == pytest.approx(8)
    unknown = known.model_copy(update={"hidden": (9,)})
    assert queue.correction("cpu", unknown) == pytest.approx(4)
    assert queue.correction("cpu", trial_for("lstm_h")) == pytest.approx(4)
    assert queue.correction("cuda", known) == 1


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


def wanted(queue: Queue, owner: str, number: int, ms_a_step: float = 1.0, steps: int = 40) -> Job:
    """A job that a visitor has asked for; more steps take longer."""
    new = Job(
        fake_experiment(number, steps=steps), "cpu", forecast=lambda job: queue.forecast(job, 2),
        film=lambda run: None, last_news=lambda: 0.0,
    )  # fmt: skip
    new.add_owner(owner)
    queue.join(new, MOONS)
    return new


def start(queue: Queue, n_workers: int = 2) -> list[Job]:
    """Who is sent now; they run from now on."""
    sent = queue.next_to_send(n_workers)
    for one in sent:
        one.state = "running"
    return sent


def test_a_newcomer_comes_before_the_second_run_of_one_who_has_many() -> None:
    queue = Queue(Limits())
    many = [wanted(queue, "ada", number, steps=4_000) for number in range(20)]
    assert start(queue) == many[:2]
    newcomer = wanted(queue, "bob", 20)
    assert newcomer.place == 1
    assert many[2].place == 2
    assert start(queue) == []  # no worker is free
    queue.leave(many[0])
    assert start(queue) == [newcomer]
    queue.leave(newcomer)
    assert start(queue) == [many[2]]


def test_visitors_take_turns_and_the_shorter_run_comes_first() -> None:
    queue = Queue(Limits())
    ada = [wanted(queue, "ada", number, steps=3_000) for number in range(3)]
    bob = [wanted(queue, "bob", 10 + number, steps=1_000) for number in range(2)]
    cas = [wanted(queue, "cas", 20, steps=2_000)]
    order = [bob[0], cas[0], ada[0], bob[1], ada[1], ada[2]]
    assert [one.place for one in order] == [1, 2, 3, 4, 5, 6]
    assert [queue.next_to_send(n)[0] for n in range(1, 7)] == order


def test_a_run_that_two_want_has_the_better_turn_of_both() -> None:
    queue = Queue(Limits())
    ada = [wanted(queue, "ada", number) for number in range(3)]
    ada[2].add_owner("bob")
    assert [one.place for one in (ada[0], ada[2], ada[1])] == [1, 2, 3]


def test_who_has_waited_long_comes_before_shorter_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    queue, now = Queue(Limits()), 0.0
    monkeypatch.setattr("dropviz.jobs.queue.time.monotonic", lambda: now)
    long = wanted(queue, "ada", 0, steps=20_000)
    short = wanted(queue, "bob", 1)
    assert (short.place, long.place) == (1, 2)
    queue.leave(short)
    now = 1_000.0
    short = wanted(queue, "cas", 2)
    assert (long.place, short.place) == (1, 2)


def test_one_visitor_may_not_fill_the_queue() -> None:
    queue = Queue(Limits())
    for number in range(MOST_WAITING):
        assert not queue.is_full_for("ada")
        wanted(queue, "ada", number)
    assert queue.is_full_for("ada")
    assert not queue.is_full_for("bob")

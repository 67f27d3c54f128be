"""Operations are those PyTorch counts; limits and the nearest experiment keep their promises."""

from __future__ import annotations

import itertools

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from dropviz.experiments.cost import (
    FEWEST_PAIRS,
    FEWEST_STEPS,
    LIMIT_GIB,
    LIMIT_SECONDS,
    MEASURED_AT_ONCE,
    MEASURED_TRAIN_ROWS,
    STEPS_A_DRAW,
    Limits,
    cost,
    duration_words,
    forward_operations,
    limits,
    nearest_allowed,
    step_operations,
)
from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import GRID
from dropviz.training import draws, measuring

ARMS = (Arm(), Arm(p_hidden=0.5))
SIZES = [(64, 128, 128, 10), (2, 8, 2), (30, 5, 7, 11, 13, 17, 2)]


def counted(sizes: tuple[int, ...], n_rows: int, *, backward: bool) -> int:
    """Floating point operations that PyTorch counts in a plain MLP."""
    layers: list[torch.nn.Module] = []
    for n_in, n_out in itertools.pairwise(sizes):
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    model, x = torch.nn.Sequential(*layers[:-1]), torch.zeros(n_rows, sizes[0])
    with FlopCounterMode(display=False) as counter:
        loss = torch.nn.functional.cross_entropy(model(x), torch.zeros(n_rows, dtype=torch.int64))
        if backward:
            loss.backward()
    return counter.get_total_flops()


@pytest.mark.slow
@pytest.mark.parametrize("sizes", SIZES)
def test_operations_are_those_that_pytorch_counts(sizes: tuple[int, ...]) -> None:
    assert forward_operations(sizes, 37) == counted(sizes, 37, backward=False)
    assert step_operations(sizes, 50) == counted(sizes, 50, backward=True)


@pytest.mark.parametrize("n_features", [64, 2])
def test_an_experiment_trains_and_measures_all_its_runs(n_features: int) -> None:
    experiment = Experiment(pairs=3, steps=7, train_size=100)
    sizes = (n_features, 128, 128, 10)
    training = 7 * 6 * counted(sizes, 50, backward=True)
    watched = 8 * 6 * counted(sizes, 100 + 270, backward=False)
    grid = 8 * 2 * counted(sizes, GRID**2, backward=False) if n_features == 2 else 0
    test = 6 * counted(sizes, 539, backward=False)
    found = cost(experiment, n_features, 10, n_validation=270, n_test=539).operations
    assert found == training + watched + grid + test


def test_the_engine_measures_as_is_said_here() -> None:
    assert measuring.TRAIN_ROWS == MEASURED_TRAIN_ROWS
    assert measuring.ROWS_AT_ONCE == MEASURED_AT_ONCE
    assert draws.STEPS_A_DRAW == STEPS_A_DRAW


@pytest.mark.parametrize("field", ["pairs", "steps", "batch_size", "train_size"])
def test_more_of_anything_costs_no_less(field: str) -> None:
    small = Experiment()
    more = Experiment(**{field: 2 * getattr(small, field), "train_size": 400})
    one, other = cost(small, 64, 10), cost(more, 64, 10)
    assert other.seconds >= one.seconds
    assert other.bytes >= one.bytes


def test_many_small_runs_cost_their_calls() -> None:
    """As measured on one thread: seconds of 200 and of 20 runs of width 8 and 4."""
    many = Experiment(dataset="moons", hidden=(8,), pairs=100, steps=300, arms=ARMS)
    long = Experiment(dataset="moons", hidden=(4,), pairs=10, steps=5000, arms=ARMS)
    assert cost(many, 2, 2).seconds == pytest.approx(0.73, rel=0.4)
    assert cost(long, 2, 2).seconds == pytest.approx(1.84, rel=0.4)


def test_memory_counts_what_only_some_arms_need() -> None:
    plain = Experiment(arms=(Arm(), Arm()))
    for more in (Arm(early_stopping=True), Arm(input_noise=0.1)):
        other = Experiment(arms=(Arm(), more))
        assert cost(other, 64, 10).bytes > cost(plain, 64, 10).bytes


def test_fewer_pairs_come_first_then_fewer_steps_then_narrower_layers() -> None:
    large = Experiment(hidden=(1024, 512), pairs=100, steps=20_000)

    def nearest(seconds: float) -> Experiment:
        found = nearest_allowed(large, lambda one: cost(one, 64, 10).seconds <= seconds)
        assert found is not None
        assert cost(found, 64, 10).seconds <= seconds
        return found

    whole = cost(large, 64, 10).seconds
    assert nearest(whole) is large
    fewer = nearest(whole / 2)
    assert FEWEST_PAIRS < fewer.pairs < 100
    assert fewer == large.model_copy(update={"pairs": fewer.pairs})
    one_more = fewer.model_copy(update={"pairs": fewer.pairs + 1})
    assert cost(one_more, 64, 10).seconds > whole / 2
    shorter = nearest(whole / 100)
    assert shorter.pairs == FEWEST_PAIRS
    assert FEWEST_STEPS < shorter.steps < 20_000
    assert shorter.hidden == large.hidden
    narrower = nearest(0.4)
    assert (narrower.pairs, narrower.steps) == (FEWEST_PAIRS, FEWEST_STEPS)
    assert max(narrower.hidden) < 1024


def test_where_nothing_is_small_enough_there_is_no_nearest() -> None:
    assert nearest_allowed(Experiment(), lambda experiment: False) is None
    few = Experiment(pairs=3, steps=10)
    smallest = nearest_allowed(few, lambda one: max(one.hidden) <= 2)
    assert smallest is not None
    assert (smallest.pairs, smallest.steps, smallest.hidden) == (3, 10, (2, 2))


def test_limits_are_those_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DROPVIZ_LIMIT_SECONDS", "DROPVIZ_LIMIT_GIB"):
        monkeypatch.delenv(name, raising=False)
    assert limits() == Limits(LIMIT_SECONDS, LIMIT_GIB * 2**30)
    monkeypatch.setenv("DROPVIZ_LIMIT_SECONDS", "12.5")
    monkeypatch.setenv("DROPVIZ_LIMIT_GIB", " 2 ")
    assert limits() == Limits(12.5, 2 * 2**30)
    needed = cost(Experiment(), 64, 10)
    assert Limits(needed.seconds, needed.bytes).allow(needed)
    assert not Limits(needed.seconds, needed.bytes).allow(needed, correction=1.01)
    assert not Limits(needed.seconds, needed.bytes - 1).allow(needed)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.3, "a second"), (6.8, "7 s"), (99.4, "99 s"), (120, "2 min"), (131, "2.2 min"),
        (5_990, "100 min"), (145_564, "40 hours"), (400_000, "4.6 days"), (1e9, "12,000 days"),
    ],
)  # fmt: skip
def test_a_length_of_time_is_said_as_people_do(seconds: float, words: str) -> None:
    assert duration_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "gib", "says"),
    [
        (145_564, 1, "take one worker about 40 hours, 1,200 times the limit of 2 min."),
        (300, 1, "take one worker about 5 min, 2.5 times the limit of 2 min."),
        (121, 1, "take one worker about 2 min, just over 2 min."),
        (60, 10, "need about 10.0 GiB of memory, 2.5 times the limit of 4 GiB."),
    ],
)
def test_what_is_too_large_is_said_with_how_much(seconds: float, gib: float, says: str) -> None:
    assert Limits().complaint(seconds, gib * 2**30) == f"This would {says}"


@pytest.mark.parametrize("text", ["0", "-3", "nan", "much"])
def test_a_limit_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("DROPVIZ_LIMIT_SECONDS", text)
    with pytest.raises(ValueError, match=f"DROPVIZ_LIMIT_SECONDS is '{text}': it should"):
        limits()

"""What an experiment will cost, before it starts: operations, memory and time, in closed form."""

from __future__ import annotations

import itertools
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import GRID

LIMIT_SECONDS, LIMIT_GIB = 120.0, 4.0
"""Unless DROPVIZ_LIMIT_SECONDS and DROPVIZ_LIMIT_GIB say otherwise."""
FEWEST_PAIRS, FEWEST_STEPS, FEWEST_UNITS, FEWEST_EXAMPLES = 5, 50, 2, 50

# Of one thread of a common processor, fitted to 17 experiments of width 4 to 1,024 with 1 to 100
# pairs and 100 to 5,000 steps (within 40 %); what a machine really does is measured as it goes.
OPERATIONS_A_SECOND = 140e9
BYTES_A_SECOND = 12e9
SECONDS_A_PAIR = 1.9e-3  # its split
SECONDS_A_MEASUREMENT, SECONDS_A_RUN_MEASURED = 1.9e-3, 50e-6
SECONDS_A_LAYER, SECONDS_A_RUNS_LAYER = 26e-6, 3.5e-6
"""In each step, for all runs together and for each run: small products cost their calls."""

# As the engine has them; a test holds them.
MEASURED_TRAIN_ROWS = 300
STEPS_A_DRAW = 8
MEASURED_AT_ONCE = 1024


@dataclass(frozen=True)
class Cost:
    """What all runs of an experiment need together.

    operations : floating point operations of the matrix products, an addition and a
        multiplication counted as two, in training and measuring
    traffic : bytes that element-wise work (optimizer, activations, coins) reads and writes
    bytes : memory at the peak
    calls : seconds of one thread that go to calling, whatever the sizes of layers
    """

    operations: int
    traffic: int
    bytes: int
    calls: float

    @property
    def seconds(self) -> float:
        """Seconds that all this takes on one thread of a common processor."""
        return self.calls + self.operations / OPERATIONS_A_SECOND + self.traffic / BYTES_A_SECOND


@dataclass(frozen=True)
class Limits:
    """The largest experiment that is run: seconds of one worker, bytes of memory."""

    seconds: float = LIMIT_SECONDS
    bytes: float = LIMIT_GIB * 2**30

    def allow(self, cost: Cost, correction: float = 1.0) -> bool:
        """Whether this cost is within the limits.

        ``correction`` is measured time over estimated time.
        """
        return cost.seconds * correction <= self.seconds and cost.bytes <= self.bytes

    def complaint(self, seconds: float, n_bytes: float) -> str:
        """What is too large, and by how much, of an experiment that is not allowed."""
        if seconds > self.seconds:
            over = _over(seconds / self.seconds, duration_words(self.seconds))
            return f"This would take one worker about {duration_words(seconds)}, {over}."
        over = _over(n_bytes / self.bytes, f"{self.bytes / 2**30:.3g} GiB")
        return f"This would need about {n_bytes / 2**30:,.1f} GiB of memory, {over}."


def duration_words(seconds: float) -> str:
    """A length of time as people say it: "a second", "12 s", "2 min", "40 hours"."""
    if seconds < 1.5:
        return "a second"
    if seconds < 99.5:
        return f"{seconds:.0f} s"
    for size, name, most in ((60, "min", 100), (3600, "hours", 48)):
        if seconds < most * size:
            return f"{_rounded(seconds / size)} {name}"
    return f"{_rounded(seconds / 86_400)} days"


def _over(share: float, limit: str) -> str:
    return f"{_rounded(share)} times the limit of {limit}" if share > 1.05 else f"just over {limit}"


def _rounded(value: float) -> str:
    """A number with two significant digits, as text: "1,200"."""
    return f"{float(f'{value:.2g}'):,.15g}"


def limits() -> Limits:
    """The limits in force: DROPVIZ_LIMIT_SECONDS and DROPVIZ_LIMIT_GIB, or the defaults.

    Raises
    ------
    ValueError
        If one of them is not a positive number.
    """
    gib = positive_setting("DROPVIZ_LIMIT_GIB", LIMIT_GIB)
    return Limits(positive_setting("DROPVIZ_LIMIT_SECONDS", LIMIT_SECONDS), gib * 2**30)


def positive_setting(name: str, default: float) -> float:
    """The number that a variable of the environment gives.

    Raises
    ------
    ValueError
        One sentence, if it is no number above 0.
    """
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not value > 0:
        raise ValueError(f"{name} is {text!r}: it should be a number above 0.")
    return value


def forward_operations(sizes: tuple[int, ...], n_rows: int) -> int:
    """Floating point operations of one MLP's forward pass: 2 n i o for each layer i to o.

    Those of the matrix products; n is the number of rows.
    """
    return 2 * n_rows * sum(n_in * n_out for n_in, n_out in itertools.pairwise(sizes))


def step_operations(sizes: tuple[int, ...], batch_size: int) -> int:
    """Floating point operations of the matrix products in one training step of one MLP.

    Backward costs a product of the same size for the weights of each layer, and one for the
    units below it, which the first layer does not need.
    """
    first = 2 * batch_size * sizes[0] * sizes[1]
    return 3 * forward_operations(sizes, batch_size) - first


def cost(
    experiment: Experiment,
    n_features: int,
    n_classes: int,
    *,
    n_validation: int = 300,
    n_test: int = 600,
) -> Cost:
    """What all runs of an experiment need, on data with so many rows to validate and test on."""
    sizes = (n_features, *experiment.hidden, n_classes)
    runs, batch, steps = experiment.n_runs, experiment.batch_size, experiment.steps
    times = len(experiment.measured_steps)
    n_watched = min(experiment.train_size, MEASURED_TRAIN_ROWS) + n_validation
    grid = GRID**2 * len(experiment.arms) if n_features == 2 else 0
    operations = steps * runs * step_operations(sizes, batch)
    operations += times * forward_operations(sizes, runs * n_watched + grid)
    operations += forward_operations(sizes, runs * n_test)
    weights = sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(sizes))
    traffic = steps * runs * 4 * (10 * weights + 8 * batch * sum(sizes))
    data_rows = experiment.train_size + n_validation + n_test
    return Cost(
        operations=operations,
        traffic=traffic,
        bytes=_memory(experiment, sizes, weights, data_rows),
        calls=_calls(experiment),
    )


def _calls(experiment: Experiment) -> float:
    """Seconds that do not depend on the sizes of layers and batches."""
    runs, times = experiment.n_runs, len(experiment.measured_steps)
    layers = experiment.steps * (len(experiment.hidden) + 1)
    return (
        experiment.pairs * SECONDS_A_PAIR
        + times * (SECONDS_A_MEASUREMENT + runs * SECONDS_A_RUN_MEASURED)
        + layers * (SECONDS_A_LAYER + runs * SECONDS_A_RUNS_LAYER)
    )


def _memory(experiment: Experiment, sizes: tuple[int, ...], weights: int, data_rows: int) -> int:
    """Bytes at the peak: parameters, buffers of a step, random numbers, data, measuring."""
    runs, pairs, batch = experiment.n_runs, experiment.pairs, experiment.batch_size
    kept_weights = 3 if experiment.optimizer == "sgd" else 4
    kept_weights += 2 * any(arm.early_stopping for arm in experiment.arms)
    units = sum(sizes)
    floats = runs * weights * kept_weights
    floats += runs * batch * 3 * units
    floats += pairs * batch * units * (len(experiment.arms) + STEPS_A_DRAW // 2)
    if any(arm.input_noise for arm in experiment.arms):
        floats += pairs * batch * sizes[0] * STEPS_A_DRAW
    floats += 2 * pairs * data_rows * sizes[0]
    floats += 2 * pairs * min(MEASURED_AT_ONCE, data_rows) * max(sizes)
    return 4 * floats


def nearest_allowed(
    experiment: Experiment, allowed: Callable[[Experiment], bool]
) -> Experiment | None:
    """The experiment itself where it is allowed, else a smaller one, as near as can be.

    Fewer pairs first, not below 5; then fewer steps, not below 50; then narrower layers; then
    fewer training examples. What was not enough by itself stays at its lowest.

    Parameters
    ----------
    allowed : whether an experiment is small enough

    Returns
    -------
    Experiment or None
        None where even the smallest of these is not allowed.
    """
    if allowed(experiment):
        return experiment
    for name, value, lowest in (
        ("pairs", experiment.pairs, FEWEST_PAIRS),
        ("steps", experiment.steps, FEWEST_STEPS),
        ("hidden", max(experiment.hidden), FEWEST_UNITS),
        ("train_size", experiment.train_size, max(FEWEST_EXAMPLES, experiment.batch_size)),
    ):
        lowest = min(lowest, value)
        smallest = _with(experiment, name, lowest)
        if allowed(smallest):
            return _largest(smallest, experiment, name, lowest, value, allowed)
        experiment = smallest
    return None


def _largest(
    smallest: Experiment,
    experiment: Experiment,
    name: str,
    low: int,
    high: int,
    allowed: Callable[[Experiment], bool],
) -> Experiment:
    """The experiment with the largest allowed value of a field: ``low`` is, ``high`` is not."""
    best = smallest
    while high - low > 1:
        middle = (low + high) // 2
        tried = _with(experiment, name, middle)
        if allowed(tried):
            best, low = tried, middle
        else:
            high = middle
    return best


def _with(experiment: Experiment, name: str, value: int) -> Experiment:
    """The experiment with one field smaller; layers are cut off at a width."""
    new: Any = (
        tuple(min(width, value) for width in experiment.hidden) if name == "hidden" else value
    )
    return Experiment.model_validate(experiment.model_dump() | {name: new})

"""How long a run still takes, where measurements cost more than steps."""

from __future__ import annotations

import pytest

from dropviz.experiments.experiment import Comparison, Experiment
from dropviz.experiments.trial import trial_for
from dropviz.jobs.pace import MEASUREMENTS_AT_END, SECONDS_OF_PACE, Pace

BETWEEN = 0.1


def followed(
    asked: Comparison, step: float, measurement: float, first: float = 0.0
) -> list[tuple[float, float | None, float]]:
    """A run as the engine tells of it: seconds so far, said to be left, really left.

    Parameters
    ----------
    step, measurement : seconds of each
    first : seconds that the first step takes longer
    """
    pace, now, said_at, told = Pace(), 0.0, 0.0, []
    measured, to_measure = 0, set(asked.measured_steps.tolist())
    end = asked.steps * step + first + (len(to_measure) + MEASUREMENTS_AT_END) * measurement
    for steps in range(asked.steps + 1):
        now += step * (steps > 0) + first * (steps == 1)
        if steps in to_measure:
            measured += 1
            now += measurement
        if now - said_at >= BETWEEN:
            pace.take(now, steps, measured)
            left = pace.seconds_left(asked.steps - steps, len(to_measure) - measured)
            told.append((now, left, end - now))
            said_at = now
    return told


@pytest.mark.parametrize(
    ("asked", "step", "measurement", "first"),
    [
        (trial_for("lstm_h"), 0.1, 0.3, 0.1),
        (trial_for("spatial_3d"), 0.04, 0.4, 0.1),
        (trial_for("concrete"), 0.009, 0.03, 0.01),
        (Experiment(), 0.004, 0.008, 0.1),
        (Experiment(steps=3_000), 0.003, 0.02, 0.0),
    ],
)
def test_within_a_factor_of_1_25_after_a_second(
    asked: Comparison, step: float, measurement: float, first: float
) -> None:
    later = [
        (left, true) for now, left, true in followed(asked, step, measurement, first) if now >= 1
    ]
    assert len(later) > 5
    for left, true in later:
        if true > 0.5:
            assert left == pytest.approx(true, rel=0.25)


def test_nothing_is_said_before_the_first_step() -> None:
    pace = Pace()
    assert pace.seconds_left(100, 10) is None
    pace.take(2.0, 0, 1)
    assert pace.seconds_left(100, 10) is None
    pace.take(2.5, 1, 1)
    assert pace.seconds_left(10, 0) == pytest.approx(10 * 0.5 + MEASUREMENTS_AT_END * 2.0)


def test_the_pace_is_that_of_the_last_seconds() -> None:
    """A step a second, then ten; the window holds what began in it and one part more."""
    pace = Pace()
    for steps in range(1, 21):
        pace.take(float(steps), steps, 0)
    assert pace.seconds_left(10, 0) == pytest.approx(10)
    for tenths in range(1, 21):
        pace.take(20 + tenths / 10, 20 + tenths, 0)
    lately = (20 + 2) / SECONDS_OF_PACE
    assert pace.seconds_left(10, 0) == pytest.approx(10 / lately, rel=0.01)


def test_the_first_part_counts_as_long_as_there_is_no_other() -> None:
    pace = Pace()
    pace.take(0.5, 1, 1)
    assert pace.seconds_left(10, 0) == pytest.approx(5.0)
    pace.take(1.1, 2, 2)
    pace.take(1.2, 3, 3)
    assert pace.seconds_left(10, 0) == pytest.approx(10 * 0.7 / 2)

"""How fast a run goes, from what it has done so far, and how long the rest will take."""

from __future__ import annotations

from collections import deque

import numpy as np

SECONDS_OF_PACE = 4.0
"""The pace is that of the last seconds: a machine may be busy for a while."""
MEASUREMENTS_AT_END = 2
"""As much as the test at the end costs: it has about twice the rows of a measurement."""


class Pace:
    """Seconds of training, steps and measurements so far, as (3,) arrays in this order.

    A measurement may cost as much as ten steps, and the first second of a run of slow steps has the
    one at step 0 and no other. So both are counted in steps: a measurement is worth as many as
    it took longer than steps alone would have.
    """

    def __init__(self) -> None:
        self._marks = deque([np.zeros(3)])
        self._first = np.zeros(3)
        self._plain, self._measuring = np.zeros(3), np.zeros(3)  # parts without, with measurements

    def take(self, seconds: float, steps: int, measurements: int) -> None:
        """Take in what has been done by now, in all."""
        now = np.array([seconds, steps, measurements], float)
        part = now - self._marks[-1]
        if not self._first.any():
            self._first = part
        elif part[2]:
            self._measuring += part
        else:
            self._plain += part
        self._marks.append(now)
        if len(self._marks) > 2 and not self._marks[0].any():
            self._marks.popleft()  # the first part is slower than the rest
        while len(self._marks) > 2 and seconds - self._marks[1][0] >= SECONDS_OF_PACE:
            self._marks.popleft()

    def seconds_left(self, steps: int, measurements: int) -> float | None:
        """Seconds for so many more steps and measurements, and the test at the end.

        None before there is a pace.
        """
        worth = self._steps_a_measurement()
        seconds, stepped, measured = self._marks[-1] - self._marks[0]
        done = stepped + worth * measured
        rest = steps + worth * (measurements + MEASUREMENTS_AT_END)
        return float(rest * seconds / done) if done > 0 else None

    def _steps_a_measurement(self) -> float:
        """0 where it cannot be told, which is where both are quick: each part has some of both."""
        measuring = self._measuring if self._measuring[2] else self._first
        seconds, steps, measurements = measuring
        if not (self._plain[1] and measurements):
            return 0.0
        as_steps = seconds * self._plain[1] / self._plain[0]
        return max(0.0, float((as_steps - steps) / measurements))

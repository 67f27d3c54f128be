"""How good estimates of time are: ``python -m benchmarks.estimates [BUSY [RUN ...]]``.

Trains experiments and trials, or those named, on the workers of this machine, one after the other,
while BUSY other processes keep it busy (none if not given). Prints what was said before, a second
after the start and half-way, over what it took: 1 is right, the goal 1/1.5 to 1.5 after a second.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from dropviz.data.datasets import dataset
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.trial import trial_for
from dropviz.jobs.service import Service
from dropviz.jobs.store import Store

GOAL = 1.5
RUNS: dict[str, Any] = {
    "default": Experiment(),
    "default, 3,000 steps": Experiment(steps=3_000),
    "moons, 40 pairs": Experiment(dataset="moons", pairs=40, steps=1_500),
    "digits, 256 wide": Experiment(hidden=(256, 256), steps=1_000),
    "concrete": trial_for("concrete"),
    "spatial_2d": trial_for("spatial_2d"),
    "lstm_h": trial_for("lstm_h"),
    "spatial_3d": trial_for("spatial_3d"),
}


@dataclass(frozen=True)
class Estimates:
    """Seconds that a run took from press to end, and estimates over what was then left."""

    seconds: float
    before: float
    after_a_second: float | None
    half_way: float | None


def main() -> None:
    """Measure twice, so that the second time what was learnt from the first is used."""
    busy = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    runs = {name: RUNS[name] for name in sys.argv[2:]} or RUNS
    with busy_processes(busy), tempfile.TemporaryDirectory() as folder:
        service = Service(Store(f"sqlite:///{folder}/runs.sqlite3"))
        for turn in (1, 2):
            print(f"\n{busy} busy processes, turn {turn}\n")
            print("| run | took, s | before | after 1 s | half-way |")
            print("|---|---|---|---|---|")
            for name, asked in runs.items():
                found = measured(service, asked.model_copy(update={"first_seed": 100 * turn}))
                after = [
                    "" if ratio is None else f"{ratio:.2f}"
                    for ratio in (found.before, found.after_a_second, found.half_way)
                ]
                print(f"| {name} | {found.seconds:.1f} | {' | '.join(after)} |", flush=True)
        service.close()


def measured(service: Service, asked: Any) -> Estimates:
    """Train it, and compare what was said with what it took."""
    data = dataset(asked.dataset) if isinstance(asked, Experiment) else None
    expected = service.estimate(asked, data).seconds
    pressed = time.perf_counter()
    job = service.submit(asked, data, watcher="benchmark")
    said: list[tuple[float, float]] = []
    began = None
    while not job.ended:
        now = time.perf_counter()
        if job.state == "running":
            began = began or now
            if (left := job.seconds_left) is not None:
                said.append((now, left))
        time.sleep(0.02)
    end = time.perf_counter()
    assert job.state == "finished", job.message
    start = began or pressed

    def ratio(at: float) -> float | None:
        """Of the last estimate by then; None where too little was left to speak of."""
        heard = [(when, left) for when, left in said if when <= at]
        return heard[-1][1] / (end - heard[-1][0]) if heard and end - at > 0.5 else None

    return Estimates(
        end - pressed, expected / (end - pressed), ratio(start + 1.0), ratio((start + end) / 2)
    )


@contextmanager
def busy_processes(n: int) -> Iterator[None]:
    """So many processes that do nothing but keep a processor busy."""
    started = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(n)]
    try:
        yield
    finally:
        for process in started:
            process.kill()


if __name__ == "__main__":
    main()

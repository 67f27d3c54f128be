"""Small films, made without training."""

from __future__ import annotations

from typing import Any

import numpy as np

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import Film, Outcome, Scene, Snapshot


def small_experiment(**fields: Any) -> Experiment:
    return Experiment(**{"dataset": "moons", "hidden": (4,), "pairs": 2, "steps": 40, **fields})


def small_film(experiment: Experiment | None = None, *, device: str = "cpu") -> Film:
    """A film with numbers that depend on the experiment alone."""
    experiment = experiment or small_experiment(arms=(Arm(), Arm(p_hidden=0.5)))
    draw = np.random.default_rng(int(experiment.hash, 16))
    steps = experiment.measured_steps.astype(np.int32)
    t, a, s = len(steps), len(experiment.arms), experiment.pairs
    snapshot = Snapshot(
        steps=steps,
        curves=draw.random((4, t, a, s), np.float32),
        surfaces=draw.integers(0, 255, (t, a, 2, 2, 2), dtype=np.uint8),
        kept=draw.integers(0, 2, (experiment.steps, 1), dtype=np.uint8),
        edges=draw.integers(0, 4, (t, 3, 3), dtype=np.int16),
        edge_weights=draw.random((t, 3), np.float32),
        seconds=1.25,
    )
    outcome = Outcome(
        test_loss=draw.random((a, s), np.float32),
        test_error=draw.random((a, s), np.float32),
        chosen_step=np.full((a, s), experiment.steps, np.int32),
        stopped_at=np.full((a, s), -1, np.int32),
    )
    scene = Scene(draw.random((5, 3), np.float32), draw.random(4, np.float32), (2, 4, 2))
    return Film(experiment, scene, snapshot, outcome, device)

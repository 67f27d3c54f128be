"""Films for the stage of Live training, made without training."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from dropviz.core.arrays import FloatArray
from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import GRID, Outcome, Scene, Snapshot
from dropviz.experiments.verdict import Verdict, verdict
from dropviz.lessons.runs.status import RunStatus

SIX_ARMS = (
    Arm(), Arm(p_hidden=0.5), Arm(weight_decay=0.001), Arm(p_hidden=(0.2, 0.4), p_input=0.1),
    Arm(p_hidden=0.8, schedule="early"), Arm(early_stopping=True, batch_norm=True),
)  # fmt: skip
N_EDGES = 40


def live_experiment(*, two_d: bool = False, **fields: Any) -> Experiment:
    return Experiment(**{"dataset": "moons" if two_d else "digits", **fields})


def _curves(x: FloatArray, rates: FloatArray, own: FloatArray) -> FloatArray:
    """The four measures, over steps, arms and pairs."""
    falling = 2.3 * np.exp(-9 * own * (1 - 0.5 * rates) * x)
    return np.stack(
        (
            falling + 0.02 + 0.3 * rates,
            0.9 * falling / 2.3 + 0.01 + 0 * rates,
            falling + 0.4 + 1.2 * (1 - rates) * x * own,
            0.7 * falling / 2.3 + 0.22 - 0.15 * rates * own,
        )
    )


def live_film(experiment: Experiment) -> tuple[Scene, Snapshot, Outcome]:
    """Losses that fall and rise, masks at the rates, boundaries that move."""
    rng = np.random.default_rng(5)
    steps = experiment.measured_steps
    a, s, two_d = len(experiment.arms), experiment.pairs, experiment.dataset == "moons"
    n_hidden = len(experiment.hidden)
    rates = np.array([max(arm.hidden_rates(n_hidden)) for arm in experiment.arms])[:, None]
    own = 1 + 0.1 * rng.normal(size=s)
    curves = _curves((steps / experiment.steps)[:, None, None], rates, own)
    sizes = (2 if two_d else 64, *experiment.hidden, 2 if two_d else 10)
    rate = max(experiment.arms[experiment.shown_arm].hidden_rates(n_hidden))
    kept = rng.random((experiment.steps, sum(sizes[:-1]))) >= rate
    kept[:, : sizes[0]] = True
    layer = np.arange(N_EDGES) % (len(sizes) - 1)
    ends = [rng.integers(0, np.array(sizes)[layer + side]) for side in (0, 1)]
    edges = np.broadcast_to(np.stack((layer, *ends), 1), (len(steps), N_EDGES, 3))
    snapshot = Snapshot(
        steps=steps.astype(np.int32),
        curves=curves.astype(np.float32),
        surfaces=_surfaces(steps / experiment.steps, a if two_d else 0),
        kept=np.packbits(kept, axis=1),
        edges=edges.astype(np.int16),
        edge_weights=rng.normal(size=(len(steps), N_EDGES)).astype(np.float32),
        seconds=2.0,
    )
    points = rng.normal(size=(150 if two_d else 0, 3)).astype(np.float32)
    points[:, 2] = points[:, 1] > 0
    scene = Scene(points, np.array([-3, 3, -3, 3], np.float32), sizes)
    chosen = [experiment.steps // (2 if arm.early_stopping else 1) for arm in experiment.arms]
    chosen_steps = np.repeat(np.int32(chosen)[:, None], s, 1)
    never = np.full((a, s), -1, np.int32)
    last = snapshot.curves[:, -1]
    return scene, snapshot, Outcome(last[2], last[3], chosen_steps, never)


def _surfaces(progress: np.ndarray, arms: int) -> np.ndarray:
    side = GRID if arms else 0
    grid = np.linspace(-1, 1, GRID)[:side, None]
    share = 1 / (
        1 + np.exp(-8 * grid * progress[:, None, None, None] * np.ones((1, arms, 1, side)))
    )
    found = np.stack((share > 0.5, np.rint(255 * np.maximum(share, 1 - share))), -1)
    return found.astype(np.uint8)


def wild_run(experiment: Experiment) -> RunStatus:
    """A finished run whose losses have blown up."""
    run = shown_run(experiment)
    curves = run.snapshot.curves
    growth = np.linspace(0, 1, curves.shape[1])[None, :, None, None] ** 3
    curves[[0, 2]] *= 1 + 2e11 * growth * np.arange(1, curves.shape[3] + 1)
    assert run.outcome is not None
    outcome = replace(run.outcome, test_loss=curves[2, -1])
    return replace(run, outcome=outcome, verdicts=verdicts_of(experiment, outcome))


def first_part(snapshot: Snapshot, step: int) -> Snapshot:
    """What was known after a step."""
    times = int((snapshot.steps <= step).sum())
    return Snapshot(
        snapshot.steps[:times], snapshot.curves[:, :times], snapshot.surfaces[:times],
        snapshot.kept[:step], snapshot.edges[:times], snapshot.edge_weights[:times], 1.0,
    )  # fmt: skip


def verdicts_of(experiment: Experiment, outcome: Outcome) -> dict[int, tuple[Verdict, Verdict]]:
    loss, error, n = outcome.test_loss, outcome.test_error, len(experiment.arms) - 1
    return {
        arm: (
            verdict(loss[0], loss[arm], measure="log-loss", margin=0.05, n_comparisons=n),
            verdict(error[0], error[arm], measure="error", margin=0.01, n_comparisons=n),
        )
        for arm in range(1, n + 1)
    }


def shown_run(
    experiment: Experiment, state: str = "finished", step: int | None = None
) -> RunStatus:
    """A run in that state; after a step, if one is given."""
    if state == "queued":
        return RunStatus(experiment, state, place=3, seconds_left=4.2)
    scene, snapshot, outcome = live_film(experiment)
    if state != "finished":
        seen = first_part(snapshot, experiment.steps // 2 if step is None else step)
        message = "The scheduler cannot be reached; finished runs are safe."
        lost = {"message": message} if state in ("failed", "lost") else {}
        return RunStatus(
            experiment, state, scene, seen, seconds_left=3.0, steps_per_second=4123.0, **lost
        )
    return RunStatus(
        experiment, state, scene, snapshot, outcome, steps_per_second=4123.0, device="cpu",
        verdicts=verdicts_of(experiment, outcome),
        says={"verdict": ["It helped.", "Over seeds."], "spread": "Closer.", "diagnosis": []},
    )  # fmt: skip

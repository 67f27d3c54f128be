"""Runs: names of their arms, quartiles by NumPy, masks and edges of their films."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

from dropviz.experiments.arms import arm_names
from dropviz.experiments.experiment import Arm
from dropviz.lessons.live_training.payload import packed_run
from tests.experiments.test_arms import NAMES
from tests.stage.live_runs import SIX_ARMS, live_experiment, live_film, shown_run

RECIPES = (
    Arm(), Arm(p_hidden=0.5), Arm(p_hidden=(0.5, 0.2)), Arm(p_input=0.2), Arm(max_norm=3),
    Arm(p_hidden=0.5, schedule="late"), Arm(weight_decay=1e-5, batch_norm=True),
    Arm(input_noise=0.1, label_smoothing=0.05), Arm(early_stopping=True),
    Arm(p_hidden=0.1234567890123),
)  # fmt: skip
STEPS = (0, 1, 2, 37, 99, 100)


def cases() -> dict[str, Any]:
    """What Python says of them."""
    return {"names": _names(), "quartiles": _quartiles(), "frames": _frames()}


def _names() -> list[dict[str, Any]]:
    several = [arms for arms, _ in NAMES]
    several += [SIX_ARMS, *combinations(RECIPES, 2), *combinations(RECIPES, 3)]
    return [
        {"arms": [arm.model_dump(mode="json") for arm in arms], "names": arm_names(arms)}
        for arms in several
    ]


def _quartiles() -> dict[str, Any]:
    """Some runs were stopped; from the seventh measurement on no run of the second arm is left."""
    run = shown_run(live_experiment(pairs=7, steps=60))
    assert run.snapshot is not None
    curves = run.snapshot.curves
    curves[:, 4:, 1, :5] = np.nan
    curves[:, 7:, 1] = np.nan
    found = np.full((*curves.shape[:3], 3), np.nan)
    there = np.isfinite(curves).any(-1)
    found[there] = np.nanquantile(curves[there], [0.25, 0.5, 0.75], axis=-1).T
    wanted = [None if np.isnan(value) else round(float(value), 6) for value in found.ravel()]
    return {"run": {**packed_run(run), "film": None}, "middle": wanted}


def _frames() -> dict[str, Any]:
    experiment = live_experiment(pairs=1, steps=100)
    _, snapshot, _ = live_film(experiment)
    frames = []
    for step in STEPS:
        place = int(np.searchsorted(snapshot.steps, step, side="right")) - 1
        kept = np.unpackbits(snapshot.kept[max(0, step - 1)])[: 64 + 128 + 128]
        frames.append(
            {
                "step": step,
                "place": place,
                "kept": kept.tolist(),
                "edges": snapshot.edges[place].ravel().tolist(),
            }
        )
    return {"run": packed_run(shown_run(experiment)), "frames": frames}

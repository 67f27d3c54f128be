"""A recorded run and what Python finds in it; masks at other rates; how many masks to expect."""

from __future__ import annotations

from typing import Any

import numpy as np

from dropviz.core.network import forward
from dropviz.core.subnetworks import binomial_band, expected_distinct
from dropviz.data.digits import test_digits as shipped_digits
from dropviz.experiments.recording import Recording, RunSettings, pack_weights
from dropviz.lessons.thinned_networks.payload import packed_recording
from dropviz.training.recorded import record_run
from scripts.vectors import rounded
from tests.oracles.network import weight_gradients
from tests.oracles.recording import times_kept, unpack_weights

SETTINGS = [
    RunSettings(n_steps=12, hidden=4, p_drop=0.3, batch_size=8),
    RunSettings(n_steps=12, hidden=4, p_drop=0.5, batch_size=8, masks="batch"),
    RunSettings(n_steps=4, hidden=4, p_drop=1.0, batch_size=8),
]
PLACES = [(0, 0), (2, 3), (3, 7)]
OTHER_RATES = (0.0, 0.07, 0.29, 0.57, 0.58, 0.7, 1.0)
COUNTED = [(8, 1), (8, 640), (32, 3840), (64, 6400)]
RATES = (0.0, 0.01, 0.3, 0.9, 1.0)


def example_of(run: Recording, step: int, example: int) -> dict[str, Any]:
    """What happens to one example of a step, by the recorded weights."""
    hidden, p_drop = run.settings.hidden, run.settings.p_drop
    keep = run.kept(step, example)
    factor = 1 / (1 - p_drop) if p_drop < 1 else 0.0
    multipliers = [np.ones(64), keep[:hidden] * factor, keep[hidden:] * factor]
    network, digits = run.network(step), shipped_digits()
    digit = int(run.examples[step, example])
    label = int(digits.labels[digit])
    passed = forward(network, digits.images[digit], multipliers)
    return {
        "step": step,
        "example": example,
        "mask": keep.astype(int).tolist(),
        "label": label,
        "probabilities": rounded(passed.probabilities[0]),
        "gradients": [
            rounded(layer.ravel())
            for layer in weight_gradients(network, passed, multipliers, label)
        ],
    }


def run_of(settings: RunSettings) -> dict[str, Any]:
    """A run as it is sent, and what is in it."""
    run = record_run(settings)
    return {
        "packed": packed_recording(run),
        "weights": rounded(unpack_weights(pack_weights(run), settings).ravel()),
        "losses": rounded(np.stack([run.loss_masked, run.loss_plain, run.loss_validation])),
        "distinct": run.distinct_so_far().tolist(),
        "kept": times_kept(run).ravel().tolist(),
        "examples": [example_of(run, *place) for place in PLACES],
    }


def cases() -> dict[str, Any]:
    """Runs, the masks of the first at other rates, and the formulas of counting."""
    others = [
        {"p": p, "kept": times_kept(record_run(run)).ravel().tolist()}
        for p in OTHER_RATES
        for run in [RunSettings(n_steps=12, hidden=4, p_drop=p, batch_size=8)]
    ]
    counts = [
        {
            "units": units,
            "draws": draws,
            "p": p,
            "distinct": float(expected_distinct(units, p, draws)),
            "band": list(binomial_band(draws, 1 - p)),
        }
        for p in RATES
        for units, draws in COUNTED
    ]
    return {"runs": [run_of(settings) for settings in SETTINGS], "others": others, "counts": counts}

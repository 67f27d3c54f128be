"""Moments of the sum that dropout lets through, by NumPy."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from dropviz.core.arrays import BoolArray, FloatArray
from dropviz.core.moments import (
    LARGEST_ENUMERATION,
    SCALING_RULES,
    agrees,
    enumerated_sums,
    inference_factor,
    mask_probabilities,
    mean_after_relu,
    noise_variance,
    training_factor,
    training_moments,
)
from dropviz.lessons.expected_activations.view import (
    ExpectedView,
    _coins_of,
    activations_and_weights,
)
from dropviz.stage.packing import packed
from scripts.vectors import rounded as rounded_to

N_BINS = 31
N_SAMPLES = 100
SEEDS = (7, 8, 9)
MOST_SAMPLED, MOST_ENUMERATED = 64, 7

rounded = partial(rounded_to, decimals=14)


def states(most: int) -> list[ExpectedView]:
    """Ends of the rate, no weight at all, presets, then what is drawn."""
    rng = np.random.default_rng(5)
    ends = [ExpectedView(p=p, n=most) for p in (0.0, 1.0)]
    drawn = [
        ExpectedView(
            p=round(rng.random(), 2), n=int(rng.integers(2, most + 1)),
            seed=int(rng.integers(10_000)), input_seed=int(rng.integers(10_000)),
        )
        for _ in range(30)
    ]  # fmt: skip
    few = min(most, 40)
    presets = [ExpectedView(values=name, n=few) for name in ("signs", "equal", "large")]
    return [*ends, ExpectedView(w="0" * few, n=few), *presets, *drawn]


def contributions_of(view: ExpectedView) -> FloatArray:
    """The w_i x_i."""
    x, w = activations_and_weights(view)
    return w * x


def kept_by(seed: int, view: ExpectedView) -> BoolArray:
    """Samples x inputs."""
    return np.asarray(_coins_of(seed)[:, : view.n].astype(np.float64) >= view.p)


def sampled(contributions: FloatArray, p: float, keep: BoolArray) -> dict[str, Any]:
    """What samples say: sums, their running mean and variance, the mean after ReLU.

    ``after`` is None where all masks are counted instead.
    """
    sums = keep @ contributions
    found: dict[str, Any] = {
        "sums": sums,
        "mean": np.cumsum(sums) / np.arange(1, len(sums) + 1),
        "variance": {t: sums[:t].var(ddof=1) for t in (2, 17, len(sums))},
        "relu": np.maximum(sums, 0).mean(),
        "after": None,
    }
    if len(contributions) > LARGEST_ENUMERATION:
        after = mean_after_relu(contributions, p, "none", keep)
        found["after"] = {"mean": after.value, "error": after.error, "exact": bool(after.exact)}
    return found


def counted(contributions: FloatArray, p: float) -> dict[str, Any]:
    """What all masks say, and the closed forms of each rule of scaling."""
    sums, n_dropped = enumerated_sums(contributions)
    chances = mask_probabilities(n_dropped, len(contributions), p)
    low, high = np.minimum(0, contributions).sum(), np.maximum(0, contributions).sum()
    width = (high - low) / (N_BINS - 1)
    places = (sums - low) / width if width else np.zeros(len(sums))
    bins = np.clip(np.floor(places + 0.5 + 1e-9), 0, N_BINS - 1).astype(int)
    arms = {}
    for rule in SCALING_RULES:
        moments = training_moments(contributions, p, rule)
        unused = np.zeros((1, len(contributions)), bool)
        arms[rule] = {
            "mean": moments.mean,
            "variance": moments.variance,
            "training": training_factor(p, rule),
            "inference": inference_factor(p, rule),
            "agree": bool(agrees(contributions, p, rule)),
            "relu": mean_after_relu(contributions, p, rule, unused).value,
        }
    return {
        "sums": sums,
        "chances": chances,
        "shares": np.bincount(bins, weights=chances, minlength=N_BINS),
        "noise": noise_variance(p),
        "arms": arms,
    }


def _numbers(found: Any) -> Any:
    if isinstance(found, dict):
        return {name: _numbers(value) for name, value in found.items()}
    return found if found is None or isinstance(found, bool) else rounded(found)


def _coins() -> dict[int, str]:
    hundredths = {seed: np.floor(100 * _coins_of(seed).astype(np.float64)) for seed in SEEDS}
    return {seed: packed(rows[:N_SAMPLES].astype(np.uint8)) for seed, rows in hundredths.items()}


def cases() -> dict[str, Any]:
    """States of the lesson, sampled and counted."""
    of_samples, of_masks = [], []
    for number, view in enumerate(states(MOST_SAMPLED)):
        seed, contributions = SEEDS[number % len(SEEDS)], contributions_of(view)
        found = sampled(contributions, view.p, kept_by(seed, view)[:N_SAMPLES])
        given = {"p": view.p, "seed": seed, "contributions": contributions.tolist()}
        of_samples.append(given | _numbers(found))
    for view in states(MOST_ENUMERATED):
        contributions = contributions_of(view)
        given = {"p": view.p, "contributions": contributions.tolist()}
        of_masks.append(given | _numbers(counted(contributions, view.p)))
    return {"coins": _coins(), "sampled": of_samples, "counted": of_masks}

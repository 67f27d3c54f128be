"""What Python sends to the stage of *Expected activations*."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import get_args

import numpy as np
from typing_extensions import TypedDict

from dropviz.core.activations import ACTIVATIONS, ActivationName
from dropviz.core.depth import N_LAYERS
from dropviz.core.limits import N_SEEDS
from dropviz.core.moments import LARGEST_ENUMERATION, SCALING_RULES, ScalingRule
from dropviz.data.depth import shipped_depth_ratios
from dropviz.lessons.expected_activations.calls import RanCallPayload
from dropviz.lessons.expected_activations.view import (
    LARGEST_LEVEL,
    LARGEST_N,
    LEVELS,
    N_SAMPLES,
    PRESETS,
    SMALLEST_N,
    ZERO_WEIGHT,
    ExpectedView,
    Values,
    _coins_of,
    preset_levels,
    random_levels,
)
from dropviz.stage.packing import packed

SEEDS_TOGETHER = 2
SEEDS_AHEAD = 1


class ExpectedPayload(TypedDict):
    """Rules of scaling, limits, coins, activations and weights; arrays in base64.

    activations : names of functions that dropout may stand before or after
    calls : of PyTorch, run on the server; empty where nobody looks at them
    values : names of how activations and weights are made
    levels : a character for each level in a link
    coins : by seed, in hundredths, uint8 of shape (n_samples, largest_n)
    random : by input seed, levels of activations and weights, uint8 of shape (2, largest_n)
    presets : such levels, by the name of how they are made, unless that is "random"
    depth : float64, the mean of ``DepthRatios``
    """

    rules: tuple[ScalingRule, ...]
    values: tuple[Values, ...]
    activations: tuple[ActivationName, ...]
    calls: list[RanCallPayload]
    smallest_n: int
    largest_n: int
    levels: str
    largest_level: int
    zero_weight: int
    n_samples: int
    n_layers: int
    largest_enumeration: int
    coins: dict[str, str]
    random: dict[str, str]
    presets: dict[Values, str]
    depth: str


@lru_cache(maxsize=64)
def _packed_hundredths(seed: int) -> str:
    """Coins rounded down to hundredths, uint8 of shape (1000, 64).

    Nothing is lost: rates come in steps of 0.01, and ``u >= k/100`` is ``floor(100 u) >= k``.
    """
    return packed(np.floor(100 * _coins_of(seed).astype(np.float64)).astype(np.uint8))


def _nearby(seed: int) -> range:
    """The seeds sent with a seed, so that the next flip needs no server."""
    first = seed - seed % SEEDS_TOGETHER
    return range(first, min(first + SEEDS_TOGETHER + SEEDS_AHEAD, N_SEEDS))


@lru_cache(maxsize=64)
def _packed_data(first_seed: int, first_input_seed: int) -> ExpectedPayload:
    seeds, input_seeds = _nearby(first_seed), _nearby(first_input_seed)
    return {
        "rules": SCALING_RULES,
        "values": get_args(Values),
        "activations": ACTIVATIONS,
        "calls": [],
        "smallest_n": SMALLEST_N,
        "largest_n": LARGEST_N,
        "levels": LEVELS,
        "largest_level": LARGEST_LEVEL,
        "zero_weight": ZERO_WEIGHT,
        "n_samples": N_SAMPLES,
        "n_layers": N_LAYERS,
        "largest_enumeration": LARGEST_ENUMERATION,
        "coins": {str(seed): _packed_hundredths(seed) for seed in seeds},
        "random": {str(seed): packed(random_levels(seed)) for seed in input_seeds},
        "presets": {name: packed(preset_levels(name, 0)) for name in PRESETS},
        "depth": packed(shipped_depth_ratios().mean),
    }


def payload(view: ExpectedView, calls: Sequence[RanCallPayload] = ()) -> ExpectedPayload:
    """What ``expected_activations/stage.js`` is sent; the same for neighbouring seeds."""
    data = _packed_data(_nearby(view.seed)[0], _nearby(view.input_seed)[0])
    return {**data, "calls": [*calls]}

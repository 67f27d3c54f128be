"""What Python sends to the stage of *Expected activations*."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

import numpy as np
from typing_extensions import TypedDict

from dropviz.core.depth import inverted_depth_ratios
from dropviz.core.moments import LARGEST_ENUMERATION
from dropviz.lessons.expected_activations.view import (
    N_SAMPLES,
    ExpectedView,
    _coins_of,
    preset_levels,
    random_levels,
)
from dropviz.stage.packing import packed

SEEDS_TOGETHER = 2
SEEDS_AHEAD = 1
Preset = Literal["equal", "large", "signs"]


class ExpectedPayload(TypedDict):
    """Coins, activations and weights; arrays in base64.

    coins : by seed, in hundredths, uint8 of shape (n_samples, largest n)
    random : by input seed, levels of activations and weights, uint8 of shape (2, largest n)
    presets : levels, by the name of how they are made; those of "random" are in ``random``
    depth : float64, ``inverted_depth_ratios``
    """

    n_samples: int
    largest_enumeration: int
    coins: dict[str, str]
    random: dict[str, str]
    presets: dict[Preset, str]
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
    return range(first, first + SEEDS_TOGETHER + SEEDS_AHEAD)


@lru_cache(maxsize=64)
def _packed_data(first_seed: int, first_input_seed: int) -> ExpectedPayload:
    seeds, input_seeds = _nearby(first_seed), _nearby(first_input_seed)
    presets: tuple[Preset, ...] = get_args(Preset)
    return {
        "n_samples": N_SAMPLES,
        "largest_enumeration": LARGEST_ENUMERATION,
        "coins": {str(seed): _packed_hundredths(seed) for seed in seeds},
        "random": {str(seed): packed(random_levels(seed)) for seed in input_seeds},
        "presets": {name: packed(preset_levels(name, 0)) for name in presets},
        "depth": packed(inverted_depth_ratios()),
    }


def payload(view: ExpectedView) -> ExpectedPayload:
    """For ``expected_activations/stage.js``; the same for neighbouring seeds."""
    return _packed_data(_nearby(view.seed)[0], _nearby(view.input_seed)[0])

"""Typed face of the stage of the lesson *Expected activations*.

Activations and weights are whole numbers of tenths ("levels"), so that a link holds them exactly:
level k of an activation is k/10 (0 to 3), level k of a weight is (k - 15)/10 (-1.5 to 1.5).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from dropviz.core.arrays import FloatArray
from dropviz.core.coins import coins, keep_mask
from dropviz.core.depth import N_LAYERS, inverted_depth_ratios
from dropviz.core.moments import LARGEST_ENUMERATION, SCALING_RULES
from dropviz.stage.component import Imposed, packed, stage_component
from dropviz.stage.view import N_SEEDS, Rate, Seed, View

SMALLEST_N, LARGEST_N = 2, 64
N_SAMPLES = 1000
LARGEST_LEVEL = 30
ZERO_WEIGHT = 15
LEVELS = "0123456789abcdefghijklmnopqrstu"
"""One character a level in a link."""
SEEDS_TOGETHER = 2
SEEDS_AHEAD = 1

Values = Literal["random", "equal", "large", "signs"]
PRESETS: tuple[Values, ...] = get_args(Values)[1:]
"""Those that need no seed."""
Levels = Annotated[str, Field(pattern=rf"^[-{LEVELS}]{{0,{LARGEST_N}}}$")]

_mount = stage_component("expected_activations")


class ExpectedView(View):
    """What is on the stage of *Expected activations*.

    ``values`` names how activations and weights are made (``preset_levels``), ``input_seed`` the
    seed of the random ones. ``x`` and ``w`` are what was chosen by hand: a level for each input,
    "-" or nothing where an input follows ``values``.
    """

    p: Rate = 0.4
    n: Annotated[int, Field(ge=SMALLEST_N, le=LARGEST_N)] = 10
    seed: Seed = 7
    values: Values = "random"
    input_seed: Seed = 0
    x: Levels = ""
    w: Levels = ""


def random_levels(input_seed: int) -> NDArray[np.uint8]:
    """Levels of activations (row 0) and weights (row 1), uint8 of shape (2, 64).

    Activations are absolute values of N(0, 1), weights are N(0.3, 0.5^2), rounded to tenths.
    """
    rng = np.random.default_rng((input_seed, 1))
    drawn = np.stack(
        [
            10 * np.abs(rng.normal(size=LARGEST_N)),
            10 * rng.normal(0.3, 0.5, LARGEST_N) + ZERO_WEIGHT,
        ]
    )
    return np.asarray(np.clip(np.rint(drawn), 0, LARGEST_LEVEL), dtype=np.uint8)


def preset_levels(values: Values, input_seed: int) -> NDArray[np.uint8]:
    """Levels of activations (row 0) and weights (row 1), uint8 of shape (2, 64)."""
    levels = np.full((2, LARGEST_N), [[10], [ZERO_WEIGHT + 10]], dtype=np.uint8)
    if values == "random":
        return random_levels(input_seed)
    if values == "large":
        levels[:, 1:] = [[2], [ZERO_WEIGHT + 10]]
        levels[:, 0] = LARGEST_LEVEL
    if values == "signs":
        levels[1, 1::2] = ZERO_WEIGHT - 10
    return levels


def activations_and_weights(view: ExpectedView) -> tuple[FloatArray, FloatArray]:
    """The x and w on the stage, each of shape (n,)."""
    levels = preset_levels(view.values, view.input_seed).astype(int)
    for row, chosen in enumerate((view.x, view.w)):
        for index, level in enumerate(chosen):
            if level != "-":
                levels[row, index] = LEVELS.index(level)
    x, w = levels[:, : view.n]
    return x / 10, (w - ZERO_WEIGHT) / 10


def keep_rows(view: ExpectedView) -> NDArray[np.bool_]:
    """The masks of the 1,000 samples on the stage, bool of shape (1000, n)."""
    return keep_mask(_coins_of(view.seed)[:, : view.n], view.p)


def _coins_of(seed: int) -> NDArray[np.float32]:
    """The coins of a seed, shape (1000, 64); sample t of n inputs uses the first n of row t."""
    return coins(seed, N_SAMPLES * LARGEST_N).reshape(N_SAMPLES, LARGEST_N)


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
def _packed_data(first_seed: int, first_input_seed: int) -> dict[str, Any]:
    seeds, input_seeds = _nearby(first_seed), _nearby(first_input_seed)
    return {
        "rules": SCALING_RULES,
        "values": get_args(Values),
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
        "depth": packed(inverted_depth_ratios()),
    }


def expected_activations(
    imposed: Imposed, view: ExpectedView, *, key: str, on_view_change: Callable[[], None]
) -> None:
    """Show the stage. Its state ``view`` is a dict for ``ExpectedView.accept``."""
    data = _packed_data(_nearby(view.seed)[0], _nearby(view.input_seed)[0]) | imposed.as_data()
    _mount(key=key, data=data, on_view_change=on_view_change)

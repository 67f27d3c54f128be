"""What is chosen on the stage of *Expected activations*."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from dropviz.core.activations import ActivationName
from dropviz.core.arrays import FloatArray
from dropviz.core.coins import coins, keep_mask
from dropviz.core.moments import ScalingRule
from dropviz.stage.view import Rate, Seed, View

SMALLEST_N, LARGEST_N = 2, 64
N_SAMPLES = 1000
LARGEST_LEVEL = 30
ZERO_WEIGHT = 15
LEVELS = "0123456789abcdefghijklmnopqrstu"
"""One character a level in a link."""

Values = Literal["random", "equal", "large", "signs"]
PRESETS: tuple[Values, ...] = get_args(Values)[1:]
"""Those that need no seed."""
Levels = Annotated[str, Field(pattern=rf"^[-{LEVELS}]{{0,{LARGEST_N}}}$")]


class ExpectedView(View):
    """What is on the stage of *Expected activations*.

    ``values`` names how activations and weights are made (``preset_levels``), ``input_seed`` the
    seed of the random ones. ``x`` and ``w`` are what was chosen by hand: a level for each input,
    "-" or nothing where an input follows ``values``. ``rule`` is the one that is
    shown, ``closer`` what is looked at below; ``ticked`` has a "1" for each call that is thought to
    drop, ``ran`` tells whether they were run.
    """

    p: Rate = 0.4
    n: Annotated[int, Field(ge=SMALLEST_N, le=LARGEST_N)] = 10
    seed: Seed = 7
    values: Values = "random"
    input_seed: Seed = 0
    x: Levels = ""
    w: Levels = ""
    rule: ScalingRule | Literal["all"] = "all"
    closer: Literal["noise", "depth", "activation"] = "noise"
    activation: ActivationName = "relu"
    ticked: Annotated[str, Field(pattern=r"^[01]{0,10}$")] = ""
    ran: Literal["no", "yes"] = "no"


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

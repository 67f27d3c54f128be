"""What is chosen on the stage of *Thinned sub-networks*."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from dropviz.experiments.recording import (
    MaskSharing,
    RunSettings,
)
from dropviz.stage.view import Rate, Seed, View

DEFAULT = RunSettings()
HIDDEN_SIZES = (4, 8, 16, 32)
BATCH_SIZES = (8, 16, 32)
LEARNING_RATES = (0.003, 0.01, 0.03)
SPEEDS = (2, 8, 30)


def _one_of(*choices: float) -> AfterValidator:
    def check(value: float) -> float:
        if value not in choices:
            raise ValueError(f"{value} is not one of {choices}")
        return value

    return AfterValidator(check)


class ThinnedView(View):
    """What is on the stage of *Thinned sub-networks*.

    ``step`` and ``example`` (place in the batch) count from 1, as on the screen. The settings of
    the run are ``p``, ``masks``, ``hidden``, ``batch``, ``lr`` and ``seed``; the others only
    choose what is looked at; ``speed`` is in steps a second, ``plain`` is the loss of each batch
    without its masks.
    """

    p: Rate = DEFAULT.p_drop
    masks: MaskSharing = DEFAULT.masks
    edges: Literal["signal", "gradient"] = "signal"
    step: Annotated[int, Field(ge=1, le=DEFAULT.n_steps)] = 1
    example: Annotated[int, Field(ge=1, le=max(BATCH_SIZES))] = 1
    speed: Annotated[int, _one_of(*SPEEDS)] = 8
    plain: Literal["shown", "hidden"] = "shown"
    hidden: Annotated[int, _one_of(*HIDDEN_SIZES)] = DEFAULT.hidden
    batch: Annotated[int, _one_of(*BATCH_SIZES)] = DEFAULT.batch_size
    lr: Annotated[float, _one_of(*LEARNING_RATES)] = DEFAULT.learning_rate
    seed: Seed = DEFAULT.seed

    @property
    def settings(self) -> RunSettings:
        """The run that this view looks at."""
        return RunSettings(
            hidden=self.hidden,
            p_drop=self.p,
            masks=self.masks,
            batch_size=self.batch,
            learning_rate=self.lr,
            seed=self.seed,
        )

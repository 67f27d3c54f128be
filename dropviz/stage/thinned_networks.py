"""Typed face of the stage of the lesson *Thinned sub-networks*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import AfterValidator, Field

from dropviz.data.digits import LARGEST_PIXEL, test_digits
from dropviz.experiments.recording import (
    COIN_SIDES,
    MaskSharing,
    Recording,
    RunSettings,
    pack_weights,
)
from dropviz.stage.component import Imposed, packed, stage_component
from dropviz.stage.view import Rate, Seed, View

DEFAULT = RunSettings()
HIDDEN_SIZES = (4, 8, 16, 32)
BATCH_SIZES = (8, 16, 32)
LEARNING_RATES = (0.003, 0.01, 0.03)
SPEEDS = (2, 8, 30)
HEIGHT = 304

_mount = stage_component("thinned_networks")


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
    choose what is looked at, and ``speed`` is in steps a second.
    """

    p: Rate = DEFAULT.p_drop
    masks: MaskSharing = DEFAULT.masks
    edges: Literal["signal", "gradient"] = "gradient"
    step: Annotated[int, Field(ge=1, le=DEFAULT.n_steps)] = 80
    example: Annotated[int, Field(ge=1, le=max(BATCH_SIZES))] = 14
    speed: Annotated[int, _one_of(*SPEEDS)] = 8
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


def packed_recording(recording: Recording) -> dict[str, Any]:
    """A run for ``decodeRecording`` in ``recording.js``; 0.7 MB for the default one.

    Coins travel instead of masks, so that the masks follow the rate while its slider is dragged.
    Weights are within half a rounding step of the recorded ones (``PackedWeights``).
    """
    settings = recording.settings
    weights = pack_weights(recording)
    digits = test_digits()
    losses = (recording.loss_masked, recording.loss_plain, recording.loss_validation)
    return {
        "settings": {
            "p": settings.p_drop, "masks": settings.masks, "hidden": settings.hidden,
            "batch": settings.batch_size, "lr": settings.learning_rate, "seed": settings.seed,
        },
        "sizes": list(settings.sizes),
        "steps": settings.n_steps,
        "rows": settings.n_masks,
        "sides": COIN_SIDES,
        "coins": packed(recording.coins),
        "examples": packed(recording.examples.astype(np.uint8)),
        "start": packed(weights.start),
        "updates": packed(weights.updates),
        "scales": packed(weights.scales),
        "losses": packed(np.stack(losses).astype(np.float32)),
        "norms": packed(recording.gradient_norms.astype(np.float32)),
        "trained": packed(recording.trained_share.astype(np.float32)),
        "pixels": packed(digits.pixels[: settings.n_train]),
        "labels": packed(digits.labels[: settings.n_train]),
        "largest_pixel": LARGEST_PIXEL,
        "height": HEIGHT,
    }  # fmt: skip


def thinned_networks(
    imposed: Imposed, run: dict[str, Any], *, key: str, on_view_change: Callable[[], None]
) -> None:
    """Show the stage with a ``packed_recording``. Its state ``view`` is for ``ThinnedView``."""
    choices = {"hidden": HIDDEN_SIZES, "batch": BATCH_SIZES, "lr": LEARNING_RATES, "speed": SPEEDS}
    data = {"run": run, "choices": choices} | imposed.as_data()
    _mount(key=key, data=data, on_view_change=on_view_change)

"""What Python sends to the stage of *Thinned sub-networks*."""

from __future__ import annotations

import numpy as np
from typing_extensions import TypedDict

from dropviz.core.limits import N_SEEDS
from dropviz.data.digits import LARGEST_PIXEL, test_digits
from dropviz.experiments.recording import COIN_SIDES, MaskSharing, Recording, pack_weights
from dropviz.lessons.thinned_networks.view import BATCH_SIZES, HIDDEN_SIZES, LEARNING_RATES, SPEEDS
from dropviz.stage.packing import packed

HEIGHT = 258
"""Of the drawing, in px, where everything is on show."""


class RecordingSettings(TypedDict):
    """The settings of a view that make the recorded run."""

    p: float
    masks: MaskSharing
    hidden: int
    batch: int
    lr: float
    seed: int


class PackedRecording(TypedDict):
    """A recorded run, for ``decodeRecording`` in ``recording.js``; arrays in base64.

    sizes : units of each layer, input first
    rows : masks of a step; sides : of a coin; coins, examples : as in ``Recording``, in bytes
    start, updates, scales : as in ``PackedWeights``
    losses : float32 of shape (3, steps), with masks, without, in validation
    norms, trained : gradient norms and trained shares, as in ``Recording``, float32
    pixels, labels : of the training digits, in bytes; height : of the drawing, in px
    """

    settings: RecordingSettings
    sizes: list[int]
    steps: int
    rows: int
    sides: int
    coins: str
    examples: str
    start: str
    updates: str
    scales: str
    losses: str
    norms: str
    trained: str
    pixels: str
    labels: str
    largest_pixel: int
    height: int


class RecordingChoices(TypedDict):
    """What can be chosen for a recorded run and its play; speed in steps a second."""

    hidden: tuple[int, ...]
    batch: tuple[int, ...]
    lr: tuple[float, ...]
    speed: tuple[int, ...]


class ThinnedPayload(TypedDict):
    """A recorded run, what other runs can be asked for, and how many seeds there are."""

    run: PackedRecording
    choices: RecordingChoices
    seeds: int


def packed_recording(recording: Recording) -> PackedRecording:
    """A run for the browser; 0.7 MB for the default one.

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


def payload(run: PackedRecording) -> ThinnedPayload:
    """What ``thinned_networks/stage.js`` is sent, with a ``packed_recording``."""
    return {
        "run": run,
        "choices": {
            "hidden": HIDDEN_SIZES, "batch": BATCH_SIZES, "lr": LEARNING_RATES, "speed": SPEEDS,
        },
        "seeds": N_SEEDS,
    }  # fmt: skip

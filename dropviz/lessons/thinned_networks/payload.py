"""What Python sends to the stage of *Thinned sub-networks*."""

from __future__ import annotations

from typing import Any

import numpy as np

from dropviz.data.digits import LARGEST_PIXEL, test_digits
from dropviz.experiments.recording import (
    COIN_SIDES,
    Recording,
    pack_weights,
)
from dropviz.lessons.thinned_networks.view import BATCH_SIZES, HIDDEN_SIZES, LEARNING_RATES, SPEEDS
from dropviz.stage.packing import packed
from dropviz.stage.view import N_SEEDS

HEIGHT = 304


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


def payload(run: dict[str, Any]) -> dict[str, Any]:
    """For ``thinned_networks/stage.js``, with a ``packed_recording``."""
    choices = {"hidden": HIDDEN_SIZES, "batch": BATCH_SIZES, "lr": LEARNING_RATES, "speed": SPEEDS}
    return {"run": run, "choices": choices, "seeds": N_SEEDS}

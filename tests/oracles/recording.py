"""What the browser makes of a recorded run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dropviz.experiments.recording import PackedWeights, Recording, RunSettings


def times_kept(run: Recording) -> NDArray[np.int64]:
    """How often each unit was kept up to each step, shape (n_steps, n_units)."""
    return np.asarray(run.masks.sum(axis=1).cumsum(axis=0))


def unpack_weights(packed: PackedWeights, settings: RunSettings) -> NDArray[np.float64]:
    """The weights before each step, shape (n_steps, n_weights)."""
    sizes = [int(np.prod(shape)) for shape in settings.tensor_shapes]
    updates = packed.updates * np.repeat(packed.scales.astype(np.float64), sizes, axis=1)
    return np.vstack([packed.start[None].astype(np.float64), updates]).cumsum(axis=0)

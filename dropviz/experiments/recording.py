"""A recorded training run: settings, what happened at each step, and the run packed small.

Arrays only; ``dropviz.training.recorded`` makes one with torch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dropviz.core.network import Network

MaskSharing = Literal["example", "batch"]
COIN_SIDES = 100
"""Coins of a recording are 0..99, so that rates in steps of 0.01 are met exactly."""
N_DIGITS = 450
N_INPUT, N_CLASSES = 64, 10


@dataclass(frozen=True)
class RunSettings:
    """Settings of one run of a 64-hidden-hidden-10 network; dropout on both hidden layers.

    Raises
    ------
    ValueError
        For a value outside its range, with the value and what would be right.
    """

    hidden: int = 16
    p_drop: float = 0.3
    masks: MaskSharing = "example"
    batch_size: int = 32
    learning_rate: float = 0.01
    n_train: int = 200
    n_steps: int = 200
    seed: int = 5

    def __post_init__(self) -> None:
        for name, low, high in (
            ("hidden", 1, 64),
            ("p_drop", 0.0, 1.0),
            ("batch_size", 1, self.n_train),
            ("learning_rate", 0.0, 1.0),
            ("n_train", 1, N_DIGITS - 1),
            ("n_steps", 1, 2000),
            ("seed", 0, 10**9),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(f"{name} is {value}; it must lie between {low} and {high}")
        if self.masks not in get_args(MaskSharing):
            raise ValueError(f"masks is {self.masks!r}; it must be one of {get_args(MaskSharing)}")
        if abs(self.p_drop * COIN_SIDES - self.threshold) > 1e-9:
            raise ValueError(f"p_drop is {self.p_drop}; it must be a multiple of 0.01")

    @property
    def sizes(self) -> tuple[int, int, int, int]:
        """Units in each layer, input first."""
        return (N_INPUT, self.hidden, self.hidden, N_CLASSES)

    @property
    def n_units(self) -> int:
        """Units that dropout may silence: both hidden layers."""
        return 2 * self.hidden

    @property
    def n_masks(self) -> int:
        """Number of masks drawn in one step: one for each example, or one for the whole batch."""
        return self.batch_size if self.masks == "example" else 1

    @property
    def threshold(self) -> int:
        """A unit is kept when its coin (0..99) is at least this."""
        return round(self.p_drop * COIN_SIDES)

    @property
    def tensor_shapes(self) -> list[tuple[int, ...]]:
        """Shapes of weight, bias, weight, bias, ... in the order of a flat row of weights."""
        pairs = zip(self.sizes[:-1], self.sizes[1:], strict=True)
        return [shape for n_in, n_out in pairs for shape in ((n_out, n_in), (n_out,))]


@dataclass(frozen=True)
class Recording:
    """What happened at each step, everything measured with the weights *before* the step.

    Attributes
    ----------
    coins : uint8 of shape (n_steps, n_masks, n_units), 0..99
    examples : int64 of shape (n_steps, batch_size), which training digits the batch held
    weights : float32 of shape (n_steps, n_weights), all tensors of the network in one row
    loss_masked, loss_plain : float64 of shape (n_steps,), of the batch with its masks, and of the
        same batch without
    loss_validation : float64 of shape (n_steps,), of the digits not trained on, without masks
    gradient_norms : float64 of shape (n_steps, 3), of each layer's weights, for the batch
    trained_share : float64 of shape (n_steps,), share of weights whose batch gradient is not zero
    """

    settings: RunSettings
    coins: NDArray[np.uint8]
    examples: NDArray[np.int64]
    weights: NDArray[np.float32]
    loss_masked: NDArray[np.float64]
    loss_plain: NDArray[np.float64]
    loss_validation: NDArray[np.float64]
    gradient_norms: NDArray[np.float64]
    trained_share: NDArray[np.float64]

    @property
    def masks(self) -> NDArray[np.bool_]:
        """True where a unit is kept, shape (n_steps, n_masks, n_units)."""
        return np.asarray(self.coins >= self.settings.threshold)

    def kept(self, step: int, example: int) -> NDArray[np.bool_]:
        """Hidden units kept for one example in one step (both from 0), bool of shape (n_units,)."""
        return np.asarray(self.masks[step, min(example, self.settings.n_masks - 1)])

    def distinct_so_far(self) -> NDArray[np.int64]:
        """Number of distinct sub-networks met up to each step, shape (n_steps,)."""
        flat = self.masks.reshape(-1, self.settings.n_units)
        _, first = np.unique(np.packbits(flat, axis=1), axis=0, return_index=True)
        new = np.bincount(first // self.settings.n_masks, minlength=self.settings.n_steps)
        return np.asarray(new.cumsum())

    def network(self, step: int) -> Network:
        """The network with the weights before a step."""
        shapes = self.settings.tensor_shapes
        ends = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
        tensors = [
            part.reshape(shape)
            for part, shape in zip(np.split(self.weights[step], ends), shapes, strict=True)
        ]
        return Network(tuple(tensors[0::2]), tuple(tensors[1::2]))


@dataclass(frozen=True)
class PackedWeights:
    """Weights of a run in one byte for each weight and step.

    ``start`` float32 (n_weights,), ``updates`` int8 (n_steps - 1, n_weights), ``scales`` float32
    (n_steps - 1, n_tensors). What is rounded away in one step is made up in the next, so errors
    do not add up: each rebuilt weight is off by at most half the scale of its tensor's last
    update, about 1e-4 at a learning rate of 0.01 (Adam moves no weight much further than that).
    """

    start: NDArray[np.float32]
    updates: NDArray[np.int8]
    scales: NDArray[np.float32]


def pack_weights(recording: Recording) -> PackedWeights:
    """The run's weights as a start and rounded updates."""
    weights = recording.weights.astype(np.float64)
    starts = _tensor_starts(recording.settings)
    rebuilt = weights[0].copy()
    updates = np.zeros((len(weights) - 1, weights.shape[1]), np.int8)
    scales = np.zeros((len(weights) - 1, len(starts)), np.float32)
    for step, target in enumerate(weights[1:]):
        wanted = target - rebuilt
        largest = np.maximum.reduceat(np.abs(wanted), starts)
        # A scale is rounded up to float32, so that no update exceeds 127.
        scales[step] = np.nextafter((largest / 127).astype(np.float32), np.float32(np.inf))
        scale = _spread(scales[step], starts, weights.shape[1])
        updates[step] = np.rint(wanted / scale)
        rebuilt += updates[step] * scale
    return PackedWeights(recording.weights[0], updates, scales)


def _tensor_starts(settings: RunSettings) -> NDArray[np.int64]:
    sizes = [int(np.prod(shape)) for shape in settings.tensor_shapes]
    return np.concatenate([[0], np.cumsum(sizes)[:-1]])


def _spread(
    scales: NDArray[np.float32], starts: NDArray[np.int64], n_weights: int
) -> NDArray[np.float64]:
    """The scale of each weight, which is that of its tensor, of shape (n_weights,)."""
    lengths = np.diff(np.append(starts, n_weights))
    return np.repeat(scales.astype(np.float64), lengths)

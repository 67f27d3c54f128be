"""What a training run of an experiment leaves behind: its film, and the snapshots it is made of.

Axes: t measured steps, a arms, s pairs. Arrays only; a film is kept as safetensors bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save
from typing_extensions import TypeVar

from dropviz.core.arrays import Float32Array
from dropviz.core.tensors import tensors_and_words
from dropviz.experiments.experiment import Comparison, Experiment
from dropviz.experiments.trial import comparison_from

CURVES = ("train_loss", "train_error", "validation_loss", "validation_error")
GRID = 40
"""Points along each side of a decision surface."""

C = TypeVar("C", bound=Comparison, default=Experiment)
RunState = Literal["queued", "running", "finished", "cancelled", "failed", "lost"]
"""Of a run; "lost" when nobody knows what became of it."""


@dataclass(frozen=True)
class Scene:
    """What can be drawn beside the curves, the same at all steps.

    points : float32 of shape (n, 3): the training set of the first pair as x, y, label (as it is
        trained on, wrong labels included), for data with two features; else of shape (0, 3)
    bounds : float32 of shape (4,): lowest and highest x, lowest and highest y of the surface
    sizes : units in each layer, input first
    majority_error : float32 of shape (s,): share of the test part that is wrong if the answer is
        always the class that is most frequent in the pair's training part; of shape (0,) in films
        that were made before it was kept
    """

    points: Float32Array
    bounds: Float32Array
    sizes: tuple[int, ...]
    majority_error: Float32Array = field(default_factory=lambda: np.zeros(0, np.float32))


@dataclass(frozen=True)
class Snapshot:
    """What was measured since the snapshot before.

    steps : int32 of shape (t,)
    curves : float32 of shape (4, t, a, s), in the order of ``CURVES``, all in eval mode: mean
        cross-entropy in nats, share of wrong answers. Training labels include the wrong ones.
        NaN from where a run was stopped.
    surfaces : uint8 of shape (t, a, GRID, GRID, 2): class that the first run of each arm says, and
        its probability in 1/255; rows from the lowest y. Shape (t, 0, 0, 0, 2) without two features
    kept : uint8 of shape (steps taken since the snapshot before, bytes): for each step, not only
        the measured ones, the input and hidden units that the first example of the batch kept, as
        ``np.packbits`` packs them; first run of ``experiment.shown_arm``
    edges : int16 of shape (t, e, 3): layer, from, to; the strongest edges of that run, whether its
        units are kept or not
    edge_weights : float32 of shape (t, e)
    seconds : since training began
    rates : float32 of shape (t, a, s): mean learnt rate of dropout, NaN for an arm whose rate is
        given; empty where no arm learns one
    """

    steps: NDArray[np.int32]
    curves: Float32Array
    surfaces: NDArray[np.uint8]
    kept: NDArray[np.uint8]
    edges: NDArray[np.int16]
    edge_weights: Float32Array
    seconds: float
    rates: Float32Array = field(default_factory=lambda: np.zeros((0, 0, 0), np.float32))


@dataclass(frozen=True)
class Outcome:
    """How the runs ended: arrays of shape (a, s), arms and pairs.

    test_loss, test_error : float32, in eval mode; NaN for a run that was stopped
    chosen_step : int32, the step whose weights were judged (earlier with early stopping)
    stopped_at : int32, the measured step at which a loss was no longer finite, or -1
    """

    test_loss: Float32Array
    test_error: Float32Array
    chosen_step: NDArray[np.int32]
    stopped_at: NDArray[np.int32]


@dataclass(frozen=True)
class Film(Generic[C]):
    """What the runs of one experiment left behind: scene, curves and more at each step, outcome.

    device : where it was made: "cpu", a GPU's name

    Of a ``Trial`` (``Film[Trial]``) there are curves and outcome; scene, surfaces, masks and edges
    are empty.
    """

    experiment: C
    scene: Scene
    snapshot: Snapshot
    outcome: Outcome
    device: str

    @property
    def steps_per_second(self) -> float:
        """Training steps per second, summed over runs."""
        return self.experiment.steps * self.experiment.n_runs / max(self.snapshot.seconds, 1e-9)

    def to_bytes(self) -> bytes:
        """The film as bytes in the safetensors format, for ``from_bytes``."""
        tensors = {
            f"{part}.{name}": np.ascontiguousarray(value)
            for part in ("scene", "snapshot", "outcome")
            for name, value in vars(getattr(self, part)).items()
            if isinstance(value, np.ndarray)
        }
        about = {
            "experiment": self.experiment.canonical_json,
            "sizes": json.dumps(self.scene.sizes),
            "seconds": repr(self.snapshot.seconds),
            "device": self.device,
        }
        return save(tensors, about)

    @classmethod
    def from_bytes(cls, data: bytes) -> Film[Any]:
        """The film that ``to_bytes`` wrote."""
        tensors, about = tensors_and_words(data)
        parts: dict[str, dict[str, NDArray[Any]]] = {}
        for path, value in tensors.items():
            part, name = path.split(".")
            parts.setdefault(part, {})[name] = value
        sizes = tuple(json.loads(about["sizes"]))
        return Film(
            experiment=comparison_from(about["experiment"]),
            scene=Scene(**parts["scene"], sizes=sizes),
            snapshot=Snapshot(**parts["snapshot"], seconds=float(about["seconds"])),
            outcome=Outcome(**parts["outcome"]),
            device=about["device"],
        )


def joined(snapshots: Sequence[Snapshot]) -> Snapshot:
    """One snapshot of several in a row: arrays joined over time, ``seconds`` of the last one."""
    axis = {"curves": 1}
    columns = {
        name: np.concatenate([getattr(part, name) for part in snapshots], axis=axis.get(name, 0))
        for name in ("steps", "curves", "surfaces", "kept", "edges", "edge_weights", "rates")
    }
    return Snapshot(**columns, seconds=snapshots[-1].seconds)

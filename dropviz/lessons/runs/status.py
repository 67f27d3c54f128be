"""A run as far as it is known, and what Python sends of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypedDict

from dropviz.experiments.experiment import Arm
from dropviz.experiments.film import C, Outcome, RunState, Scene, Snapshot
from dropviz.experiments.verdict import Verdict
from dropviz.lessons.runs.words import EFFECT_WORDS
from dropviz.stage.packing import DumpOf, packed

ArmDump = Annotated[dict[str, Any], DumpOf(Arm)]


@dataclass(frozen=True)
class RunStatus(Generic[C]):
    """A run of an experiment (or ``RunStatus[Trial]``), as far as it is known.

    snapshot : everything measured so far (``core.film.joined``).
    place : in the queue, 1 for the next; seconds_left : estimated.
    steps_per_second : training steps, summed over runs.
    notices : what happened on the way and changed nothing; message : why it failed or was lost.
    verdicts : of log-loss and error, by the number of the arm that is compared with arm 0.
    says : sentences under "verdict", "spread" and "diagnosis", one or several each.
    """

    experiment: C
    state: RunState
    scene: Scene | None = None
    snapshot: Snapshot | None = None
    outcome: Outcome | None = None
    place: int | None = None
    seconds_left: float | None = None
    steps_per_second: float | None = None
    notices: Sequence[str] = ()
    message: str = ""
    verdicts: Mapping[int, tuple[Verdict, Verdict]] = field(default_factory=dict)
    says: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    device: str = ""


class PackedPlan(TypedDict):
    """What the curves of a run have to know of its settings."""

    steps: int
    pairs: int
    arms: list[ArmDump]


class PackedOutcome(TypedDict):
    """As ``Outcome``, by arm and pair; null for what is no finite number."""

    test_loss: list[list[float | None]]
    test_error: list[list[float | None]]
    chosen_step: list[list[int]]
    stopped_at: list[list[int]]


class PackedVerdict(TypedDict):
    """An arm against arm 0; null for what is no finite number.

    word : what pairs say; mean, low, high : of the differences, and their interval of this level
    margin : differences that do not matter; left_out : pairs in which a run was stopped
    """

    word: str
    mean: float | None
    low: float | None
    high: float | None
    margin: float
    differences: list[float | None]
    left_out: int
    level: float


class ArmVerdicts(TypedDict):
    """Of an arm, by its number."""

    arm: int
    loss: PackedVerdict
    error: PackedVerdict


class PackedScene(TypedDict):
    """What can be drawn beside the curves, as in ``Scene``.

    sizes : units of each layer, input first
    n_points : of the training set; points : of the first of these, x, y, label, float32 in base64
    """

    sizes: list[int]
    bounds: list[float]
    n_points: int
    points: str


class PackedFilm(TypedDict):
    """Surfaces and edges of measured steps, masks of steps, as in ``Snapshot``; in base64.

    first : the first measured step that is here, by its place; frames : how many there are
    n_edges : of a frame; units : droppable ones, in a row of masks
    first_step : the step of the first mask; stride : steps from one mask to the next
    """

    first: int
    frames: int
    surfaces: str
    edges: str
    edge_weights: str
    n_edges: int
    units: int
    first_step: int
    stride: int
    kept: str


class PackedRun(TypedDict):
    """How far a run is, its curves, and how it ended, for ``decodeRun`` in ``shared/run/film.js``.

    place : in the queue, 1 for the next; seconds_left : estimated
    steps_per_second : training steps, summed over runs
    notices : what happened on the way; message : why it failed or was lost
    says : sentences under "verdict", "spread" and "diagnosis"
    seconds : since training began; step : that was taken last; steps : that were measured
    curves : float32 of shape (4, measured steps, arms, pairs), in base64
    """

    hash: str
    state: RunState
    n_runs: int
    place: int | None
    seconds_left: float | None
    steps_per_second: float | None
    notices: list[str]
    message: str
    device: str
    says: dict[str, list[str]]
    seconds: float | None
    step: int
    steps: list[int]
    curves: str
    outcome: PackedOutcome | None
    verdicts: list[ArmVerdicts]
    scene: PackedScene | None
    film: PackedFilm | None


def packed_progress(shown: RunStatus[Any]) -> PackedRun:
    """What a stage needs of any run; without scene and film."""
    snapshot = shown.snapshot
    return {
        "hash": shown.experiment.hash,
        "state": shown.state,
        "n_runs": shown.experiment.n_runs,
        "place": shown.place,
        "seconds_left": shown.seconds_left,
        "steps_per_second": shown.steps_per_second,
        "notices": list(shown.notices),
        "message": shown.message,
        "device": shown.device,
        "says": {name: _sentences(said) for name, said in shown.says.items()},
        "seconds": None if snapshot is None else snapshot.seconds,
        "step": 0 if snapshot is None else steps_done(snapshot),
        "steps": [] if snapshot is None else snapshot.steps.tolist(),
        "curves": "" if snapshot is None else packed(snapshot.curves.astype(np.float32)),
        "outcome": None if shown.outcome is None else _packed_outcome(shown.outcome),
        "verdicts": [
            {"arm": arm, "loss": _packed_verdict(of_loss), "error": _packed_verdict(of_error)}
            for arm, (of_loss, of_error) in sorted(shown.verdicts.items())
        ],
        "scene": None,
        "film": None,
    }


def _sentences(said: str | Sequence[str]) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


def _packed_outcome(outcome: Outcome) -> PackedOutcome:
    return {
        "test_loss": _finite(outcome.test_loss),
        "test_error": _finite(outcome.test_error),
        "chosen_step": outcome.chosen_step.tolist(),
        "stopped_at": outcome.stopped_at.tolist(),
    }


def _packed_verdict(verdict: Verdict) -> PackedVerdict:
    numbers = (verdict.mean, verdict.low, verdict.high)
    mean, low, high = _finite(np.asarray(numbers, dtype=np.float64))
    return {
        "word": EFFECT_WORDS[verdict.effect], "mean": mean, "low": low, "high": high,
        "margin": verdict.margin,
        "differences": _finite(np.asarray(verdict.differences, dtype=np.float64)),
        "left_out": verdict.left_out, "level": verdict.level,
    }  # fmt: skip


def _finite(values: NDArray[Any]) -> Any:
    """Nested lists, with None for what is not a finite number: JSON has no other word for it."""
    kept = values.astype(object)
    kept[~np.isfinite(values)] = None
    return kept.tolist()


def steps_done(snapshot: Snapshot) -> int:
    """Steps taken when a joined snapshot was made."""
    measured = int(snapshot.steps[-1]) if len(snapshot.steps) else 0
    return max(measured, len(snapshot.kept))

"""A run as far as it is known, and as Python sends it to a stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypedDict

from dropviz.core.arrays import Float32Array
from dropviz.experiments.film import CURVES, C, Outcome, RunState, Scene, Snapshot
from dropviz.experiments.verdict import Effect, Verdict
from dropviz.lessons.runs.words import EFFECT_WORDS, bracket_words
from dropviz.stage.packing import packed

LEARNT_RATE = "learnt_rate"
"""The curve after ``CURVES``, where an arm learns its rate of dropout."""


@dataclass(frozen=True)
class RunStatus(Generic[C]):
    """A run of an experiment (or ``RunStatus[Trial]``), as far as it is known.

    snapshot : everything measured so far (``experiments.film.joined``).
    place : in the queue, 1 for the next; seconds_left : estimated.
    steps_per_second : training steps, summed over runs.
    notices : what happened on the way and changed nothing; message : why it failed or was lost.
    verdicts : of log-loss and error, by the number of the arm that is compared with arm 0.
    says : sentences under "verdict", "spread" and "diagnosis", one or several each.
    learnt : whether some arm beats always answering the most frequent class, as far as is known
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
    learnt: bool = True

    @property
    def majority_error(self) -> float | None:
        """Mean test error of always answering the most frequent class; None if not known."""
        known = self.scene is not None and len(self.scene.majority_error)
        return float(self.scene.majority_error.mean()) if self.scene and known else None


class ArmPayload(TypedDict):
    """What a stage needs of an arm to draw it."""

    name: str
    drops: bool
    early_stopping: bool


class VerdictPayload(TypedDict):
    """A verdict, in numbers and words; ``interval`` has the mean too, level from 0 to 1.

    None for what is not a finite number. ``anytime`` and ``pairs_needed`` as in ``Verdict``.
    """

    word: str
    resolved: bool
    interval: str
    mean: float | None
    low: float | None
    high: float | None
    margin: float
    differences: list[float]
    level: float
    anytime: bool
    pairs_needed: int | None


class VerdictsPayload(TypedDict):
    """The verdicts on an arm, by log-loss and by error."""

    arm: int
    loss: VerdictPayload
    error: VerdictPayload


class OutcomePayload(TypedDict):
    """What a stage is sent of an ``Outcome``.

    A list of pairs for each arm; None for what is not a finite number.
    """

    test_loss: list[list[float | None]]
    chosen_step: list[list[int]]


class ScenePayload(TypedDict):
    """What a stage is sent of a ``Scene``.

    Points are packed float32, at most so many as are drawn, of ``n_points``.
    """

    sizes: list[int]
    bounds: list[float]
    n_points: int
    points: str


class FilmPayload(TypedDict):
    """Surfaces and edges of ``frames`` measured steps from number ``first``, packed as in
    ``Snapshot``; masks of every ``stride``-th step from ``first_step``.
    """

    first: int
    frames: int
    grid: int
    surfaces: str
    edges: str
    edge_weights: str
    n_edges: int
    units: int
    first_step: int
    stride: int
    kept: str


class RunPayload(TypedDict):
    """What a stage is sent of any run: how far it is, its curves, its end.

    Curves are packed float32, axes as in ``Snapshot``. ``majority_error`` is that of always
    answering the most frequent class, on the test part, a mean over pairs; ``learnt`` whether some
    arm beats it.
    """

    hash: str
    state: RunState
    over: bool
    n_runs: int
    arms: list[ArmPayload]
    pairs: int
    last_step: int
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
    curve_names: list[str]
    curves: str
    outcome: OutcomePayload | None
    verdicts: list[VerdictsPayload]
    learnt: bool
    majority_error: float | None
    scene: ScenePayload | None
    film: FilmPayload | None


def packed_progress(shown: RunStatus[Any], arms: list[ArmPayload]) -> RunPayload:
    """A run for ``decodeRun`` in ``shared/run/film.js``, without scene and film."""
    experiment, snapshot = shown.experiment, shown.snapshot
    learns = snapshot is not None and snapshot.rates.size > 0
    return {
        "hash": experiment.hash,
        "state": shown.state,
        "over": shown.state not in ("queued", "running"),
        "n_runs": experiment.n_runs,
        "arms": arms,
        "pairs": experiment.pairs,
        "last_step": experiment.steps,
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
        "curve_names": [*CURVES, LEARNT_RATE] if learns else list(CURVES),
        "curves": "" if snapshot is None else packed(_curves(snapshot)),
        "outcome": _packed_outcome(shown.outcome) if shown.outcome else None,
        "verdicts": [
            {"arm": arm, "loss": _packed_verdict(of_loss), "error": _packed_verdict(of_error)}
            for arm, (of_loss, of_error) in sorted(shown.verdicts.items())
        ],
        "learnt": shown.learnt,
        "majority_error": shown.majority_error,
        "scene": None,
        "film": None,
    }


def _curves(snapshot: Snapshot) -> Float32Array:
    """All curves of a snapshot, and the learnt rates where an arm learns one."""
    rates = [snapshot.rates[None]] if snapshot.rates.size else []
    return np.concatenate([snapshot.curves, *rates]).astype(np.float32)


def _sentences(said: str | Sequence[str]) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


def _packed_outcome(outcome: Outcome) -> OutcomePayload:
    return {
        "test_loss": _finite(outcome.test_loss),
        "chosen_step": outcome.chosen_step.tolist(),
    }


def _packed_verdict(verdict: Verdict) -> VerdictPayload:
    numbers = (verdict.mean, verdict.low, verdict.high)
    mean, low, high = _finite(np.asarray(numbers, dtype=np.float64))
    return {
        "word": EFFECT_WORDS[verdict.effect],
        "resolved": verdict.effect is not Effect.NOT_RESOLVED,
        "interval": bracket_words(verdict),
        "mean": mean,
        "low": low,
        "high": high,
        "margin": verdict.margin,
        "differences": verdict.differences.tolist(),
        "level": verdict.level,
        "anytime": verdict.anytime,
        "pairs_needed": verdict.pairs_needed,
    }


def _finite(values: NDArray[Any]) -> Any:
    """Nested lists, with None for what is not a finite number: JSON has no other word for it."""
    kept = values.astype(object)
    kept[~np.isfinite(values)] = None
    return kept.tolist()


def steps_done(snapshot: Snapshot) -> int:
    """Steps taken when a joined snapshot was made."""
    measured = int(snapshot.steps[-1]) if len(snapshot.steps) else 0
    return max(measured, len(snapshot.kept))

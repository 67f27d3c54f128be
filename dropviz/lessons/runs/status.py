"""A run of *Live training*, packed for its stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray

from dropviz.experiments.film import C, Outcome, RunState, Scene, Snapshot
from dropviz.experiments.verdict import Verdict
from dropviz.lessons.runs.words import EFFECT_WORDS
from dropviz.stage.packing import packed


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


def packed_progress(shown: RunStatus[Any]) -> dict[str, Any]:
    """What a stage needs of any run: how far it is, its curves, and how it ended."""
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
        "outcome": shown.outcome and _packed_outcome(shown.outcome),
        "verdicts": [
            {"arm": arm, "loss": _packed_verdict(of_loss), "error": _packed_verdict(of_error)}
            for arm, (of_loss, of_error) in sorted(shown.verdicts.items())
        ],
    }


def _sentences(said: str | Sequence[str]) -> list[str]:
    return [said] if isinstance(said, str) else list(said)


def _packed_outcome(outcome: Outcome) -> dict[str, Any]:
    return {name: _finite(values) for name, values in vars(outcome).items()}


def _packed_verdict(verdict: Verdict) -> dict[str, Any]:
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

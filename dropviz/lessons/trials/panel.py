"""The panel that shows a trial beside a lesson's stage: what Python sends to it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from dropviz.experiments.trial import Drop, Trial
from dropviz.lessons.runs.status import RunStatus, packed_progress
from dropviz.stage.view import Imposed


@dataclass(frozen=True)
class PanelWords:
    """What stands around the curves.

    about : what is trained, a line; cost : how long that takes, a sentence
    scope : sentences on what a claim is about
    blocked : why Train cannot be pressed, a sentence; or empty
    beforehand : whether the run was computed before the app was started, and may be anew
    """

    about: str
    cost: str
    scope: str
    blocked: str = ""
    beforehand: bool = False


def panel_data(trial: Trial, shown: RunStatus[Trial] | None, words: PanelWords) -> dict[str, Any]:
    """For ``trial/stage.js``. Nothing is chosen on the panel itself: its view is empty."""
    return asdict(words) | {
        "trial": trial.hash,
        "settings": _settings(trial),
        "names": trial.arm_names,
        "run": shown and packed_trial(shown),
        **Imposed({}, token="").as_data(),
    }


def packed_trial(shown: RunStatus[Trial]) -> dict[str, Any]:
    """A run for ``decodeRun`` in ``shared/run/film.js``: without a film."""
    trial = shown.experiment
    more = {"settings": _settings(trial), "names": trial.arm_names, "scene": None, "film": None}
    return packed_progress(shown) | more


def _settings(trial: Trial) -> dict[str, Any]:
    """As the curves take them."""
    return {
        "steps": trial.steps,
        "pairs": trial.pairs,
        "arms": [_arm(arm) for arm in trial.arms],
    }


def _arm(arm: Drop) -> dict[str, Any]:
    """What colours an arm: with or without dropout."""
    return {"p_hidden": arm.p if arm.drops else 0.0, "p_input": 0.0, "early_stopping": False}

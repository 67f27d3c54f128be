"""The panel that shows a trial beside a lesson's stage: what Python sends to it."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import TypedDict

from dropviz.experiments.experiment import Arm
from dropviz.experiments.trial import Drop, Trial
from dropviz.lessons.runs.status import (
    ArmDump,
    PackedPlan,
    PackedRun,
    RunStatus,
    packed_progress,
)


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


class TrialRun(PackedRun):
    """With its plan and the names of its arms; a trial has no scene and no film."""

    settings: PackedPlan
    names: list[str]


class TrialPayload(TypedDict):
    """The words around the curves (``PanelWords``), the trial, by its hash, and a run of it."""

    about: str
    cost: str
    scope: str
    blocked: str
    beforehand: bool
    trial: str
    settings: PackedPlan
    names: list[str]
    run: TrialRun | None


def panel_data(trial: Trial, shown: RunStatus[Trial] | None, words: PanelWords) -> TrialPayload:
    """For ``trial/stage.js``."""
    return {
        "about": words.about,
        "cost": words.cost,
        "scope": words.scope,
        "blocked": words.blocked,
        "beforehand": words.beforehand,
        "trial": trial.hash,
        "settings": _settings(trial),
        "names": trial.arm_names,
        "run": shown and packed_trial(shown),
    }


def packed_trial(shown: RunStatus[Trial]) -> TrialRun:
    """A run of a trial."""
    trial = shown.experiment
    return {**packed_progress(shown), "settings": _settings(trial), "names": trial.arm_names}


def _settings(trial: Trial) -> PackedPlan:
    """As the curves take them."""
    return {
        "steps": trial.steps,
        "pairs": trial.pairs,
        "arms": [_arm(arm) for arm in trial.arms],
    }


def _arm(arm: Drop) -> ArmDump:
    """What colours an arm: with or without dropout."""
    return Arm(p_hidden=arm.p if arm.drops else 0.0).model_dump(mode="json")

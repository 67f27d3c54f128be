"""The panel that shows a trial beside a lesson's stage: what Python sends to it."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import TypedDict

from dropviz.experiments.trial import Trial
from dropviz.lessons.runs.status import ArmPayload, RunPayload, RunStatus, packed_progress
from dropviz.lessons.trials.words import TERMS


@dataclass(frozen=True)
class PanelWords:
    """The texts around the curves of a trial.

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


class TrialPayload(TypedDict):
    """What ``trial/stage.js`` is sent.

    ``trial`` is its hash; ``margins`` of log-loss and error are drawn until there are verdicts.
    """

    trial: str
    arms: list[ArmPayload]
    pairs: int
    last_step: int
    learns_rate: bool
    margins: dict[str, float]
    run: RunPayload | None
    about: str
    cost: str
    scope: str
    blocked: str
    beforehand: bool


def panel_data(trial: Trial, shown: RunStatus[Trial] | None, words: PanelWords) -> TrialPayload:
    """What the panel shows: the trial, a run of it or none, words."""
    arms = _arms(trial)
    return {
        "trial": trial.hash,
        "arms": arms,
        "pairs": trial.pairs,
        "last_step": trial.steps,
        "learns_rate": trial.learns_rate,
        "margins": {"loss": TERMS.margin, "error": TERMS.margin_error},
        "run": packed_progress(shown, arms) if shown else None,
        "about": words.about,
        "cost": words.cost,
        "scope": words.scope,
        "blocked": words.blocked,
        "beforehand": words.beforehand,
    }


def _arms(trial: Trial) -> list[ArmPayload]:
    named = zip(trial.arm_names, trial.arms, strict=True)
    return [{"name": name, "drops": arm.drops, "early_stopping": False} for name, arm in named]

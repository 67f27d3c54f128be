"""Typed face of the panel that shows a trial beside a lesson's stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dropviz.core.trial import Drop, Trial
from dropviz.stage.component import stage_component
from dropviz.stage.live_run import RunShown, packed_progress

SCRIPTS = (
    "plotting.js", "live_arms.js", "live_film.js", "live_words.js", "live_figure.js",
    "live_curves.js", "live_verdict.js", "live_player.js", "trial_words.js", "trial.js",
)  # fmt: skip

_mount = stage_component("trial", *SCRIPTS, styles=("live_figures.css",), testid="trial")


def trial_stage(
    trial: Trial,
    shown: RunShown[Trial] | None,
    *,
    about: str,
    scope: str,
    cost: str,
    blocked: str,
    beforehand: bool,
    key: str,
    on_train_change: Callable[[], None],
    on_cancel_change: Callable[[], None],
) -> None:
    """Show the panel with a run of the trial, or none.

    Its triggers, there in their callback only: ``train`` and ``cancel``, the hash of the trial.

    Parameters
    ----------
    about, cost : what is trained, and how long that takes; a line and a sentence
    scope : sentences on what a claim is about
    blocked : why Train cannot be pressed, a sentence; or empty
    beforehand : whether the run was computed before the app was started, and may be anew
    """
    data = {
        "trial": trial.hash,
        "settings": _settings(trial),
        "names": trial.arm_names,
        "run": shown and packed_trial(shown),
        "about": about,
        "scope": scope,
        "cost": cost,
        "blocked": blocked,
        "beforehand": beforehand,
        "view": {},
        "imposed": "",
        "revision": 0,
    }
    _mount(key=key, data=data, on_train_change=on_train_change, on_cancel_change=on_cancel_change)


def packed_trial(shown: RunShown[Trial]) -> dict[str, Any]:
    """A run for ``decodeRun`` in ``live_film.js``: without a film."""
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

"""How often a comparison was looked at, and on what terms a run of it is judged.

A comparison is an experiment whatever its pairs and seeds. A look is a run whose verdict was shown,
each other number of pairs or first seed one; they are counted while a tab stays open, and the link
of a run says which look it is. The margins are those of the first Train.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from dropviz.experiments.experiment import Experiment
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.runs.judgement import Terms

LOOKED = "live_training-looked"
"""Comparisons that were looked at, in the session."""


@dataclass
class Looked:
    """The looks at one comparison.

    before : looks that the link of the first run told of
    seen : first seed and pairs of each run that was shown
    """

    margin: float
    margin_error: float
    before: int = 0
    seen: list[tuple[int, int]] = field(default_factory=list)

    def look(self, experiment: Experiment) -> int:
        """Which look a run is, or would be: 1 for the first."""
        run = (experiment.first_seed, experiment.pairs)
        at = self.seen.index(run) if run in self.seen else len(self.seen)
        return self.before + at + 1

    def note(self, experiment: Experiment) -> None:
        """Note that the verdict of a run is shown."""
        run = (experiment.first_seed, experiment.pairs)
        if run not in self.seen:
            self.seen.append(run)


def asked(view: LiveView) -> LiveView:
    """The view whose run is asked for, with its look and with the margins that it is judged at."""
    name = _comparison(view.experiment)
    known = _looked().get(name)
    if known is None or not known.seen:
        known = _looked()[name] = Looked(view.margin, view.margin_error)
    return _with(view, known.look(view.experiment), known.margin, known.margin_error)


def shown(view: LiveView, experiment: Experiment) -> LiveView:
    """The view on a finished run, whose verdict counts as seen from now on."""
    known = _looked().setdefault(
        _comparison(experiment), Looked(view.set_margin, view.set_margin_error, view.look - 1)
    )
    known.note(experiment)
    return _with(view, known.look(experiment), known.margin, known.margin_error)


def terms_of(view: LiveView) -> Terms:
    """On what terms the run on the stage is judged."""
    tried, fixed = (view.margin, view.margin_error), (view.set_margin, view.set_margin_error)
    return Terms(*fixed, again=view.look > 1, tried=tried if tried != fixed else None)


def _looked() -> dict[str, Looked]:
    found: dict[str, Looked] = st.session_state.setdefault(LOOKED, {})
    return found


def _comparison(experiment: Experiment) -> str:
    return experiment.model_copy(update={"pairs": 1, "first_seed": 0}).hash


def _with(view: LiveView, look: int, margin: float, margin_error: float) -> LiveView:
    terms = {"look": look, "set_margin": margin, "set_margin_error": margin_error}
    return view.model_copy(update=terms)

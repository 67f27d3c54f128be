"""What can be taken home: made when its button is pressed, not before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dropviz.lessons.in_place import of_experiment
from dropviz.lessons.live_training.code import about_script, script
from dropviz.lessons.live_training.exports import (
    curves_csv,
    dataset_csv,
    experiment_json,
    results_csv,
)
from dropviz.ui.live_training.data import own_data, own_names, why_not
from dropviz.ui.live_training.looks import terms_of
from dropviz.ui.live_training.stage import OnStage
from dropviz.ui.live_training.teacher import is_teacher
from dropviz.ui.plain import plain
from dropviz.ui.service import service
from dropviz.ui.visitor import owner

Content = Callable[[], str] | str
"""What makes the text of a file, or a sentence on why it cannot be made."""
NEEDS_A_RUN = "There once a run has finished."
NOT_YOURS = (
    "Only the browser that trained this run can take it home. Press Train on the same settings: "
    "the run is then yours too."
)
NEEDS_SETTINGS = "There once the settings on the stage fit together."


def show_exports(now: OnStage) -> None:
    """A row of downloads for the run that is shown, or for the settings before there is one.

    The row is always there, so that nothing below it moves: what cannot be had says why.
    """
    with st.container(horizontal=True, key="live-exports"):
        for label, (name, content) in _contents(now).items():
            _download(label, name, content)
    st.caption(
        "The address of this page is the link: it holds the settings, and the run once it is "
        "trained. *Save* beside the slider of the film gives each figure as SVG or PNG."
    )


def _contents(now: OnStage) -> dict[str, tuple[str, Content]]:
    """For each download its file's name, and what makes it, or why it cannot be had."""
    code: Content = NEEDS_SETTINGS
    settings: Content = NEEDS_SETTINGS
    curves: Content = NEEDS_A_RUN
    tests: Content = NEEDS_A_RUN
    own, name = None, ""
    if (experiment := now.experiment) is not None:
        own, name = own_data(experiment.dataset), f"dropviz-{experiment.hash}"
        code = why_not(experiment.dataset) or partial(script, experiment, own, terms_of(now.view))
        settings = partial(experiment_json, experiment)
    if (film := now.film) is not None:
        curves = tests = NOT_YOURS
        if is_teacher() or service().owns(film.experiment.hash, owner()):
            curves, tests = partial(curves_csv, film), partial(results_csv, film)
    found = {
        "PyTorch script": (f"{name}.py", code),
        "Experiment (JSON)": (f"{name}.json", settings),
        "Curves (CSV)": (f"{name}-curves.csv", curves),
        "Test results (CSV)": (f"{name}-tests.csv", tests),
    }
    if own is not None and (is_teacher() or own.name in own_names()):
        found["Prepared data (CSV)"] = (f"{own.name}.csv", partial(dataset_csv, own))
    return found


def _download(label: str, name: str, content: Content) -> None:
    why = content if isinstance(content, str) else ""
    st.download_button(
        label,
        "" if why else content,
        name,
        disabled=bool(why),
        help=plain(why) or None,
        on_click="ignore",
        icon=":material/download:",
        key=f"live-export-{label}",
    )


def code(now: OnStage) -> str:
    """The script for the settings on the stage, or why there is none."""
    experiment = now.plan.experiment
    if experiment is None or now.plan.data is None:
        return f"# {now.plan.problem}"
    return script(experiment, own_data(experiment.dataset), terms_of(now.view))


def in_place(now: OnStage) -> str:
    """Dropout in its place in the network of these settings; "" where they do not fit together."""
    experiment, data = now.plan.experiment, now.plan.data
    if experiment is None or data is None:
        return ""
    return of_experiment(experiment, own_data(experiment.dataset))


def about_code(now: OnStage) -> str:
    """What that script does and needs; Markdown."""
    experiment = now.plan.experiment
    return about_script(experiment) if experiment else "There is none for these settings."

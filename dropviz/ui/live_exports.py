"""What can be taken home: made when its button is pressed, not before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dropviz.lessons.live_exports import curves_csv, dataset_csv, experiment_json, results_csv
from dropviz.lessons.live_script import script
from dropviz.ui.live_data import own_data, why_not
from dropviz.ui.live_stage import OnStage

NEEDS_A_RUN = "There once a run has finished."


def show_exports(now: OnStage) -> None:
    """A row of downloads for the run that is shown, or for the settings before there is one."""
    experiment, film = now.experiment, now.film
    if experiment is None or why_not(experiment.dataset):
        return
    run, own = experiment.hash, own_data(experiment.dataset)
    contents: dict[str, tuple[str, Callable[[], str] | None]] = {
        "PyTorch script": (".py", partial(script, experiment, own)),
        "Experiment (JSON)": (".json", partial(experiment_json, experiment)),
        "Curves (CSV)": ("-curves.csv", partial(curves_csv, film) if film else None),
        "Test results (CSV)": ("-tests.csv", partial(results_csv, film) if film else None),
    }
    with st.container(horizontal=True, key="live-exports"):
        for label, (ending, content) in contents.items():
            _download(label, f"dropviz-{run}{ending}", content)
        if own is not None:
            _download("Prepared data (CSV)", f"{own.name}.csv", partial(dataset_csv, own))
    st.caption(
        "The address of this page is the link: it holds the settings, and the run once it is "
        "trained. *Save* beside the slider of the film gives each figure as SVG or PNG."
    )


def code(now: OnStage) -> str:
    """The script for the settings on the stage, or why there is none."""
    experiment = now.plan.experiment
    if experiment is None or now.plan.data is None:
        return f"# {now.plan.problem}"
    return script(experiment, own_data(experiment.dataset))


def _download(label: str, name: str, content: Callable[[], str] | None) -> None:
    st.download_button(
        label,
        content or "",
        name,
        disabled=content is None,
        help=None if content else NEEDS_A_RUN,
        on_click="ignore",
        icon=":material/download:",
        key=f"live-export-{label}",
    )

"""An experiment from a JSON file, put on the stage."""

from __future__ import annotations

import streamlit as st

from dropviz.core.arms import arm_names
from dropviz.core.experiment import Experiment
from dropviz.lessons.live_exports import BadExperiment, experiment_from
from dropviz.stage.live_view import LiveView
from dropviz.ui.live_stage import ON_STAGE, TOAST
from dropviz.ui.live_words import plain
from dropviz.ui.views import show_in_link


def show_open() -> None:
    """Where to drop the file, what is wrong with it, and a button to take it."""
    st.markdown("The JSON file that *Experiment (JSON)* saves. Only settings are read from it.")
    file = st.file_uploader("Experiment (JSON)", type="json", key="live-open")
    if file is None:
        return
    try:
        experiment = experiment_from(file.getvalue())
    except BadExperiment as error:
        st.error(plain(str(error)))
        return
    st.markdown(plain(described(experiment)))
    if st.button("Put it on the stage", type="primary", key="live-open-take"):
        show_in_link(LiveView.of(experiment))
        st.session_state[TOAST] = ON_STAGE
        st.rerun()


def described(experiment: Experiment) -> str:
    """An experiment in a line."""
    now = experiment
    widths = "-".join(map(str, now.hidden))
    return (
        f"{now.dataset}, {now.train_size:,} examples, hidden units {widths}, {now.steps:,} steps, "
        f"pairs: {now.pairs}; {' / '.join(arm_names(now.arms))}."
    )

"""Below the lesson *Live training*: past runs, a person's own data, an experiment from a file."""

from __future__ import annotations

import streamlit as st

from dropviz.lessons.live_training.exports import BadExperiment, experiment_from
from dropviz.lessons.live_training.past_runs import run_name
from dropviz.lessons.live_training.view import LiveView
from dropviz.ui.live_training.data import own_data
from dropviz.ui.live_training.own_data import show_own_data
from dropviz.ui.live_training.own_tables import show_own_tables
from dropviz.ui.live_training.past import show_past_runs
from dropviz.ui.live_training.stage import KEY, ON_STAGE, TOAST
from dropviz.ui.live_training.teacher import show_teacher, teacher_key
from dropviz.ui.plain import plain
from dropviz.ui.views import impose_view


@st.fragment
def show_library() -> None:
    """A tab for each part; only the open one is made. The teacher's is there if it has a key."""
    st.subheader("Runs and data", anchor=False)
    parts = PARTS | ({"Teacher": show_teacher} if teacher_key() else {})
    tabs = st.tabs(list(parts), key="live-library", on_change="rerun")
    for tab, show in zip(tabs, parts.values(), strict=True):
        if tab.open:
            with tab:
                show()


def show_data() -> None:
    """A table to upload, and those that were."""
    show_own_data()
    show_own_tables()


def show_open() -> None:
    """Where to drop an experiment's file, what is wrong with it, and a button to take it."""
    st.markdown("The JSON file that *Experiment (JSON)* saves. Only settings are read from it.")
    file = st.file_uploader("Experiment (JSON)", type="json", key="live-open")
    if file is None:
        return
    try:
        experiment = experiment_from(file.getvalue())
    except BadExperiment as error:
        st.error(plain(str(error)))
        return
    own = own_data(experiment.dataset)
    st.markdown(plain(f"{run_name(experiment, own.title if own else '')}."))
    if st.button("Put it on the stage", type="primary", key="live-open-take"):
        impose_view(LiveView.of(experiment), KEY)
        st.session_state[TOAST] = ON_STAGE
        st.rerun()


PARTS = {
    "Past runs": show_past_runs,
    "Your own data": show_data,
    "Open an experiment": show_open,
}

"""Below the lesson *Live training*: past runs, a person's own data, an experiment from a file."""

from __future__ import annotations

import streamlit as st

from dropviz.ui.live_open import show_open
from dropviz.ui.live_own_data import show_own_data
from dropviz.ui.live_past import show_past_runs

PARTS = {
    "Past runs": show_past_runs,
    "Your own data": show_own_data,
    "Open an experiment": show_open,
}


@st.fragment
def show_library() -> None:
    """Three tabs; only the open one is made."""
    st.subheader("Runs and data", anchor=False)
    tabs = st.tabs(list(PARTS), key="live-library", on_change="rerun")
    for tab, show in zip(tabs, PARTS.values(), strict=True):
        if tab.open:
            with tab:
                show()

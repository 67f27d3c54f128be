"""What files, links, the server and the database say, as text on the page of *Live training*."""

from __future__ import annotations

import streamlit as st

from dropviz.ui.live_training.stage import NOTE, TOAST, OnStage
from dropviz.ui.plain import plain
from dropviz.ui.service import service


def ensure_service() -> None:
    """Stop the page, with an error shown, where the server's environment makes no sense."""
    try:
        service()
    except ValueError as error:
        st.error(plain(str(error)))
        st.stop()


def show_notices(now: OnStage) -> None:
    """Show notices, each where there is something to say; the stage below keeps its place."""
    with st.container():
        if now.says:
            st.info(plain(now.says))
        if note := st.session_state.pop(NOTE, ""):
            st.info(plain(note))
        if toast := st.session_state.pop(TOAST, ""):
            st.toast(toast, icon=":material/vertical_align_top:")
        if problem := service().problem:
            st.warning(plain(problem))
            st.button("Connect again", on_click=_connect, key="live-connect")


def _connect() -> None:
    service().restart()

"""Above the stage of *Live training*: what is wrong with a link, and with the server."""

from __future__ import annotations

import streamlit as st

from dropviz.ui.live_service import service
from dropviz.ui.live_stage import NOTE, TOAST, OnStage
from dropviz.ui.live_words import plain


def ensure_service() -> None:
    """Nothing of the lesson is shown where the server's environment makes no sense."""
    try:
        service()
    except ValueError as error:
        st.error(plain(str(error)))
        st.stop()


def show_notices(now: OnStage) -> None:
    """Sentences, each where there is something to say; the stage below keeps its place."""
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

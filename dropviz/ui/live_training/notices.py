"""What files, links, the server and the database say, as text on the page of *Live training*."""

from __future__ import annotations

import re

import streamlit as st

from dropviz.ui.live_training.stage import NOTE, TOAST, OnStage
from dropviz.ui.service import service

JOINER = "\N{WORD JOINER}"
"""Seen by nobody; what it stands in is no address, arrow or emoji to Streamlit any more."""
READ_INTO_TEXT = re.compile(
    r"https?:(?=//) | www(?=\.) | (?<=\S)(?=@) | :(?=[\w+/-]+:) | [-<>~](?=[->=])",
    re.VERBOSE | re.IGNORECASE,
)
"""Where Streamlit's Markdown makes more of plain text, though each mark in it is escaped."""


def plain(text: str) -> str:
    """Text as Markdown that shows just these characters, on one line.

    No markup, HTML, formulas, links, emoji or typographic arrows come of it.
    """
    line = READ_INTO_TEXT.sub(rf"\g<0>{JOINER}", " ".join(text.split()))
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", line)


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

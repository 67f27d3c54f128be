"""The teacher's view: all runs and tables of the server, its bin, and a clean start."""

from __future__ import annotations

import hashlib
import hmac
import os
import threading
import time

import streamlit as st

from dropviz.jobs.database import StoreError
from dropviz.jobs.holdings import EVERYONE
from dropviz.ui.live_training.data import OWN_DATA
from dropviz.ui.live_training.own_tables import show_tables
from dropviz.ui.live_training.past import show_runs
from dropviz.ui.plain import plain
from dropviz.ui.service import service

UNLOCKED = "live-teacher"
WRONG = "This is not the teacher's key."
BUSY = "Too many try at once. Wait a moment, then type it again."


def teacher_key() -> str:
    """What opens the view: DROPVIZ_TEACHER_KEY; empty where there is no such view."""
    return os.environ.get("DROPVIZ_TEACHER_KEY", "").strip()


def is_teacher() -> bool:
    """Whether the key was typed in this session."""
    return bool(teacher_key()) and bool(st.session_state.get(UNLOCKED))


class Gate:
    """Compares what is typed with the key; a wrong one keeps all others waiting. Thread safe.

    Parameters
    ----------
    seconds : that a wrong key takes; tries from all sessions come one after another
    patience : seconds that a try waits for its turn
    """

    def __init__(self, seconds: float = 1.0, patience: float = 10.0) -> None:
        self._seconds, self._patience = seconds, patience
        self._turn = threading.Lock()

    def complaint(self, typed: str) -> str:
        """Why the view stays closed; empty if the key is right."""
        if not self._turn.acquire(timeout=self._patience):
            return BUSY
        try:
            key = teacher_key()
            if key and hmac.compare_digest(_digest(typed), _digest(key)):
                return ""
            time.sleep(self._seconds)
            return WRONG
        finally:
            self._turn.release()


GATE = Gate()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def show_teacher() -> None:
    """A field for the key; once it was typed, what all browsers have."""
    if not is_teacher():
        _ask_for_key()
        return
    st.markdown("Runs and tables of all browsers that use this server.")
    show_runs(EVERYONE, "teacher")
    show_tables(EVERYONE, "teacher-tables")
    with st.container(horizontal=True, key="teacher-actions"):
        with st.popover("Reset for the next class", icon=":material/restart_alt:"):
            _show_reset()
        if st.button("Close this view", icon=":material/lock:", key="teacher-close"):
            del st.session_state[UNLOCKED]
            st.rerun()


def _ask_for_key() -> None:
    with st.form("teacher-form", clear_on_submit=True, border=False):
        typed = st.text_input("The teacher's key", type="password", key="teacher-key")
        if not st.form_submit_button("Open", key="teacher-open"):
            return
    if says := GATE.complaint(typed):
        st.error(says)
        return
    st.session_state[UNLOCKED] = True
    st.rerun()


def _show_reset() -> None:
    st.markdown(
        "Delete all runs and tables of all browsers? Their links stop working. "
        "They can be restored for a day, from *Deleted within a day*."
    )
    if not st.button("Delete them all", type="primary", key="teacher-reset"):
        return
    try:
        service().forget_all()
    except StoreError as error:
        st.warning(plain(str(error)))
        return
    OWN_DATA.clear()
    st.rerun()

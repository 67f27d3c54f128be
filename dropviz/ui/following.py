"""What follows a run: shown now, and while the run goes on, again and again."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dropviz.jobs.job import Job
from dropviz.ui.service import FOLLOWERS, watcher

MUCH_LONGER = 2.0
SECONDS_UNSETTLED = 3.0
"""Between two looks at what is said of a run that has ended."""

Show = Callable[[], None]


def show_following(show: Show, look: Callable[[], Show | None], *, goes_on: bool) -> None:
    """Show; while a run goes on, in a fragment of its own that a timer runs again and again.

    In both cases in one container at the same place, so that the browser keeps the stage as it is.

    Parameters
    ----------
    look : what is to be shown now; None when the whole page is to be run again: the run has ended,
        or its settings have changed
    """
    if not goes_on:
        with st.container():
            show()
    else:
        seconds = FOLLOWERS.seconds_between_looks(watcher())
        st.fragment(_follow, run_every=seconds)(look, seconds)


def follow_notices(job: Job) -> None:
    """While a run that has ended is not settled, look now and then, and tell when it is."""
    if job.ended and job.unsettled:
        st.fragment(_look_at_notices, run_every=SECONDS_UNSETTLED)(job, job.notices)


def _look_at_notices(job: Job, told: tuple[str, ...]) -> None:
    if job.notices != told:
        st.rerun()


def _follow(look: Callable[[], Show | None], seconds: float) -> None:
    """Show the run as it is now, or run the whole page again; the timer calls it."""
    show = look()
    if show is None or _should_change_pace(seconds):
        st.rerun()
    show()


def _should_change_pace(seconds: float) -> bool:
    wanted = FOLLOWERS.seconds_between_looks(watcher())
    return wanted > MUCH_LONGER * seconds or wanted < seconds / MUCH_LONGER

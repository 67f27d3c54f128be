"""The job service of this server, and how often those who follow a run are told of it."""

from __future__ import annotations

import threading
import time

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dropviz.experiments.experiment import Experiment
from dropviz.jobs.job import Job
from dropviz.jobs.protocol import JobService
from dropviz.jobs.service import Service

SHORTEST, LONGEST = 0.12, 2.0
"""Seconds between two looks at a run; the more follow one, the fewer looks each has."""
SECONDS_EACH = 0.05
FEW = 3
FORGOTTEN_AFTER = 3 * LONGEST


@st.cache_resource(show_spinner=False)
def service() -> JobService:
    """The one job service of this process, started on first use."""
    return start_service()


def experiment_job(run: str) -> Job | None:
    """The job of an experiment; None where there is none, or where it is another lesson's trial."""
    job = service().job(run) if run else None
    return job if job and isinstance(job.experiment, Experiment) else None


def start_service() -> JobService:
    """A service whose workers start without anybody waiting for them."""
    made = Service(is_watching=is_watching)
    made.warm()
    return made


def devices() -> tuple[str, ...]:
    """What workers can train on, the best first; answers at once."""
    return service().devices()


def watcher() -> str:
    """The browser tab that asks, as Streamlit knows it."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def is_watching(session: str) -> bool:
    """Whether that tab is still open."""
    return not runtime.exists() or runtime.get_instance().is_active_session(session)


class Followers:
    """Who has looked at a run lately. Thread safe."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}
        self._lock = threading.Lock()

    def seconds_between_looks(self, session: str) -> float:
        """Seconds until a follower's next look at its run: the more followers, the longer."""
        now = time.monotonic()
        with self._lock:
            self._seen[session] = now
            for other in [one for one, at in self._seen.items() if now - at > FORGOTTEN_AFTER]:
                del self._seen[other]
            return interval(len(self._seen))


def interval(followers: int) -> float:
    """Seconds between two looks of each follower, so that all together the server can answer."""
    return SHORTEST if followers <= FEW else min(SECONDS_EACH * followers, LONGEST)


FOLLOWERS = Followers()

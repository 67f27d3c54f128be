"""A run as its stage shows it, from the job that follows it or the film that it left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dropviz.experiments.film import C, Film, joined
from dropviz.jobs.job import Job
from dropviz.lessons.live_training.facts import judgement
from dropviz.lessons.runs.judgement import Judgement
from dropviz.lessons.runs.status import RunStatus

NOT_HERE = (
    "The run of this link is not on this server. Press Train: the same settings give the same "
    "numbers."
)
UNREADABLE = "The film of this run cannot be read now. Try again later, or train it anew."
LEFT = "You have left this run; it goes on while others watch it. The back button shows it again."


@st.cache_resource(max_entries=64, show_spinner=False)
def _judged(
    run: str, made: tuple[str, float], margin: float, margin_error: float, _film: Film
) -> Judgement:
    return judgement(_film, margin, margin_error)


def judged(film: Film, margin: float, margin_error: float) -> Judgement:
    """Verdicts and sentences of a finished run, computed once for each pair of margins."""
    made = (film.device, film.snapshot.seconds)
    return _judged(film.experiment.hash, made, margin, margin_error, film)


def job_status(job: Job, film: Film[Any] | None, found: Judgement | None) -> RunStatus[Any]:
    """What is known of a run now.

    Parameters
    ----------
    film, found : of a finished run
    """
    if film is not None and found is not None:
        return film_status(film, found, job.notices)
    state = job.state
    if state == "finished":  # since it was asked for its film, or the store is out of reach
        return RunStatus(job.experiment, "lost", message=UNREADABLE)
    parts = job.snapshots
    snapshot = joined(parts) if parts else None
    done = job.steps_done * job.experiment.n_runs
    return RunStatus(
        experiment=job.experiment,
        state=state,
        scene=job.scene,
        snapshot=snapshot,
        place=job.place,
        seconds_left=job.seconds_left,
        steps_per_second=done / snapshot.seconds if snapshot and snapshot.seconds > 0 else None,
        notices=job.notices,
        message=job.message,
        device=job.device,
    )


def missing_run(experiment: C, store_problem: str) -> RunStatus[C]:
    """A run that a link names with its settings, and that is not here, or cannot be read."""
    unreadable = f"{UNREADABLE} {store_problem}"
    return RunStatus(experiment, "lost", message=unreadable if store_problem else NOT_HERE)


def left_run(job: Job) -> RunStatus:
    """A run that goes on without this tab, as it was when the tab left it."""
    now = job_status(job, None, None)
    return replace(now, state="cancelled", seconds_left=None, message=LEFT)


def film_status(film: Film[Any], found: Judgement, notices: Sequence[str] = ()) -> RunStatus[Any]:
    """A finished run."""
    return RunStatus(
        experiment=film.experiment,
        state="finished",
        scene=film.scene,
        snapshot=film.snapshot,
        outcome=film.outcome,
        steps_per_second=film.steps_per_second,
        notices=notices,
        verdicts=found.verdicts,
        says=found.says,
        device=film.device,
    )

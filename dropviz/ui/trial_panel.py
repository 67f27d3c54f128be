"""A small live training on a lesson's page: Train and Cancel, curves, verdicts, its link."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from dropviz.experiments.cost import duration_words
from dropviz.experiments.film import Film
from dropviz.experiments.shipped_films import shipped_film
from dropviz.experiments.trial import Trial
from dropviz.jobs.job import Job
from dropviz.lessons.runs.judgement import Judgement
from dropviz.lessons.runs.status import RunStatus
from dropviz.lessons.trials.panel import PanelWords, panel_data
from dropviz.lessons.trials.words import about, scope, trial_judgement
from dropviz.stage.component import Callback, mount
from dropviz.stage.view import View
from dropviz.ui.following import Show, show_following
from dropviz.ui.live_training.service import service, watcher
from dropviz.ui.live_training.shown import film_status, job_status, missing_run
from dropviz.ui.views import impose_view, show_in_link


@dataclass(frozen=True)
class OnPanel:
    """What the panel shows now: the run, None before there is one, and words around it."""

    shown: RunStatus[Trial] | None
    words: PanelWords

    @property
    def goes_on(self) -> bool:
        """Whether the run still trains, or waits."""
        return self.shown is not None and self.shown.state in ("queued", "running")


def show_trial(trial: Trial, *, key: str, model: type[View]) -> None:
    """The panel of a trial; its run is in the link, in the lesson's view.

    Call it where the lesson's stage is called, after it.

    Parameters
    ----------
    key : of the lesson's stage, as for ``current_view``
    model : the lesson's view, with the field ``run``: the hash of the run that is shown, or ""
    """
    if "run" not in model.model_fields:
        raise ValueError(f"{model.__name__} has no field run, where the trial's hash is kept")
    try:
        now = _on_panel(trial, key)
    except ValueError as error:  # a variable of the server's environment makes no sense
        st.error(str(error))
        return
    look = partial(_look, trial, key)
    show_following(partial(_mount, trial, now, key), look, goes_on=now.goes_on)


def _look(trial: Trial, key: str) -> Show | None:
    now = _on_panel(trial, key)
    return partial(_mount, trial, now, key) if now.goes_on else None


def trial_stage(
    trial: Trial,
    shown: RunStatus[Trial] | None,
    words: PanelWords,
    *,
    key: str,
    on_train_change: Callback,
    on_cancel_change: Callback,
) -> None:
    """Mount the panel with a run of the trial, or none.

    Its triggers: ``train`` and ``cancel``, the hash of the trial.
    """
    data = panel_data(trial, shown, words)
    mount(
        "trial",
        data,
        key=key,
        on_train_change=on_train_change,
        on_cancel_change=on_cancel_change,
        styles=("shared/run/figures.css",),
        testid="trial",
    )


def _mount(trial: Trial, now: OnPanel, key: str) -> None:
    trial_stage(
        trial,
        now.shown,
        now.words,
        key=f"{key}-trial",
        on_train_change=partial(_train, trial, key),
        on_cancel_change=partial(_cancel, trial, key),
    )


def _on_panel(trial: Trial, key: str) -> OnPanel:
    """What is known of the trial now; its run is watched from now on."""
    estimate = service().estimate(trial)
    cost = f"That takes about {duration_words(estimate.seconds)}."
    job = _shown_job(trial, key)
    beforehand = False
    shown: RunStatus[Trial] | None = None
    if job is not None:
        film = service().film(trial.hash) if job.state == "finished" else None
        shown = job_status(job, film, _judged(film) if film else None)
    elif (film := shipped_film(trial.hash)) is not None:
        shown, beforehand = film_status(film, _judged(film)), True
    elif _linked_run(key) == trial.hash:
        shown = missing_run(trial, service().store_problem)
    words = PanelWords(about(trial), cost, scope(trial), estimate.problem, beforehand)
    return OnPanel(shown, words)


def _shown_job(trial: Trial, key: str) -> Job | None:
    """The job of the trial if the link or this tab has asked for it; one of before is left.

    A gesture on the stage that was quicker than the run's hash does not take it away; a link
    without it, that of the back button say, does.
    """
    state = st.session_state
    before: str = state.get(f"{key}-trial-run", "")
    token = state[f"{key}-imposed"].token
    is_new = state.get(f"{key}-trial-token") != token
    state[f"{key}-trial-token"] = token
    run = _linked_run(key) or ("" if is_new else before)
    run = run if run == trial.hash else ""
    if before and before != run:
        service().leave(before, watcher())
    state[f"{key}-trial-run"] = run
    if not run:
        return None
    service().watch(run, watcher())
    return service().job(run)


def _linked_run(key: str) -> str:
    return str(st.session_state[f"{key}-view"].run)


@st.cache_resource(max_entries=64, show_spinner=False)
def _judgement(run: str, made: tuple[str, float], _film: Film[Trial]) -> Judgement:
    return trial_judgement(_film)


def _judged(film: Film[Trial]) -> Judgement:
    return _judgement(film.experiment.hash, (film.device, film.snapshot.seconds), film)


def _train(trial: Trial, key: str) -> None:
    if st.session_state[f"{key}-trial"].get("train") != trial.hash:
        return  # of a trial that was shown before
    if not service().estimate(trial).problem:
        service().submit(trial, watcher=watcher())
        _keep(trial.hash, key)


def _cancel(trial: Trial, key: str) -> None:
    """Of a run that others watch too, this tab only takes its leave: the run goes on."""
    run = st.session_state[f"{key}-trial"].get("cancel")
    if isinstance(run, str) and not service().leave(run, watcher()):
        _keep("", key)


def _keep(run: str, key: str) -> None:
    """The run that this tab shows, in its link."""
    view: Any = st.session_state[f"{key}-view"].model_copy(update={"run": run})
    impose_view(view, key)
    show_in_link(view)

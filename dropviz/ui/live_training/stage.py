"""The stage of *Live training* on its page: the run it shows, Train and Cancel, and the timer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

import streamlit as st

from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import Film
from dropviz.jobs.job import Job
from dropviz.lessons.live_training.facts import LiveFacts
from dropviz.lessons.live_training.payload import (
    Choices,
    LiveRun,
    PresetChoice,
    packed_run,
    payload,
)
from dropviz.lessons.live_training.presets import PRESETS
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.runs.judgement import Judgement
from dropviz.lessons.runs.status import RunStatus
from dropviz.stage.component import Callback, mount
from dropviz.stage.view import Imposed
from dropviz.ui.following import Show, show_following
from dropviz.ui.live_training.data import dataset_choices, own_data
from dropviz.ui.live_training.links import completed, experiment_hash, link_complaints
from dropviz.ui.live_training.plan import Plan, device_choices, plan
from dropviz.ui.live_training.service import experiment_job, service, watcher
from dropviz.ui.live_training.shown import job_status, judged, left_run, missing_run
from dropviz.ui.views import (
    current_view,
    impose_view,
    keep_view,
    show_in_link,
    view_callback,
)

KEY = "live_training"
NOTE = f"{KEY}-note"
TOAST = f"{KEY}-toast"
"""Sentences to be shown once, in the session: above the stage, and wherever the page stands."""
ON_STAGE = "On the stage: press Train."


@dataclass(frozen=True)
class OnStage:
    """What the page shows now.

    job : the run that is shown, or None; film, found : what it left, if it has finished
    says : sentences about the link
    """

    view: LiveView
    imposed: Imposed
    plan: Plan
    job: Job | None
    film: Film | None
    found: Judgement | None
    says: str

    @property
    def experiment(self) -> Experiment | None:
        """Of the run that has finished, else of the settings; None if these do not fit together."""
        return self.film.experiment if self.film else self.plan.experiment

    @property
    def facts(self) -> LiveFacts:
        """For the lesson's words; of the default settings where the present ones do not fit."""
        experiment = self.experiment or Experiment()
        return LiveFacts(experiment, self.found, own_data(experiment.dataset))


def on_stage() -> OnStage:
    """What the link and the session say is to be seen; its run is watched from now on."""
    view, imposed, rejected = current_view(LiveView, KEY, completed)
    run = _shown_run(view, imposed)
    job = experiment_job(run)
    film = service().film(run) if job and job.state == "finished" else None
    found = judged(film, view.margin, view.margin_error) if film else None
    says = link_complaints(rejected)
    if view.run and job is None and experiment_hash(view) != view.run:
        problem = service().store_problem
        where = f"cannot be read now. {problem}" if problem else "is not on this server."
        says = f"The run {view.run} of this link {where} {says}"
    return OnStage(view, imposed, plan(view), job, film, found, says)


def show_stage(now: OnStage) -> None:
    """The stage; while a run goes on it is followed."""
    goes_on = now.job is not None and not now.job.ended
    show_following(partial(_mount, now), partial(_look, now.view), goes_on=goes_on)


def _look(view: LiveView) -> Show | None:
    """The whole page instead when the run has ended or settings changed."""
    now = on_stage()
    ended = now.job is None or now.job.ended
    return None if ended or now.view.settings != view.settings else partial(_mount, now)


def live_training(
    imposed: Imposed,
    choices: Choices,
    run: LiveRun | None,
    *,
    key: str,
    on_view_change: Callback,
    on_train_change: Callback,
    on_cancel_change: Callback,
) -> None:
    """Mount the stage with a ``packed_run``, or none.

    Its triggers: ``train``, the view to train (it may be newer than the state), and ``cancel``,
    the hash of the run.
    """
    data = payload(choices, run)
    mount(
        "live_training",
        data,
        imposed,
        key=key,
        on_view_change=on_view_change,
        on_train_change=on_train_change,
        on_cancel_change=on_cancel_change,
        styles=("shared/run/figures.css",),
    )


def _mount(now: OnStage) -> None:
    shown = _run_shown(now)
    live_training(
        now.imposed,
        _choices(now),
        packed_run(shown) if shown else None,
        key=KEY,
        on_view_change=view_callback(LiveView, KEY),
        on_train_change=_train,
        on_cancel_change=_cancel,
    )


def _run_shown(now: OnStage) -> RunStatus | None:
    if now.job is not None:
        return job_status(now.job, now.film, now.found)
    if now.view.run and now.plan.experiment and now.plan.experiment.hash == now.view.run:
        return missing_run(now.plan.experiment, service().store_problem)
    token, left = st.session_state.get(f"{KEY}-left", ("", None))
    return left if token == now.imposed.token else None


def _choices(now: OnStage) -> Choices:
    return Choices(
        datasets=dataset_choices(now.view.data),
        presets=_presets(),
        devices=device_choices(),
        cost=now.plan.cost,
        problem=now.plan.problem,
        offer=now.plan.offer,
    )


@cache
def _presets() -> tuple[PresetChoice, ...]:
    return tuple(
        PresetChoice(one.name, one.title, one.sentence, LiveView.of(one.experiment))
        for one in PRESETS
    )


def _shown_run(view: LiveView, imposed: Imposed) -> str:
    """The run of the view; while settings change it is the one before, which may still train.

    A link without a run shows none. A run that is not shown any more is no longer watched.
    """
    state = st.session_state
    before: str = state.get(f"{KEY}-run", "")
    is_new = state.get(f"{KEY}-token") != imposed.token
    state[f"{KEY}-token"] = imposed.token
    run = view.run or ("" if is_new else before)
    if before and before != run:
        service().leave(before, watcher())
    if run:
        service().watch(run, watcher())
    state[f"{KEY}-run"] = run
    return run


def _train() -> None:
    told = st.session_state[KEY].get("train")
    if not isinstance(told, dict):
        return
    view = LiveView.accept(told)[0].model_copy(update={"run": "", "at": -1})
    planned = plan(view)
    if planned.experiment and planned.data and not planned.problem:
        job = service().submit(
            planned.experiment, planned.data, device=planned.device, watcher=watcher()
        )
        view = view.model_copy(update={"run": job.hash})
    keep_view(view, KEY, told.get("revision"))


def _cancel() -> None:
    """Of a run that others watch too, this tab only takes its leave: the run goes on.

    What it has seen stays on its stage, until another view is imposed.
    """
    run = st.session_state[KEY].get("cancel")
    if not isinstance(run, str) or service().leave(run, watcher()):
        return
    job = service().job(run)
    if job is not None and not job.ended:
        view: LiveView = st.session_state[f"{KEY}-view"]
        alone = view.model_copy(update={"run": "", "at": -1})
        imposed = impose_view(alone, KEY)
        st.session_state[f"{KEY}-left"] = imposed.token, left_run(job)
        show_in_link(alone)

"""The stage of *Live training* on its page: the run it shows, Train and Cancel, and the timer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

from dropviz.experiments.experiment import Experiment
from dropviz.experiments.film import Film
from dropviz.jobs.database import StoreError
from dropviz.lessons.live_training.facts import LiveFacts, judgement
from dropviz.lessons.live_training.guide import GUIDE
from dropviz.lessons.live_training.payload import (
    Choices,
    LiveRunPayload,
    PresetChoice,
    packed_run,
    payload,
)
from dropviz.lessons.live_training.presets import PRESETS
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.runs.status import RunStatus
from dropviz.stage.component import Callback, mount
from dropviz.stage.imposed import Imposed
from dropviz.ui.following import Show, follow_notices, show_following
from dropviz.ui.live_training.data import dataset_choices, own_data
from dropviz.ui.live_training.links import completed, experiment_hash, link_complaints
from dropviz.ui.live_training.looks import asked, shown, terms_of
from dropviz.ui.live_training.plan import Plan, device_choices, plan
from dropviz.ui.runner import FollowedRun, Runner, missing_run
from dropviz.ui.service import service, watcher
from dropviz.ui.views import (
    current_view,
    impose_view,
    note_revision,
    view_callback,
)
from dropviz.ui.visitor import owner

KEY = "live_training"
RUNNER = Runner(stage=KEY, buttons=KEY, kind=Experiment, judge=judgement)
NOTE = f"{KEY}-note"
TOAST = f"{KEY}-toast"
"""Sentences to be shown once, in the session: above the stage, and wherever the page stands."""
ON_STAGE = "On the stage: press Train."


@dataclass(frozen=True)
class OnStage:
    """What the page of *Live training* shows now.

    run : the run that is shown, or None
    says : sentences about the link
    """

    view: LiveView
    imposed: Imposed
    plan: Plan
    run: FollowedRun[Experiment] | None
    says: str

    @property
    def film(self) -> Film | None:
        """The film of the run, if it has finished."""
        return self.run.film if self.run else None

    @property
    def experiment(self) -> Experiment | None:
        """The experiment of the finished run, else of the settings.

        None if the settings do not fit together.
        """
        return self.film.experiment if self.film else self.plan.experiment

    @property
    def facts(self) -> LiveFacts:
        """What the lesson's words are about.

        Of the default settings where the present ones do not fit together.
        """
        experiment = self.experiment or Experiment()
        return LiveFacts(
            experiment, self.run.found if self.run else None, own_data(experiment.dataset)
        )


def on_stage() -> OnStage:
    """What the link and the session say is to be seen; its run is watched from now on."""
    view, imposed, rejected = current_view(LiveView, KEY, GUIDE.of, completed)
    run = RUNNER.followed(lambda film: terms_of(shown(view, film.experiment)))
    if run is not None and run.film is not None:
        view = shown(view, run.film.experiment)
    says = link_complaints(rejected)
    if view.run and run is None and experiment_hash(view) != view.run:
        problem = service().store_problem
        where = f"cannot be read now. {problem}" if problem else "is not on this server."
        says = f"The run {view.run} of this link {where} {says}"
    return OnStage(view, imposed, plan(view), run, says)


def show_stage(now: OnStage) -> None:
    """Show the stage; while a run goes on it is followed."""
    goes_on = now.run is not None and not now.run.job.ended
    show_following(partial(_mount, now), partial(_look, now.view), goes_on=goes_on)
    if now.run is not None:
        follow_notices(now.run.job)


def _look(view: LiveView) -> Show | None:
    """What the timer is to show; None for the whole page, if the run ended or settings changed."""
    now = on_stage()
    ended = now.run is None or now.run.job.ended
    return None if ended or now.view.settings != view.settings else partial(_mount, now)


def live_training(
    imposed: Imposed,
    choices: Choices,
    run: LiveRunPayload | None,
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
        guide=GUIDE,
        on_view_change=on_view_change,
        on_train_change=on_train_change,
        on_cancel_change=on_cancel_change,
        styles=("shared/run/figures.css",),
    )


def _mount(now: OnStage) -> None:
    status = _status(now)
    live_training(
        now.imposed,
        _choices(now),
        packed_run(status, now.view) if status else None,
        key=KEY,
        on_view_change=view_callback(LiveView, KEY),
        on_train_change=_train,
        on_cancel_change=RUNNER.cancel,
    )


def _status(now: OnStage) -> RunStatus | None:
    if now.run is not None:
        return now.run.status
    if now.view.run and now.plan.experiment and now.plan.experiment.hash == now.view.run:
        return missing_run(now.plan.experiment, service().store_problem)
    return RUNNER.left()


def _choices(now: OnStage) -> Choices:
    return Choices(
        datasets=dataset_choices(now.view.data),
        presets=_presets(),
        devices=device_choices(),
        cost=now.plan.cost,
        problem=now.plan.problem,
        trained=_trained_at(now),
        offer=now.plan.offer,
    )


def _trained_at(now: OnStage) -> float | None:
    """When these settings were trained here; not asked while a run goes on."""
    if now.plan.experiment is None or (now.run is not None and not now.run.job.ended):
        return None
    try:
        return service().store.trained_at(now.plan.experiment.hash)
    except StoreError:
        return None  # the page says elsewhere that runs cannot be read


@cache
def _presets() -> tuple[PresetChoice, ...]:
    return tuple(
        PresetChoice(one.name, one.title, one.sentence, LiveView.of(one.experiment))
        for one in PRESETS
    )


def _train() -> None:
    told = RUNNER.told("train")
    if not isinstance(told, dict):
        return
    view = LiveView.accept(told)[0].with_run("")
    planned = plan(view)
    if planned.experiment and planned.data and not planned.problem:
        view = asked(view)
        job = service().submit(
            planned.experiment,
            planned.data,
            device=planned.device,
            watcher=watcher(),
            owner=owner(),
        )
        view = view.with_run(job.hash)
    note_revision(KEY, told.get("revision"))
    impose_view(view, KEY)

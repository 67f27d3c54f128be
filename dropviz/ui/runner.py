"""A run on a page, of an experiment or a trial: followed, cancelled, kept in the link, shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any, Generic

import streamlit as st

from dropviz.experiments.film import C, Film, joined
from dropviz.jobs.job import Job
from dropviz.lessons.runs.judgement import Judgement, Terms
from dropviz.lessons.runs.status import RunStatus
from dropviz.stage.imposed import Imposed
from dropviz.ui.service import service, watcher
from dropviz.ui.views import impose_view, imposed_now, known_view

NOT_HERE = (
    "The run of this link is not on this server. Press Train: on the same kind of device the same "
    "settings give the same numbers."
)
UNREADABLE = "The film of this run cannot be read now. Try again later, or train it anew."
LEFT = "You have left this run; it goes on while others watch it. The back button shows it again."


@dataclass(frozen=True)
class FollowedRun(Generic[C]):
    """A run that a page follows; film and found are what it left, once it has finished."""

    job: Job
    film: Film[C] | None = None
    found: Judgement | None = None

    @property
    def status(self) -> RunStatus[C]:
        """The run as its stage shows it."""
        return job_status(self.job, self.film, self.found)


@dataclass(frozen=True)
class Runner(Generic[C]):
    """What a tab does with a run, of an experiment or a trial: follow, cancel, keep in the link.

    stage : key of the lesson's stage, whose view has the field ``run``
    buttons : key of the component with Train and Cancel; it may be the stage
    kind : of what is run; a run of another kind is not shown
    """

    stage: str
    buttons: str
    kind: type[C]
    judge: Callable[[Film[C], Terms], Judgement]

    def told(self, trigger: str) -> Any:
        """What a button has told, in its callback."""
        return st.session_state[self.buttons].get(trigger)

    def followed(self, terms: Callable[[Film[C]], Terms], only: str = "") -> FollowedRun[C] | None:
        """The run that the link or this tab has asked for; one of before is left.

        A gesture that was quicker than the run's hash, or settings that change while it trains, do
        not take it away; a link without it, that of the back button say, does.

        Parameters
        ----------
        terms : on which a finished run is judged
        only : hash of the one run that may be shown; any if empty
        """
        run = self._watched(only)
        job = service().job(run) if run else None
        if job is None or not isinstance(job.experiment, self.kind):
            return None
        film = service().film(run) if job.state == "finished" else None
        found = self.judged(film, terms(film)) if film else None
        return FollowedRun(job, film, found)

    def judged(self, film: Film[C], terms: Terms) -> Judgement:
        """Verdicts and sentences of a finished run, computed once for the same terms."""
        made = (film.device, film.snapshot.seconds)
        return _judged(film.experiment.hash, made, astuple(terms), film, terms, self.judge)

    def keep(self, run: str) -> Imposed:
        """Put the run into the view on the stage, and into the link; none if empty."""
        return impose_view(known_view(self.stage).with_run(run), self.stage)

    def cancel(self) -> None:
        """Cancel the run; one that others watch too goes on, and this tab only takes its leave."""
        run = self.told("cancel")
        if not isinstance(run, str) or service().leave(run, watcher()):
            return
        job = service().job(run)
        if job is not None and not job.ended:
            imposed = self.keep("")
            st.session_state[f"{self.buttons}-left"] = imposed.token, left_run(job)

    def left(self) -> RunStatus[Any] | None:
        """The run that was left, as it was then, until another view is imposed."""
        token, run = st.session_state.get(f"{self.buttons}-left", ("", None))
        return run if token == imposed_now(self.stage).token else None

    def _watched(self, only: str) -> str:
        state = st.session_state
        before: str = state.get(f"{self.buttons}-run", "")
        token = imposed_now(self.stage).token
        is_new = state.get(f"{self.buttons}-token") != token
        run = known_view(self.stage).run or ("" if is_new else before)
        run = run if only in ("", run) else ""
        if before and before != run:
            service().leave(before, watcher())
        if run:
            service().watch(run, watcher())
        state[f"{self.buttons}-run"], state[f"{self.buttons}-token"] = run, token
        return run


@st.cache_resource(max_entries=128, show_spinner=False)
def _judged(
    run: str,
    made: tuple[str, float],
    on: tuple[Any, ...],
    _film: Film[Any],
    _terms: Terms,
    _judge: Callable[[Film[Any], Terms], Judgement],
) -> Judgement:
    return _judge(_film, _terms)


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
    """What is known of a finished run, from its film."""
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
        learnt=found.learnt,
        device=film.device,
    )

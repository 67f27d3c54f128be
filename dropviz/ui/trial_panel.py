"""A small live training on a lesson's page: Train and Cancel, curves, verdicts, its link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from dropviz.core.limits import LAST_SEED, MOST_PAIRS_OF_A_TRIAL
from dropviz.experiments.cost import duration_words
from dropviz.experiments.shipped_films import film_file, shipped_film
from dropviz.experiments.trial import Trial
from dropviz.jobs.job import Job
from dropviz.lessons.runs.judgement import Terms
from dropviz.lessons.runs.status import RunStatus
from dropviz.lessons.trials.panel import PanelWords, panel_data
from dropviz.lessons.trials.words import TERMS, about, scope, trial_judgement
from dropviz.stage.component import Callback, mount
from dropviz.stage.view import TrialView
from dropviz.ui.following import Show, follow_notices, show_following
from dropviz.ui.runner import Runner, film_status, missing_run
from dropviz.ui.service import service, watcher
from dropviz.ui.views import impose_view, known_view
from dropviz.ui.visitor import owner

LOOKED = "trials-looked"
"""First seed and pairs of each run that was shown, by its comparison, in the session."""


@dataclass(frozen=True)
class OnPanel:
    """What the panel shows now: the run and its job, None before there is one, and words."""

    shown: RunStatus[Trial] | None
    words: PanelWords
    job: Job | None

    @property
    def goes_on(self) -> bool:
        """Whether the run still trains, or waits."""
        return self.shown is not None and self.shown.state in ("queued", "running")


def show_trial(trial: Trial, *, key: str, view: TrialView) -> None:
    """Show the panel of a trial; its run, pairs and seeds are in the link, in the lesson's view.

    Call it where the lesson's stage is called, after it.

    Parameters
    ----------
    key : of the lesson's stage, as for ``current_view``
    """
    _show_seeds(trial, view, key)
    trial = trial.with_seeds(view.pairs or trial.pairs, view.first_seed)
    try:
        _show_missing(trial, view.run)
        now = _on_panel(trial, key)
    except ValueError as error:  # a variable of the server's environment makes no sense
        st.error(str(error))
        return
    look = partial(_look, trial, key)
    show_following(partial(_mount, trial, now, key), look, goes_on=now.goes_on)
    if now.job is not None:
        follow_notices(now.job)


def _show_missing(trial: Trial, run: str) -> None:
    """Say it where the link names a run that is nowhere; that of another trial is only left out."""
    if run and run != trial.hash and service().job(run) is None and not film_file(run).exists():
        st.info(f"The run {run} of this link is not on this server: what is here is shown instead.")


def _show_seeds(trial: Trial, view: TrialView, key: str) -> None:
    """How many pairs, from which seed on: another number is another look at the comparison."""
    usual = view.pairs in (0, trial.pairs) and not view.first_seed
    label = "Pairs and seeds" if usual else "Pairs and seeds (changed)"
    values = {"pairs": view.pairs or trial.pairs, "first_seed": view.first_seed}
    with st.popover(label, icon=":material/casino:"):
        st.markdown(
            "A pair is one network of each arm with the same data, start and batches. More pairs "
            "make the interval narrower. Choose the number before you look: what you have looked "
            "at before is judged by a wider interval."
        )
        for name, says, least, most in (
            ("pairs", "pairs", 1, MOST_PAIRS_OF_A_TRIAL),
            ("first_seed", "first seed", 0, LAST_SEED),
        ):
            st.session_state[f"{key}-trial-{name}"] = values[name]
            st.number_input(
                says, least, most, key=f"{key}-trial-{name}",
                on_change=_choose, args=(trial.pairs, key),
            )  # fmt: skip


def _choose(usual_pairs: int, key: str) -> None:
    """Take the pairs and the seed that were typed into the view, and into the link."""
    pairs, first_seed = (st.session_state[f"{key}-trial-{one}"] for one in ("pairs", "first_seed"))
    chosen = {"pairs": 0 if pairs == usual_pairs else pairs, "first_seed": first_seed, "run": ""}
    impose_view(known_view(key).model_copy(update=chosen), key)


def _terms(trial: Trial) -> Terms:
    """On what terms a finished run is judged: its verdict counts as a look from now on."""
    seen = st.session_state.setdefault(LOOKED, {}).setdefault(trial.comparison, [])
    seeds = (trial.first_seed, trial.pairs)
    if seeds not in seen:
        seen.append(seeds)
    return replace(TERMS, again=seen.index(seeds) > 0)


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
        on_cancel_change=_runner(key).cancel,
    )


def _runner(key: str) -> Runner[Trial]:
    return Runner(stage=key, buttons=f"{key}-trial", kind=Trial, judge=trial_judgement)


def _on_panel(trial: Trial, key: str) -> OnPanel:
    """What is known of the trial now; its run is watched from now on."""
    runner = _runner(key)
    expected = service().estimate(trial)
    cost = f"That takes about {duration_words(expected.seconds)}."
    beforehand = False
    shown: RunStatus[Trial] | None = None
    if (run := runner.followed(lambda film: _terms(film.experiment), only=trial.hash)) is not None:
        shown = run.status
    elif (film := shipped_film(trial.hash)) is not None:
        shown, beforehand = film_status(film, runner.judged(film, _terms(trial))), True
    elif known_view(key).run == trial.hash:
        shown = missing_run(trial, service().store_problem)
    words = PanelWords(about(trial), cost, scope(trial), expected.problem, beforehand)
    return OnPanel(shown, words, run.job if run else None)


def _train(trial: Trial, key: str) -> None:
    runner = _runner(key)
    if runner.told("train") != trial.hash:
        return  # of a trial that was shown before
    if not service().estimate(trial).problem:
        service().submit(trial, watcher=watcher(), owner=owner())
        runner.keep(trial.hash)

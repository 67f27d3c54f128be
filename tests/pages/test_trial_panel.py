"""The panel of a trial, on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dropviz.experiments.trial import trial_for
from dropviz.ui import trial_panel
from tests.pages.fake_service import FakeService
from tests.pages.links import go_to, link_of

CHANGES = {"steps": 3, "pairs": 2, "train_size": 20, "batch_size": 10}
TRIAL = trial_for("spatial_2d").model_copy(update=CHANGES)
OTHER = trial_for("dropout").model_copy(update=CHANGES)


def lesson() -> None:
    from dropviz.experiments.trial import trial_for
    from dropviz.stage.view import TrialView
    from dropviz.ui.trial_panel import show_trial
    from dropviz.ui.views import current_view

    class LessonView(TrialView):
        variant: str = "spatial_2d"

    view, _, _ = current_view(LessonView, "lesson")
    trial = trial_for(view.variant)
    if not view.variant.startswith("lstm"):
        small = {"steps": 3, "pairs": 2, "train_size": 20, "batch_size": 10}
        trial = trial.model_copy(update=small)
    show_trial(trial, key="lesson", view=view)


class FakePanel:
    """Instead of the component: remembers what it was given; its buttons are Streamlit's."""

    def __call__(
        self,
        trial: Any,
        shown: Any,
        words: Any,
        *,
        key: str,
        on_train_change: Callable[[], None],
        on_cancel_change: Callable[[], None],
    ) -> None:
        self.trial, self.shown, self.words = trial, shown, words
        st.button("train", on_click=on_train_change, key="fake-train")
        st.button("cancel", on_click=on_cancel_change, key="fake-cancel")


@pytest.fixture
def panel(monkeypatch: pytest.MonkeyPatch) -> FakePanel:
    fake = FakePanel()
    monkeypatch.setattr(trial_panel, "trial_stage", fake)
    return fake


@pytest.fixture
def opened(panel: FakePanel) -> Callable[..., AppTest]:
    def open_lesson(**query: str) -> AppTest:
        app = AppTest.from_function(lesson, default_timeout=60)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception
        return app

    return open_lesson


def press(app: AppTest, name: str, run: str) -> None:
    app.session_state["lesson-trial"] = {name: run}
    app.button(key=f"fake-{name}").click().run()
    assert not app.exception


def test_before_training_it_says_what_that_would_be(
    opened: Callable[..., AppTest], panel: FakePanel
) -> None:
    opened()
    assert panel.shown is None
    assert panel.trial == TRIAL
    assert "20 training examples, 20\N{NO-BREAK SPACE}% of the labels" in panel.words.about
    assert panel.words.about.endswith("3 steps of 10; 2 pairs, seeds 0 to 1")
    assert "neither proves nor refutes" in panel.words.scope
    assert "with results in sight" in panel.words.scope
    assert panel.words.cost == "That takes about a second."
    assert not panel.words.blocked


def test_a_finished_run_opens_from_its_link(
    opened: Callable[..., AppTest], panel: FakePanel, service: FakeService
) -> None:
    service.submit(TRIAL, watcher="ada")
    service.finish(TRIAL.hash)
    opened(run=TRIAL.hash)
    assert panel.shown.state == "finished"
    assert sorted(panel.shown.verdicts) == [1, 2]
    assert any("hole maps, p = 0.2" in sentence for sentence in panel.shown.says["verdict"])
    assert not panel.words.beforehand


def test_a_link_to_a_run_that_is_not_here_says_so(
    opened: Callable[..., AppTest], panel: FakePanel
) -> None:
    opened(run=TRIAL.hash)
    assert panel.shown.state == "lost"
    assert "not on this server" in panel.shown.message


def test_a_link_to_a_run_that_is_nowhere_says_so(opened: Callable[..., AppTest]) -> None:
    assert (
        "run 0123456789abcdef of this link is not on"
        in opened(run="0123456789abcdef").info[0].value
    )


def test_a_run_of_other_settings_is_not_shown(
    opened: Callable[..., AppTest], panel: FakePanel, service: FakeService
) -> None:
    service.submit(OTHER, watcher="ada")
    service.finish(OTHER.hash)
    app = opened(run=OTHER.hash)
    assert panel.shown is None
    assert not app.info


def test_too_large_a_trial_says_by_how_much(
    opened: Callable[..., AppTest], panel: FakePanel, service: FakeService
) -> None:
    service.limits = service.limits.__class__(seconds=1e-4)
    opened()
    assert "times the limit of" in panel.words.blocked


def test_the_memory_task_is_there_beforehand(
    opened: Callable[..., AppTest], panel: FakePanel
) -> None:
    """The one trial that takes more than ten seconds."""
    opened(variant="lstm_c")
    assert panel.words.beforehand
    assert panel.shown.state == "finished"
    assert panel.shown.verdicts[2][0].effect == "hurt"  # a fresh mask on the cell in each step


def test_train_and_cancel(
    opened: Callable[..., AppTest], panel: FakePanel, service: FakeService
) -> None:
    app = opened()
    press(app, "train", TRIAL.hash)
    assert panel.shown.state == "queued"
    assert link_of(app, "lesson")["run"] == TRIAL.hash
    assert [run for run, _ in service.watched] == [TRIAL.hash]
    press(app, "cancel", TRIAL.hash)
    assert panel.shown.state == "cancelled"
    assert not service.watched
    press(app, "train", TRIAL.hash)
    service.finish(TRIAL.hash)
    app.run()
    assert panel.shown.state == "finished"
    assert app.session_state["lesson-view"].run == TRIAL.hash


def test_who_only_leaves_takes_the_run_out_of_the_link(
    opened: Callable[..., AppTest], panel: FakePanel, service: FakeService
) -> None:
    app = opened()
    press(app, "train", TRIAL.hash)
    service.watch(TRIAL.hash, "another tab")
    press(app, "cancel", TRIAL.hash)
    assert panel.shown is None
    assert "run" not in link_of(app, "lesson")
    assert service.job(TRIAL.hash).state == "queued"


def test_another_variant_lets_the_run_before_go(
    opened: Callable[..., AppTest], panel: FakePanel, service: FakeService
) -> None:
    app = opened()
    press(app, "train", TRIAL.hash)
    press(app, "train", OTHER.hash)  # of a trial that is not shown
    assert [run for run, _ in service.watched] == [TRIAL.hash]
    go_to(app, "lesson", {"variant": "dropout"})
    assert panel.trial == OTHER
    assert panel.shown is None
    assert not service.watched


def test_the_back_button_takes_the_run_away(
    opened: Callable[..., AppTest], panel: FakePanel, service: FakeService
) -> None:
    app = opened()
    press(app, "train", TRIAL.hash)
    go_to(app, "lesson", {})
    assert panel.shown is None
    assert not service.watched


def test_live_training_does_not_show_trials(
    open_page: Callable[..., AppTest], service: FakeService
) -> None:
    service.submit(TRIAL, watcher="ada")
    service.finish(TRIAL.hash)
    app = open_page("live_training", {"run": TRIAL.hash})
    assert not app.exception
    assert "is not on this server" in app.info[0].value


def test_pairs_and_seeds_are_chosen_and_are_in_the_link(
    opened: Callable[..., AppTest], panel: FakePanel
) -> None:
    app = opened()
    assert (panel.trial.pairs, panel.trial.first_seed) == (2, 0)
    assert app.number_input(key="lesson-trial-pairs").value == 2
    app.number_input(key="lesson-trial-pairs").set_value(4).run()
    app.number_input(key="lesson-trial-first_seed").set_value(7).run()
    assert not app.exception
    assert (panel.trial.pairs, panel.trial.first_seed) == (4, 7)
    assert link_of(app, "lesson")["pairs"] == "4"
    assert link_of(app, "lesson")["first_seed"] == "7"
    again = opened(pairs="4", first_seed="7")
    assert panel.trial.hash == TRIAL.with_seeds(4, 7).hash
    again.number_input(key="lesson-trial-pairs").set_value(2).run()
    assert "pairs" not in link_of(again, "lesson")  # the trial's own


def test_a_second_number_of_pairs_is_judged_as_a_second_look(
    opened: Callable[..., AppTest], panel: FakePanel, service: FakeService
) -> None:
    app = opened()
    for number, pairs in enumerate((2, 3, 2)):
        if panel.trial.pairs != pairs:
            app.number_input(key="lesson-trial-pairs").set_value(pairs).run()
        trial = panel.trial
        assert trial.pairs == pairs
        if number < 2:
            press(app, "train", trial.hash)
            service.finish(trial.hash)
            app.run()
        else:  # the first one again
            go_to(app, "lesson", {"pairs": str(pairs), "run": trial.hash})
        said = " ".join(panel.shown.says["verdict"])
        assert ("looked at before" in said) == (pairs == 3)

"""The page Live training without a browser and without a cluster."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dropviz.experiments.experiment import Experiment
from dropviz.experiments.verdict import verdicts
from dropviz.jobs.summary import RunSummary
from dropviz.lessons.live_training.exports import experiment_json
from dropviz.lessons.live_training.guide import GUIDE
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.runs.words import EFFECT_WORDS
from dropviz.ui import service as live_service
from dropviz.ui import visitor
from dropviz.ui.live_training import past_actions
from dropviz.ui.live_training import stage as live_stage
from dropviz.ui.plain import plain
from tests.pages.fake_service import FakeService
from tests.pages.links import go_to, link_of

PAGE = "live_training"
SMALL = Experiment(train_size=40, hidden=(8,), batch_size=20, steps=20, pairs=3)


class FakeStage:
    """Instead of the component: remembers what it was given; its buttons are Streamlit's."""

    def __init__(self) -> None:
        self.imposed: Any = None
        self.choices: Any = None
        self.run: Any = None
        self.mounted = 0

    def __call__(
        self, imposed: Any, choices: Any, run: Any, *, key: str, **callbacks: Callable[[], None]
    ) -> None:
        self.imposed, self.choices, self.run = imposed, choices, run
        self.mounted += 1
        for name, call in callbacks.items():
            st.button(name, on_click=call, key=f"fake-{name}")


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> FakeStage:
    fake = FakeStage()
    monkeypatch.setattr(live_stage, "live_training", fake)
    return fake


def tell(app: AppTest, name: str, value: object) -> None:
    """As the stage does when it tells a view, or when Train or Cancel is pressed."""
    app.session_state[PAGE] = {name: value}
    app.button(key=f"fake-on_{name}_change").click().run()
    assert not app.exception


def query(view: LiveView) -> dict[str, str]:
    return view.to_query()


def texts(app: AppTest) -> str:
    parts = [*app.markdown, *app.info, *app.warning, *app.error, *app.caption]
    return "\n".join(part.value for part in parts)


def test_opens_with_tabs_and_exports(open_page: Callable[..., AppTest]) -> None:
    app = open_page(PAGE)
    assert not app.exception
    assert app.title[0].value == "Live training"
    labels = [tab.label for tab in app.tabs]
    assert labels[:4] == ["The maths", "PyTorch", "Sources", "Words"]
    assert labels[4:] == ["Past runs", "Your own data", "Open an experiment"]
    assert "None yet" in texts(app)
    assert not [*app.info, *app.warning, *app.error]


@pytest.mark.parametrize(
    "view",
    [LiveView(), LiveView(n=20, batch=50), LiveView(data="csv-0123456789abcdef"), LiveView(n=1000)],
    ids=["default", "settings that do not fit", "a table that is not here", "too many"],
)
def test_the_row_of_exports_is_always_there(
    open_page: Callable[..., AppTest], view: LiveView
) -> None:
    app = open_page(PAGE, query(view))
    assert not app.exception
    rows = {button.label: button for button in app.get("download_button")}
    assert list(rows) == [
        "PyTorch script", "Experiment (JSON)", "Curves (CSV)", "Test results (CSV)",
    ]  # fmt: skip
    assert all(button.proto.help for button in rows.values() if button.proto.disabled)
    assert rows["PyTorch script"].proto.disabled == (view not in (LiveView(), LiveView(n=1000)))


def test_train_submits_and_links_the_run(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = open_page(PAGE)
    assert stage.run is None
    told = LiveView.of(SMALL).model_dump(mode="json") | {"revision": 3}
    tell(app, "train", told)
    assert link_of(app, PAGE)["run"] == SMALL.hash
    assert stage.run["state"] == "queued"
    assert stage.run["hash"] == SMALL.hash
    assert [run for run, _ in service.watched] == [SMALL.hash]
    service.finish(SMALL.hash)
    app.run()
    assert stage.run["state"] == "finished"
    assert stage.run["verdicts"]
    assert set(stage.run["says"]) == {"verdict", "spread", "diagnosis"}
    assert app.session_state[f"{PAGE}-view"].run == SMALL.hash


def test_what_does_not_fit_together_is_not_submitted(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = open_page(PAGE)
    told = LiveView().model_dump(mode="json") | {"n": 20, "batch": 50, "revision": 1}
    tell(app, "train", told)
    assert not service.watched
    assert "atch_size is 50" in stage.choices.problem
    assert "run" not in link_of(app, PAGE)


def test_cancel_cancels(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = open_page(PAGE)
    tell(app, "train", LiveView.of(SMALL).model_dump(mode="json") | {"revision": 1})
    tell(app, "cancel", SMALL.hash)
    assert stage.run["state"] == "cancelled"
    assert not service.watched


def test_cancel_of_a_run_that_others_watch_only_leaves_it(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = open_page(PAGE)
    tell(app, "train", LiveView.of(SMALL).model_dump(mode="json") | {"revision": 1})
    service.watch(SMALL.hash, "another tab")
    before = stage.imposed.token
    tell(app, "cancel", SMALL.hash)
    assert (stage.run["hash"], stage.run["state"]) == (SMALL.hash, "cancelled")
    assert "it goes on while others watch it" in stage.run["message"]
    assert stage.imposed.token != before
    assert "run" not in link_of(app, PAGE)
    assert not app.info  # a sentence above the stage would move it
    assert service.watched == {(SMALL.hash, "another tab")}
    assert service.job(SMALL.hash).state == "queued"
    app.run()
    assert stage.run["state"] == "cancelled"
    go_to(app, PAGE, {"pairs": "4"})
    assert stage.run is None


def test_settings_that_change_while_it_trains_leave_the_run_on_the_stage(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = open_page(PAGE)
    view = LiveView.of(SMALL).model_dump(mode="json")
    tell(app, "train", view | {"revision": 1})
    tell(app, "view", view | {"lr": 0.01, "run": "", "at": -1, "revision": 2})
    assert "run" not in link_of(app, PAGE)
    assert stage.run["hash"] == SMALL.hash
    assert service.watched


def test_a_link_without_the_run_leaves_it(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = open_page(PAGE)
    tell(app, "train", LiveView.of(SMALL).model_dump(mode="json") | {"revision": 1})
    go_to(app, PAGE, {})
    assert stage.run is None
    assert not service.watched


def test_a_link_with_the_hash_alone_opens_a_finished_run(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    service.add(SMALL)
    app = open_page(PAGE, {"run": SMALL.hash, "margin": "5.0"})
    assert not app.exception
    assert stage.run["state"] == "finished"
    assert stage.run["verdicts"][0]["loss"]["margin"] == 0.05  # that of Train
    assert any(text.startswith("Exploratory") for text in stage.run["says"]["verdict"])
    view = app.session_state[f"{PAGE}-view"]
    assert view == LiveView.of(SMALL, run=SMALL.hash, margin=5.0)
    assert stage.imposed.view.steps == SMALL.steps
    assert link_of(app, PAGE)["run"] == SMALL.hash


def train(app: AppTest, service: FakeService, view: LiveView) -> None:
    """Press Train, and wait for the verdict; the stage's view is then as the link has it."""
    tell(app, "train", view.model_dump(mode="json") | {"revision": 1})
    service.finish(view.experiment.hash)
    app.run()
    assert not app.exception


def terms(stage: FakeStage) -> tuple[int, bool, float]:
    """Look, whether the interval is an anytime one, and the margin of the verdict."""
    loss = stage.run["verdicts"][0]["loss"]
    return stage.run["terms"]["look"], loss["anytime"], loss["margin"]


def test_each_other_number_of_pairs_is_a_look(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = open_page(PAGE)
    view = LiveView.of(SMALL)
    train(app, service, view)
    assert terms(stage) == (1, False, 0.05)
    train(app, service, view.model_copy(update={"pairs": 6}))
    assert terms(stage) == (2, True, 0.05)
    linked = link_of(app, PAGE)
    assert linked["look"] == "2"
    train(app, service, view.model_copy(update={"seed": 50}))
    assert terms(stage) == (3, True, 0.05)
    train(app, service, view)  # again the first: decided before anything was seen
    assert terms(stage) == (1, False, 0.05)
    train(app, service, view.model_copy(update={"lr": 0.002}))
    assert terms(stage) == (1, False, 0.05)


def test_a_link_keeps_the_look_and_the_margin_of_train(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    service.add(SMALL)
    link = {"run": SMALL.hash, "look": "2", "set_margin": "0.2", "margin": "0.2"}
    open_page(PAGE, link)
    assert terms(stage) == (2, True, 0.2)
    assert not any(text.startswith("Exploratory") for text in stage.run["says"]["verdict"])


def test_the_margin_is_that_of_the_first_train(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = open_page(PAGE)
    view = LiveView.of(SMALL, margin=0.2)
    train(app, service, view)
    assert terms(stage) == (1, False, 0.2)
    tell(app, "view", app.session_state[f"{PAGE}-view"].model_dump(mode="json") | {"margin": 0.5})
    assert terms(stage) == (1, False, 0.2)
    assert any(text.startswith("Exploratory") for text in stage.run["says"]["verdict"])
    more = app.session_state[f"{PAGE}-view"].model_copy(update={"pairs": 6})
    train(app, service, more)
    assert terms(stage) == (2, True, 0.2)
    assert any(text.startswith("Exploratory") for text in stage.run["says"]["verdict"])


def test_a_margin_may_be_changed_while_nothing_was_seen(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = open_page(PAGE)
    tell(app, "train", LiveView.of(SMALL).model_dump(mode="json") | {"revision": 1})
    tell(app, "cancel", SMALL.hash)
    train(app, service, LiveView.of(SMALL, margin=0.3))
    assert terms(stage) == (1, False, 0.3)


def test_other_settings_beside_a_run_give_way_in_the_link_too(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    service.add(SMALL)
    app = open_page(PAGE, {"run": SMALL.hash, "lr": "0.5", "margin": "0.2"})
    view = app.session_state[f"{PAGE}-view"]
    assert view == LiveView.of(SMALL, run=SMALL.hash, margin=0.2)
    linked = link_of(app, PAGE)
    assert linked == query(view)


def test_a_reload_rejoins_a_run_that_goes_on(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    job = service.submit(SMALL, None, watcher="another tab")
    open_page(PAGE, {"run": job.hash})
    assert stage.run["state"] == "queued"
    assert len(service.watched) == 2


def test_a_run_that_is_not_here_is_named(
    open_page: Callable[..., AppTest], stage: FakeStage
) -> None:
    app = open_page(PAGE, {"run": "0123456789abcdef"})
    assert not app.exception
    assert stage.run is None
    assert "0123456789abcdef" in app.info[0].value
    open_page(PAGE, query(LiveView.of(SMALL, run=SMALL.hash)))
    assert stage.run["state"] == "lost"
    assert "is not on this server. Press Train" in stage.run["message"]


def test_a_run_that_cannot_be_read_is_not_said_to_be_missing(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    service.store_problem = "The database cannot be used."
    open_page(PAGE, query(LiveView.of(SMALL, run=SMALL.hash)))
    assert stage.run["state"] == "lost"
    assert "cannot be read now" in stage.run["message"]
    assert service.store_problem in stage.run["message"]
    assert "not on this server" not in stage.run["message"]


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ({"pairs": "500"}, "pairs is '500'; it must be a whole number from 1 to 100."),
        ({"n": "1e12"}, "n is '1e12'"),
        ({"lr": "nan"}, "lr is "),
        ({"hidden": "4096-4096"}, "hidden 1 is 4096; it must be a whole number from 1 to 1,024."),
        ({"hidden": "1-2-3-4-5-6"}, "hidden is '1-2-3-4-5-6'; it must be 1 to 5 widths like"),
        ({"data": "nope"}, "data is 'nope'; it must be one of digits, moons, "),
        ({"data": "../etc"}, "data is '../etc'; it must be one of digits, moons, "),
        ({"arms": "h0.5"}, "arms is 'h0.5'; it must be 2 to 6 arms like 0~h0.5_wd0.001."),
        ({"arms": "0~h1.5"}, "p_hidden is 1.5"),
        ({"arms": "0~zz"}, "arms is '0~zz'; it must be 2 to 6 arms like"),
        ({"margin": "-1"}, "margin is '-1'; it must be a number from 0 to 10."),
        ({"device": "tpu"}, "device is 'tpu'; it must be auto, cpu, cuda or mps."),
        ({"at": "x" * 500}, "it must be a step of the run"),
        ({"steps": ["1", "2"]}, "steps is there 2 times"),
        ({"act": "<b>"}, "act is '<b>'"),
        ({"preset": "nonsense"}, "preset is no setting of this page."),
        ({"<i>" * 50: "1"}, "<i>… is no setting of this page."),
    ],
    ids=str,
)
def test_a_bad_value_in_a_link_gets_a_sentence(
    open_page: Callable[..., AppTest], link: dict[str, str], says: str
) -> None:
    app = open_page(PAGE, link)
    assert not app.exception
    said = app.info[0].value.replace("\\", "")
    assert says in said
    assert len(said) < 400
    begins = not link.keys() & LiveView.model_fields.keys()  # it says nothing: the guide begins
    usual = GUIDE.view_at(1) if begins else LiveView()
    assert app.session_state[f"{PAGE}-view"] == usual


@pytest.mark.parametrize(
    ("view", "says", "offers"),
    [
        (LiveView(n=1000), "1,000; Digits has 988", LiveView(n=988)),
        (LiveView(data="csv-0123456789abcdef"), "upload its CSV again", None),
        (LiveView(device="cuda"), "No worker here trains on NVIDIA GPU; there is CPU", None),
    ],
    ids=["rows", "csv", "device"],
)
def test_what_cannot_be_trained_says_why(
    open_page: Callable[..., AppTest],
    stage: FakeStage,
    view: LiveView,
    says: str,
    offers: LiveView | None,
) -> None:
    app = open_page(PAGE, query(view))
    assert not app.exception
    assert says in stage.choices.problem
    assert (stage.choices.offer and stage.choices.offer.view) == offers


def test_beyond_the_limit_the_nearest_is_offered(
    open_page: Callable[..., AppTest], stage: FakeStage
) -> None:
    view = LiveView(hidden=(1024,) * 5, steps=20_000, pairs=100, margin=0.2)
    open_page(PAGE, query(view))
    assert re.search(r"about \d+ hours, [0-9,]+ times the limit of 2 min", stage.choices.problem)
    smaller = stage.choices.offer.view
    assert (smaller.pairs, smaller.margin) == (5, 0.2)
    assert stage.choices.offer.label.startswith("Take 5 pairs")
    open_page(PAGE, query(smaller))
    assert stage.choices.problem == ""
    assert "That takes about" in stage.choices.cost


def test_the_scheduler_gone_is_said_with_a_button(
    open_page: Callable[..., AppTest], service: FakeService
) -> None:
    service.problem = "The scheduler is gone."
    app = open_page(PAGE)
    assert "scheduler is gone" in app.warning[0].value
    app.button(key="live-connect").click().run()
    assert not app.warning


def test_a_server_that_is_set_up_wrongly_says_so(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise ValueError("DROPVIZ_WORKERS is 'many': it should be a number from 1 to 999.")

    monkeypatch.setattr(live_service, "start_service", refuse)
    app = open_page(PAGE)
    assert not app.exception
    assert "DROPVIZ\\_WORKERS" in app.error[0].value


def test_settings_that_were_trained_before_are_said_with_when(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    before = time.time()
    open_page(PAGE)
    assert stage.choices.trained is None
    service.add(SMALL)
    open_page(PAGE, query(LiveView.of(SMALL)))
    assert before <= stage.choices.trained <= time.time()
    open_page(PAGE, query(LiveView.of(SMALL, run=SMALL.hash)))
    assert stage.choices.trained is not None


def test_a_run_of_a_scene_stays_in_the_scene(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = open_page(PAGE, {})
    assert app.session_state[f"{PAGE}-view"].scene == 1
    told = LiveView(scene=1, seed=4711)
    tell(app, "train", told.model_dump(mode="json") | {"revision": 3})
    run = told.experiment.hash
    view = app.session_state[f"{PAGE}-view"]
    assert (view.scene, view.seed, view.run) == (1, 4711, run)
    service.finish(run)
    app.run()
    assert stage.run["verdicts"]
    link = view.to_query(GUIDE.view_at(1))
    assert link == {"scene": "1", "seed": "4711", "run": run}
    again = open_page(PAGE, link)
    assert again.session_state[f"{PAGE}-view"] == view


def test_the_code_is_for_the_settings_on_the_stage(open_page: Callable[..., AppTest]) -> None:
    app = open_page(PAGE, {"steps": "77", "arms": "0~h0.3_wd0.01"}, tab="pytorch")
    assert "0.001, 50, 77" in app.code[1].value
    assert "weight_decay=0.01" in app.code[1].value
    assert "differ from those on the stage as two seeds do" in texts(app)
    assert "in the folder of the app" not in texts(app)


def test_the_code_for_own_data_says_which_file_it_reads(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = library(open_page(PAGE, tab="pytorch"), "Your own data")
    upload(app, "live-csv", GOOD_CSV)
    app.button(key="live-csv-use").click().run()
    name = app.session_state[f"{PAGE}-view"].data
    assert f"`{name}.csv`" in texts(app)
    assert f'read_csv("{name}.csv")' in app.code[1].value


# ---- Runs and data -------------------------------------------------------------------------------


HOSTILE = "<img src=x onerror=alert(1)> **bold** $x$ www.a.b"


def runs_of(service: FakeService) -> list[RunSummary]:
    """Of the browser that the pages are opened in."""
    return service.store.runs(visitor.owner()).found


def name_key() -> str:
    return f"live-name-{SMALL.hash}{visitor.owner()[:4]}"


def choose(app: AppTest, *rows: int) -> AppTest:
    """Select rows of the table of past runs."""
    selection = {"rows": list(rows), "columns": [], "cells": []}
    app.session_state[app.dataframe[0].key] = {"selection": selection}
    return app.run()


def library(app: AppTest, tab: str) -> AppTest:
    app.session_state["live-library"] = tab
    return app.run()


def upload(app: AppTest, key: str, content: bytes, name: str = "file.csv") -> None:
    app.file_uploader(key=key).set_value((name, content, "text/plain")).run()
    assert not app.exception


def test_past_runs_are_listed_with_what_they_gave(
    open_page: Callable[..., AppTest], service: FakeService
) -> None:
    film = service.add(SMALL, "first")
    app = open_page(PAGE)
    (row,) = app.dataframe[0].value.to_dict("records")
    assert row["run"] == "first"
    loss = verdicts(film.outcome, margin=0.05, margin_error=0.01)[1][0]
    assert row["verdict"] == EFFECT_WORDS[loss.effect]
    assert row["arm 1"] == "no dropout"
    mean = film.outcome.test_loss[1].mean()
    assert row["arm 2: test log-loss, nats"] == pytest.approx(mean, abs=1e-6)
    mean = film.outcome.test_error[0].mean()
    assert row["arm 1: test error"] == pytest.approx(100 * mean, abs=1e-4)


def test_runs_that_nobody_named_can_be_told_apart(
    open_page: Callable[..., AppTest], service: FakeService
) -> None:
    service.add(SMALL)
    service.add(SMALL.model_copy(update={"label_noise": 0.0}))
    names = open_page(PAGE).dataframe[0].value["run"].tolist()
    assert names == [
        f"40 digits{wrong}, 8 units, batches of 20, 20 steps, 3 pairs: no dropout against p = 0.5"
        for wrong in ("", ", 20 % wrong")
    ]


def test_more_than_can_be_compared_are_cut_in_figure_and_file(
    open_page: Callable[..., AppTest], service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(3):
        service.add(SMALL.model_copy(update={"first_seed": seed, "pairs": 1}))
    monkeypatch.setattr(past_actions, "MOST_COMPARED", 2)
    app = choose(open_page(PAGE), 0, 1, 2)
    assert not app.exception
    assert any("The first 2 of the 3" in text.value for text in app.caption)
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    assert sum("name" in line for line in figure["data"]) == 2 * 2
    runs = runs_of(service)
    assert (
        len({line.split(",")[0] for line in past_actions.curves(tuple(runs)).splitlines()[1:]}) == 2
    )


def test_a_name_is_shown_as_it_is(open_page: Callable[..., AppTest], service: FakeService) -> None:
    service.add(SMALL, HOSTILE)
    app = open_page(PAGE)
    assert not app.exception
    assert app.dataframe[0].value["run"][0] == HOSTILE
    choose(app, 0)
    (asked,) = [text.value for text in app.markdown if text.value.startswith("Delete")]
    assert asked.startswith(f"Delete “{plain(HOSTILE)}”\\? Its link stops working\\,")
    assert all(HOSTILE not in text for text in texts(app).splitlines())


def test_a_broken_database_is_a_sentence(
    open_page: Callable[..., AppTest], service: FakeService, tmp_path: Path
) -> None:
    service.store.close()
    (tmp_path / "runs.sqlite3").write_text("no database " * 500)
    app = open_page(PAGE)
    assert not app.exception
    assert "cannot be used" in app.warning[0].value


def test_two_runs_are_laid_over_one_another(
    open_page: Callable[..., AppTest], service: FakeService
) -> None:
    service.add(SMALL, "first")
    service.add(SMALL.model_copy(update={"steps": 30}), "second")
    app = open_page(PAGE)
    assert not app.get("plotly_chart")
    choose(app, 0, 1)
    assert not app.exception
    figure = json.loads(app.get("plotly_chart")[0].proto.spec)
    named = [line["name"] for line in figure["data"] if "name" in line]
    assert named == ["A: no dropout", "A: p = 0.5", "B: no dropout", "B: p = 0.5"]
    assert any("A is second; B is first" in text.value.replace("\\", "") for text in app.caption)
    assert "Open" not in [button.label for button in app.button]


def test_a_run_is_renamed(open_page: Callable[..., AppTest], service: FakeService) -> None:
    service.add(SMALL, "first")
    app = choose(open_page(PAGE), 0)
    app.text_input(key=name_key()).set_value("better").run()
    app.button(key="live-rename").click().run()
    assert [run.name for run in runs_of(service)] == ["better"]
    assert app.dataframe[0].value["run"].tolist() == ["better"]


def test_an_empty_name_is_refused_in_a_sentence(
    open_page: Callable[..., AppTest], service: FakeService
) -> None:
    service.add(SMALL, "first")
    app = choose(open_page(PAGE), 0)
    app.text_input(key=name_key()).set_value("  ").run()
    app.button(key="live-rename").click().run()
    assert "it should have 1 to 80" in app.warning[0].value
    assert [run.name for run in runs_of(service)] == ["first"]


def test_runs_are_deleted_only_when_that_is_confirmed(
    open_page: Callable[..., AppTest], service: FakeService
) -> None:
    service.add(SMALL, "first")
    kept = service.add(SMALL.model_copy(update={"steps": 30}), "second")
    app = choose(open_page(PAGE), 1)
    assert "“first”" in texts(app)
    assert len(runs_of(service)) == 2
    app.button(key="live-delete").click().run()
    assert [run.hash for run in runs_of(service)] == [kept.experiment.hash]


def test_a_deleted_run_leaves_the_stage_and_the_link(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    run = service.add(SMALL, "first").experiment.hash
    app = choose(open_page(PAGE, {"run": run}), 0)
    assert stage.run is not None
    app.button(key="live-delete").click().run()
    assert not app.exception
    assert stage.run is None
    view = app.session_state[f"{PAGE}-view"]
    assert (view.run, view.steps) == ("", SMALL.steps)
    assert "run" not in link_of(app, PAGE)


def test_another_list_of_runs_forgets_the_choice(
    open_page: Callable[..., AppTest], service: FakeService
) -> None:
    """Else a choice of the first row would slip to a run that came in meanwhile."""
    service.add(SMALL, "first")
    app = choose(open_page(PAGE), 0)
    assert "Open" in [button.label for button in app.button]
    service.add(SMALL.model_copy(update={"steps": 30}), "second")
    app.run()
    assert "Open" not in [button.label for button in app.button]


def test_a_past_run_is_opened(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    service.add(SMALL, "first")
    app = choose(open_page(PAGE), 0)
    next(button for button in app.button if button.label == "Open").click().run()
    assert not app.exception
    assert stage.run["hash"] == SMALL.hash
    assert stage.imposed.view.run == SMALL.hash
    assert "on the stage" in app.toast[0].value


GOOD_CSV = b"size,colour,label\n" + b"".join(
    b"%d.5,%s,%s\n" % (i, (b"red", b"blue")[i % 2], (b"yes", b"no")[i % 3 == 0]) for i in range(90)
)


def test_a_csv_takes_the_place_of_the_data_alone(
    open_page: Callable[..., AppTest], stage: FakeStage
) -> None:
    app = library(open_page(PAGE, {"pairs": "3", "steps": "100", "arms": "0~0.3"}), "Your own data")
    upload(app, "live-csv", GOOD_CSV)
    app.button(key="live-csv-use").click().run()
    view = app.session_state[f"{PAGE}-view"]
    assert view.data.startswith("csv-")
    assert (view.pairs, view.steps, view.arms[1].p_hidden) == (3, 100, 0.3)
    assert stage.choices.problem == ""


def test_a_csv_becomes_data_to_train_on(
    open_page: Callable[..., AppTest], stage: FakeStage, service: FakeService
) -> None:
    app = library(open_page(PAGE), "Your own data")
    upload(app, "live-csv", GOOD_CSV)
    assert app.selectbox(key="live-csv-label").value == "label"
    app.button(key="live-csv-use").click().run()
    assert not app.exception
    name = app.session_state[f"{PAGE}-view"].data
    assert name.startswith("csv-")
    assert stage.imposed.view.data == name
    assert stage.choices.problem == ""
    own = stage.choices.datasets[-1]
    assert (own.name, own.classes, own.n_features) == (name, ("no", "yes"), 3)
    assert service.store.dataset(name) is not None
    told = stage.imposed.view.model_dump(mode="json") | {
        "steps": 20,
        "pairs": 2,
        "hidden": [4],
        "revision": 1,
    }
    tell(app, "train", told)
    run = app.session_state[f"{PAGE}-view"].run
    service.finish(run)
    app.run()
    assert stage.run["state"] == "finished"
    labels = [button.label for button in app.get("download_button")]
    assert "Prepared data (CSV)" in labels
    library(app, "Past runs")
    assert app.dataframe[0].value["data"].tolist() == ["file.csv, label 'label'"]


SHAPES = Path(__file__).parents[1] / "data" / "csv"
DOZENS = b"size,dozen,label\n" + b"".join(
    b"%d.5,%d,%s\n" % (i * 37 % 61, i // 12, (b"x", b"y")[i % 2]) for i in range(60)
)

MARKUP = b"n,<script>alert(1)</script>\n" + b"".join(b"%d,1\n" % i for i in range(30))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "file is empty"),
        (b"a,b\n", "header without data"),
        (b"\x00\x01\x02PNG", "not text"),
        (b"a,b\n1,2\n", "has 1 rows"),
        (b"<script>alert(1)</script>\n" * 30, "Only one column"),
    ],
    ids=["empty", "header", "binary", "one row", "html"],
)
def test_a_bad_csv_gets_a_sentence(
    open_page: Callable[..., AppTest], content: bytes, says: str
) -> None:
    app = library(open_page(PAGE), "Your own data")
    upload(app, "live-csv", content)
    (error,) = app.error
    assert says in error.value.replace("\\", "")
    assert error.value.endswith("\\.")


def test_markup_in_a_file_is_shown_as_it_is_where_it_is_refused(
    open_page: Callable[..., AppTest],
) -> None:
    app = library(open_page(PAGE), "Your own data")
    upload(app, "live-csv", MARKUP)
    app.selectbox(key="live-csv-label").set_value("<script>alert(1)</script>").run()
    (error,) = app.error
    assert plain("'<script>alert(1)</script>'") in error.value
    assert "'<script" not in texts(app)


def test_who_uploads_is_told_who_sees_it(open_page: Callable[..., AppTest]) -> None:
    app = library(open_page(PAGE), "Your own data")
    assert "only it lists, downloads or deletes the table" in texts(app)


def test_a_column_that_cannot_be_a_label_gets_a_sentence(open_page: Callable[..., AppTest]) -> None:
    app = library(open_page(PAGE), "Your own data")
    upload(app, "live-csv", GOOD_CSV)
    app.selectbox(key="live-csv-label").set_value("size").run()
    assert not app.exception
    assert len(app.error) == 1
    assert "a quantity, and only classes can be predicted" in said(app)
    assert app.button(key="live-csv-use").disabled


def said(app: AppTest) -> str:
    """What the page says, in plain letters."""
    return texts(app).replace("\\", "")


def with_table(open_page: Callable[..., AppTest], content: bytes) -> AppTest:
    """The page with a table uploaded."""
    app = library(open_page(PAGE), "Your own data")
    upload(app, "live-csv", content)
    assert not app.exception
    return app


def test_a_table_is_shown_as_it_is_read_before_it_is_used(
    open_page: Callable[..., AppTest],
) -> None:
    app = with_table(open_page, (SHAPES / "15_title_rows_and_totals.csv").read_bytes())
    rows, columns = (frame.value for frame in app.dataframe)
    assert rows.iloc[0].tolist() == ["S1", "240", "8", "poor"]
    assert columns["read as"].tolist() == ["row name", "number", "number"]
    assert columns["found"].tolist() == ["another text in each row", "139 to 304", "0 to 14"]
    assert "Rows of each class: 'good' 19, 'poor' 26." in said(app)
    assert "Who always says 'poor' errs in 42.2% of the rows" in said(app)
    assert "Lines below the data were left out: 'Total 10022'." in said(app)


def test_a_kind_that_is_changed_makes_another_data_set(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for kind in ("number", "category", "left out", "no such kind"):

        def edited(frame: Any, kind: str = kind, **_: object) -> Any:
            return frame.assign(**{"read as": ["number", kind]})

        monkeypatch.setattr(st, "data_editor", edited)
        app = with_table(open_page, DOZENS)
        app.button(key="live-csv-use").click().run()
        assert not app.exception
        names.append(app.session_state[f"{PAGE}-view"].data)
    assert len(set(names)) == 3
    assert names[0] == names[3]


@pytest.mark.parametrize(("answer", "is_missing"), [("a missing value", True), ("a number", False)])
def test_what_a_strange_number_means_is_asked(
    open_page: Callable[..., AppTest], answer: str, is_missing: bool
) -> None:
    app = with_table(open_page, DOZENS.replace(b",3,", b",-999,"))
    assert "-999 lies far from the other numbers in 'dozen' (12 cells)" in app.radio[
        0
    ].label.replace("\\", "")
    assert app.button(key="live-csv-use").disabled
    app.radio[0].set_value(answer).run()
    assert not app.exception
    assert not app.button(key="live-csv-use").disabled
    assert ("mean of the training part: 'dozen' (12)" in said(app)) == is_missing


def test_a_column_that_tells_the_label_is_said_before_training(
    open_page: Callable[..., AppTest],
) -> None:
    assert len(with_table(open_page, DOZENS).warning) == 0
    leaky = b"\n".join(line[-1:] + b"," + line for line in DOZENS.splitlines())
    (warning,) = with_table(open_page, leaky).warning
    assert "One column alone tells the label: 'l'." in warning.value.replace("\\", "")


def test_names_from_a_file_are_shown_as_they_are(open_page: Callable[..., AppTest]) -> None:
    head = b"<img src=x onerror=alert(1)>,[x](javascript:alert(1)),label\n"
    app = library(open_page(PAGE), "Your own data")
    upload(app, "live-csv", head + GOOD_CSV.split(b"\n", 1)[1], "<b>x</b>.csv")
    assert "\\<b\\>x\\<\\/b\\>" in texts(app)
    app.button(key="live-csv-use").click().run()
    assert not app.exception


def test_mnist_that_cannot_be_fetched_says_why(
    open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dropviz.data.mnist import DataUnavailable
    from dropviz.ui.live_training import own_data as live_own_data

    def refuse() -> None:
        raise DataUnavailable("openml.org could not be reached; stay with what is here.")

    monkeypatch.setattr(live_own_data, "fetch_mnist", refuse)
    monkeypatch.setattr(live_own_data, "mnist_is_here", lambda: False)
    app = library(open_page(PAGE), "Your own data")
    assert "15 MB" in texts(app)
    app.button(key="live-mnist").click().run()
    assert not app.exception
    assert "could not be reached" in app.warning[0].value


def test_an_experiment_is_opened_from_a_file(
    open_page: Callable[..., AppTest], stage: FakeStage
) -> None:
    app = library(open_page(PAGE), "Open an experiment")
    upload(app, "live-open", experiment_json(SMALL).encode(), "experiment.json")
    app.button(key="live-open-take").click().run()
    assert not app.exception
    assert app.session_state[f"{PAGE}-view"] == LiveView.of(SMALL)
    assert stage.imposed.view.steps == SMALL.steps


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"{", "not JSON"), (b'{"pairs": 1000}', "from 1 to 100"), (b"\xff\xfe", "no text in UTF-8")],
    ids=["json", "range", "text"],
)
def test_a_file_that_is_no_experiment_gets_a_sentence(
    open_page: Callable[..., AppTest], content: bytes, says: str
) -> None:
    app = library(open_page(PAGE), "Open an experiment")
    upload(app, "live-open", content, "experiment.json")
    assert says in app.error[0].value.replace("\\", "")
    assert not any(button.key == "live-open-take" for button in app.button)

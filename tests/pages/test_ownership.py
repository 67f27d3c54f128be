"""Whose runs and tables a page shows, and what it lets others do with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dropviz.data.datasets import dataset
from dropviz.experiments.experiment import Experiment
from dropviz.jobs import listing, summary
from dropviz.jobs.holdings import EVERYONE
from dropviz.lessons.live_training.view import LiveView
from dropviz.ui import visitor
from dropviz.ui.live_training import teacher
from tests.pages.fake_service import FakeService

PAGE = "live_training"
SMALL = Experiment(train_size=40, hidden=(8,), batch_size=20, steps=20, pairs=3)
OTHER = SMALL.model_copy(update={"steps": 30})
TABLE = replace(dataset("wine"), name="csv-0123456789abcdef", title="cellar.csv, label 'grape'")
BOB = "bob's browser"
SECRET = "chalk and sponge"
Open = Callable[..., AppTest]
Use = Callable[[str], None]


def choose(app: AppTest, table: int, *rows: int) -> AppTest:
    """Select rows of one of the lists."""
    selection = {"rows": list(rows), "columns": [], "cells": []}
    app.session_state[app.dataframe[table].key] = {"selection": selection}
    return app.run()


def texts(app: AppTest) -> str:
    parts = [*app.markdown, *app.info, *app.warning, *app.error, *app.caption]
    return "\n".join(part.value for part in parts)


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def downloads(app: AppTest) -> dict[str, bool]:
    """Whether each can be had."""
    return {one.label: not one.proto.disabled for one in app.get("download_button")}


def on_tab(app: AppTest, name: str) -> AppTest:
    app.session_state["live-library"] = name
    return app.run()


def test_another_browser_sees_nothing_of_it_but_opens_the_link(
    open_page: Open, service: FakeService, browser: Use
) -> None:
    service.add(SMALL, "a name of ada's")
    assert downloads(open_page(PAGE, {"run": SMALL.hash}))["Curves (CSV)"]
    browser(BOB)
    app = open_page(PAGE, {"run": SMALL.hash})
    assert not app.exception
    assert not app.dataframe
    assert "ada" not in texts(app)
    assert app.session_state[f"{PAGE}-view"].steps == SMALL.steps
    there = downloads(app)
    assert not there["Curves (CSV)"]
    assert not there["Test results (CSV)"]
    assert there["Experiment (JSON)"]


@pytest.mark.parametrize("rows", [[0], [-1], [5], [0, 1, 2]])
def test_a_forged_choice_reaches_nobody_elses_run(
    open_page: Open, service: FakeService, browser: Use, rows: list[int]
) -> None:
    """The browser sends numbers of rows; they count in the list that the server has read."""
    service.add(SMALL, "ada's")
    ada = visitor.owner()
    browser(BOB)
    service.add(OTHER, "bob's")
    app = choose(open_page(PAGE), 0, *rows)
    assert not app.exception
    for key in ("live-delete", "live-rename"):
        if any(button.key == key for button in app.button):
            app.button(key=key).click().run()
    assert [run.name for run in service.store.runs(ada).found] == ["ada's"]


def test_a_run_that_two_trained_belongs_to_both(
    open_page: Open, service: FakeService, browser: Use
) -> None:
    service.add(SMALL, "ada's")
    ada = visitor.owner()
    browser(BOB)
    service.add(SMALL)
    app = choose(open_page(PAGE), 0, 0)
    app.text_input(key=f"live-name-{SMALL.hash}{visitor.owner()[:4]}").set_value("bob's").run()
    app.button(key="live-rename").click().run()
    assert app.dataframe[0].value["run"].tolist() == ["bob's"]
    choose(app, 0, 0)
    app.button(key="live-delete").click().run()
    assert [run.name for run in service.store.runs(ada).found] == ["ada's"]
    assert service.film(SMALL.hash) is not None


def test_deleting_is_undone_at_once_or_from_the_bin(open_page: Open, service: FakeService) -> None:
    service.add(SMALL, "first")
    service.add(OTHER, "second")
    app = choose(open_page(PAGE), 0, 0, 1)
    app.button(key="live-delete").click().run()
    assert "2 runs are deleted." in texts(app)
    assert service.film(SMALL.hash) is None
    app.button(key="live-undo-it").click().run()
    assert app.dataframe[0].value["run"].tolist() == ["second", "first"]
    assert "Undo" not in labels(app)
    app = choose(app, 0, 1)
    app.button(key="live-delete").click().run()
    again = open_page(PAGE)  # another tab, which has no Undo
    assert "Undo" not in labels(again)
    assert [one.label for one in again.expander] == ["Deleted within a day (1)"]
    assert again.dataframe[1].value["run"].tolist() == ["first"]
    choose(again, 1, 0)
    again.button(key="live-restore").click().run()
    assert again.dataframe[0].value["run"].tolist() == ["second", "first"]
    assert not again.expander


def test_a_list_has_pages(
    open_page: Open, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (listing, summary):
        monkeypatch.setattr(module, "PAGE", 2)
    for seed in range(5):
        service.add(SMALL.model_copy(update={"first_seed": seed}), f"run {seed}")
    app = open_page(PAGE)
    assert app.dataframe[0].value["run"].tolist() == ["run 4", "run 3"]
    app.session_state["live-past-page"] = 3
    app.run()
    assert app.dataframe[0].value["run"].tolist() == ["run 0"]
    choose(app, 0, 0)
    app.button(key="live-delete").click().run()
    assert app.dataframe[0].value["run"].tolist() == ["run 2", "run 1"], "the last page is gone"


# ---- Tables --------------------------------------------------------------------------------------


def test_tables_are_listed_for_their_browser_alone(
    open_page: Open, service: FakeService, browser: Use
) -> None:
    service.store.save_dataset(TABLE, visitor.owner())
    app = on_tab(open_page(PAGE), "Your own data")
    assert app.dataframe[0].value["table"].tolist() == [TABLE.title]
    choose(app, 0, 0)
    app.button(key="live-tables-use").click().run()
    assert app.session_state[f"{PAGE}-view"].data == TABLE.name
    assert downloads(app)["Prepared data (CSV)"]
    browser(BOB)
    app = on_tab(open_page(PAGE, {"data": TABLE.name, "n": "40", "batch": "20"}), "Your own data")
    assert not app.dataframe
    assert "Prepared data (CSV)" not in downloads(app)
    assert app.session_state[f"{PAGE}-view"].data == TABLE.name, "a link to it works"


def test_a_table_is_deleted_and_had_back(open_page: Open, service: FakeService) -> None:
    service.store.save_dataset(TABLE, visitor.owner())
    app = on_tab(open_page(PAGE, {"data": TABLE.name, "n": "40", "batch": "20"}), "Your own data")
    assert downloads(app)["Prepared data (CSV)"]
    choose(app, 0, 0)
    app.button(key="live-tables-delete").click().run()
    assert "1 table is deleted." in texts(app)
    assert "Prepared data (CSV)" not in downloads(app)
    assert service.store.dataset(TABLE.name) is None
    choose(app, 0, 0)
    app.button(key="live-tables-restore").click().run()
    assert service.store.dataset(TABLE.name) is not None
    assert app.dataframe[0].value["table"].tolist() == [TABLE.title]


# ---- The teacher ---------------------------------------------------------------------------------


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DROPVIZ_TEACHER_KEY", SECRET)
    monkeypatch.setattr(teacher, "GATE", teacher.Gate(seconds=0.05))


def unlock(app: AppTest, typed: str = SECRET) -> AppTest:
    on_tab(app, "Teacher")
    app.text_input(key="teacher-key").set_value(typed)
    return app.button(key="teacher-open").click().run()


def test_without_a_key_there_is_no_view_of_all(open_page: Open) -> None:
    app = on_tab(open_page(PAGE), "Teacher")
    assert "Teacher" not in [tab.label for tab in app.tabs]
    assert not any(one.key == "teacher-key" for one in app.text_input)


def test_the_teacher_sees_renames_and_deletes_what_all_have(
    open_page: Open, service: FakeService, browser: Use, gate: None
) -> None:
    service.add(SMALL, "ada's")
    ada = visitor.owner()
    service.store.save_dataset(TABLE, ada)
    browser(BOB)
    service.add(SMALL, "bob's")
    service.add(OTHER, "nobody's", owner="")
    browser("the teacher's browser")
    app = unlock(open_page(PAGE), "a guess")
    assert [error.value for error in app.error] == [teacher.WRONG]
    assert not app.dataframe
    unlock(app)
    assert not app.exception
    assert app.dataframe[0].value["run"].tolist() == ["nobody's", "bob's", "ada's"]
    codes = app.dataframe[0].value["browser"].tolist()
    assert (codes[0], codes[2]) == ("nobody", ada[:4])
    assert app.dataframe[1].value["table"].tolist() == [TABLE.title]
    choose(app, 0, 2)
    app.button(key="teacher-delete").click().run()
    assert service.store.runs(ada).total == 0
    assert service.film(SMALL.hash) is not None, "bob has it still"
    app.button(key="teacher-undo-it").click().run()
    assert service.store.runs(ada).total == 1
    assert SECRET not in str(app.session_state._state.filtered_state)


def test_the_key_opens_the_view_in_its_session_alone(
    open_page: Open, service: FakeService, gate: None
) -> None:
    service.add(SMALL, owner="")
    unlock(open_page(PAGE))
    other = on_tab(open_page(PAGE), "Teacher")
    assert not other.dataframe
    assert other.text_input(key="teacher-key").proto.type == 1  # PASSWORD


def test_reset_asks_first_and_can_be_undone(
    open_page: Open, service: FakeService, gate: None
) -> None:
    service.add(SMALL, "ada's")
    service.store.save_dataset(TABLE, visitor.owner())
    app = unlock(open_page(PAGE))
    assert "Delete all runs and tables of all browsers?" in texts(app)
    assert service.store.runs(EVERYONE).total == 1
    app.button(key="teacher-reset").click().run()
    assert not app.exception
    assert service.store.runs(EVERYONE).total == service.store.tables(EVERYONE).total == 0
    labels = [one.label for one in app.expander]
    assert labels == ["Deleted within a day (1)", "Tables deleted within a day (1)"]
    choose(app, 0, 0)
    app.button(key="teacher-restore").click().run()
    assert service.store.runs(EVERYONE).total == 1


def test_wrong_keys_come_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many sessions guess, the server takes ten guesses a second here, and no more."""
    monkeypatch.setenv("DROPVIZ_TEACHER_KEY", SECRET)
    gate = teacher.Gate(seconds=0.1)
    began = time.perf_counter()
    with ThreadPoolExecutor(5) as together:
        said = list(together.map(gate.complaint, ["", "guess", SECRET[:-1], SECRET + " ", "Ä"]))
    assert set(said) == {teacher.WRONG}
    assert time.perf_counter() - began >= 0.5
    began = time.perf_counter()
    assert gate.complaint(SECRET) == ""
    assert time.perf_counter() - began < 0.1


def test_who_waits_too_long_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DROPVIZ_TEACHER_KEY", SECRET)
    gate = teacher.Gate(seconds=0.5, patience=0.05)
    with ThreadPoolExecutor(2) as together:
        said: list[Any] = list(together.map(gate.complaint, ["guess", SECRET]))
    assert sorted(said) == sorted([teacher.BUSY, teacher.WRONG])


def test_no_link_holds_what_a_browser_is_known_by() -> None:
    assert not {"owner", "browser", "key"} & LiveView.model_fields.keys()

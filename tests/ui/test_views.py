"""When a link is read: on entering a page, and when one goes back to it; never in between."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dropviz.lessons.toggle_neurons.guide import GUIDE
from dropviz.lessons.toggle_neurons.view import ToggleView
from dropviz.ui import views


def page() -> None:
    import streamlit as st

    from dropviz.lessons.toggle_neurons.guide import GUIDE
    from dropviz.lessons.toggle_neurons.view import ToggleView
    from dropviz.ui import views

    state = st.session_state
    if "tell" in state:
        state["stage"] = {"view": state.pop("tell")}
        views.view_callback(ToggleView, "stage")()
    state["seen"], state["imposed"], state["rejected"] = views.current_view(
        ToggleView, "stage", GUIDE.of
    )


def opened(**query: str) -> AppTest:
    app = AppTest.from_function(page)
    return run(app, **query)


def run(app: AppTest, **query: str) -> AppTest:
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def state(app: AppTest) -> tuple[ToggleView, str]:
    return app.session_state["seen"], app.session_state["imposed"].token


def test_a_link_is_read_once() -> None:
    app = opened(p="0.3")
    before = state(app)
    assert before[0] == ToggleView(p=0.3)
    assert state(run(app, p="0.1")) == before


def test_a_link_counts_when_the_page_is_entered() -> None:
    app = opened(p="0.3")
    token = state(app)[1]
    app.session_state["lesson_entered"] = "stage"
    run(app, p="0.1")
    assert state(app)[0] == ToggleView(p=0.1)
    assert state(app)[1] != token


def test_who_comes_back_without_a_link_finds_what_was_there() -> None:
    app = opened(p="0.3")
    token = state(app)[1]
    app.query_params.clear()
    app.session_state["lesson_entered"] = "stage"
    run(app)
    assert state(app)[0] == ToggleView(p=0.3)
    assert state(app)[1] != token  # for a stage that has just come


def test_a_gesture_is_kept_and_imposes_nothing() -> None:
    app = opened(p="0.3")
    token = state(app)[1]
    app.session_state["tell"] = {"p": 0.7, "revision": 3}
    assert state(run(app)) == (ToggleView(p=0.7), token)
    assert app.session_state["stage-revision"] == 3


def test_a_link_that_was_gone_back_to_is_imposed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(p="0.3")
    token = state(app)[1]
    app.session_state["tell"] = {"p": 0.7, "revision": 4}
    monkeypatch.setattr(views, "went_back", lambda: True)
    run(app, p="0.2", seed="abc")
    assert state(app)[0] == ToggleView(p=0.2)
    assert state(app)[1] != token
    assert app.session_state["imposed"].revision == 4


@pytest.mark.parametrize("told", [None, "?p=1", {"p": []}, {"revision": "x"}, {}])
def test_what_no_stage_tells_breaks_nothing(told: object) -> None:
    app = opened(p="0.3")
    app.session_state["tell"] = told
    run(app)
    assert isinstance(state(app)[0], ToggleView)


def test_a_link_that_says_nothing_begins_the_guide() -> None:
    app = opened()
    assert state(app)[0] == GUIDE.view_at(1)
    assert app.session_state["imposed"].begins
    assert not opened(scene="0").session_state["imposed"].begins
    assert state(opened(scene="0"))[0] == ToggleView()


def test_a_scene_is_its_view_with_what_else_the_link_says() -> None:
    view = state(opened(scene="4", seed="9"))[0]
    scene = GUIDE.view_at(4)
    assert scene is not None
    assert view == scene.model_copy(update={"seed": 9})


@pytest.mark.parametrize("scene", ["9", "-1", "x", "6"])
def test_a_scene_that_is_not_there_gives_the_free_view_and_says_so(scene: str) -> None:
    app = opened(scene=scene, p="0.2")
    assert state(app)[0] == ToggleView(p=0.2)
    assert [one.name for one in app.session_state["rejected"]] == ["scene"]


def test_how_a_page_is_shown_is_no_part_of_its_view() -> None:
    app = opened(present="1", hide="facts,guide", p="0.3")
    assert state(app)[0] == ToggleView(p=0.3)
    assert app.session_state["rejected"] == []
    assert state(opened(present="1"))[0] == state(opened())[0]  # the guide begins


def test_how_a_page_cannot_be_shown_is_said() -> None:
    app = opened(present="7", hide="facts,stage", p="0.3")
    assert app.session_state["rejected"] == [
        views.Refused("present", ["7"], known=True),
        views.Refused("hide", ["facts,stage"], known=True),
    ]

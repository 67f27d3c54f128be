"""When the link is read: in full runs of a page, not when a timer runs a fragment of it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st

    from dropviz.lessons.toggle_neurons.view import ToggleView
    from dropviz.ui import views

    state = st.session_state
    if state.get("kind", "full") == "full":
        views.note_full_run()
    elif state.kind == "our own full run":
        state[views.OWN_RERUN] = True
        views.note_full_run()
    state["seen"], state["imposed"], _ = views.current_view(ToggleView, "stage")


def seen_after(app: AppTest, kind: str, p: str) -> tuple[float, str]:
    app.session_state["kind"] = kind
    app.query_params["p"] = p
    app.run()
    assert not app.exception
    return app.session_state["seen"].p, app.session_state["imposed"].token


def test_a_timer_and_what_it_starts_do_not_read_the_link() -> None:
    app = AppTest.from_function(page)
    assert app.run().session_state["seen"].p == 0.4
    now, token = seen_after(app, "full", "0.3")
    assert now == 0.3
    assert seen_after(app, "timer", "0.1") == (0.3, token)
    assert seen_after(app, "our own full run", "0.1") == (0.3, token)
    # ... and the address is put right: what was told of it before may have been lost.
    assert app.query_params["p"] in ("0.3", ["0.3"])
    again, other = seen_after(app, "full", "0.1")
    assert again == 0.1
    assert other != token


def test_a_session_that_starts_in_a_fragment_reads_it_all_the_same() -> None:
    app = AppTest.from_function(page)
    assert seen_after(app, "timer", "0.2")[0] == 0.2

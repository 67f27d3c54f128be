"""A stage's view in the session and in the link: one place where the two are kept in step.

The link is the truth. A gesture reaches Python as the component's value and is written to the
link; a link that differs from what the stage last told (first visit, back button, return to the
page) is imposed on the stage.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from dropviz.stage.component import Imposed
from dropviz.stage.view import View

V = TypeVar("V", bound=View)


def current_view(model: type[V], key: str) -> tuple[V, Imposed, list[str]]:
    """The view to show, how to impose it on the stage, and the names the link got wrong."""
    state = st.session_state
    entered = state.get("lesson_entered") == key
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    known: V | None = state.get(f"{key}-view")
    if entered and known is not None and not model.model_fields.keys() & query.keys():
        _write_link(known)
        query = {name: [text] for name, text in known.to_query().items()}
    view, rejected = model.from_query(query)
    imposed: Imposed | None = state.get(f"{key}-imposed")
    if imposed is None or entered or view != known:
        number = imposed.number + 1 if imposed else 1
        imposed = Imposed(view.model_dump(), number, state.get(f"{key}-revision", 0))
        state[f"{key}-imposed"] = imposed
        state[f"{key}-view"] = view
    state["lesson_entered"] = None
    return view, imposed, rejected


def view_callback(model: type[V], key: str) -> Callable[[], None]:
    """What to call when the stage with that key reports a view."""

    def remember() -> None:
        told: Any = st.session_state[key].get("view")
        if not isinstance(told, dict):
            return
        view, _ = model.accept(told)
        revision = told.get("revision", 0)
        st.session_state[f"{key}-view"] = view
        st.session_state[f"{key}-revision"] = revision if isinstance(revision, int) else 0
        _write_link(view)

    return remember


def _write_link(view: View) -> None:
    """Put the view's values into the link, leaving other parameters alone."""
    wanted = view.to_query()
    for name in type(view).model_fields:
        if name in wanted:
            if st.query_params.get_all(name) != [wanted[name]]:
                st.query_params[name] = wanted[name]
        elif name in st.query_params:
            del st.query_params[name]

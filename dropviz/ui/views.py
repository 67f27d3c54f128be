"""A stage's view in the session and on the stage: one place where the two are kept in step.

The address belongs to the browser: the stage writes the link of its view by itself. Python reads a
link when a page is entered, and when the person goes back or forth in the history; never in
between, for Streamlit goes on sending the address that it knew at first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dropviz.stage.guide import GuideOf
from dropviz.stage.imposed import Imposed
from dropviz.stage.page_link import page_names, wrong_of_page
from dropviz.stage.tabs import NAME as TAB
from dropviz.stage.tabs import impose_tab
from dropviz.stage.view import View

V = TypeVar("V", bound=View)
FIRST_SCENE = {"scene": ["1"]}


class Refused(NamedTuple):
    """What a link says and the page cannot take: a name with its values, and whether it is known.

    A known name has values that are not possible; an unknown one is none of the page's.
    """

    name: str
    values: list[str]
    known: bool = False


def no_guide(view: View) -> None:
    """Of a lesson without a guide."""


def current_view(
    model: type[V],
    key: str,
    guide_of: GuideOf = no_guide,
    completed: Callable[[V], V] = lambda view: view,
) -> tuple[V, Imposed, list[Refused]]:
    """The view to show, how to impose it on the stage, and what the link got wrong.

    Who comes with a link that says nothing begins with the first scene of the guide.

    Parameters
    ----------
    completed : adds what a link leaves out and what follows from the rest of it
    """
    state = st.session_state
    entered = state.get("lesson_entered") == key
    state["lesson_entered"] = None
    known: V | None = state.get(f"{key}-view")
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    says_something = bool(model.model_fields.keys() & query.keys())
    if known is None or went_back() or (entered and says_something):
        read, rejected = _read(model, query if says_something else FIRST_SCENE, guide_of)
        view = completed(read)
        imposed = impose_view(view, key, begins=not says_something)
        rejected += ([] if impose_tab(query) else [TAB]) + wrong_of_page(query)
        refused = [Refused(name, query[name], known=True) for name in rejected]
        return (
            view,
            imposed,
            refused + unknown_names({*model.model_fields, TAB, *page_names(query)}),
        )
    if entered:
        impose_view(known, key)  # on a stage that has just come
    return known, imposed_now(key), []


def unknown_names(known: Collection[str]) -> list[Refused]:
    """What the link has beside the names that the page knows."""
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    return [Refused(name, values) for name, values in query.items() if name not in known]


def went_back() -> bool:
    """Whether the page runs because the person went back or forth in the browser's history."""
    return getattr(get_script_run_ctx(), "is_history_navigation", False)


def _read(
    model: type[V], query: Mapping[str, Sequence[str]], guide_of: GuideOf
) -> tuple[V, list[str]]:
    """The view of a link: that of the scene which it names, with what else it says."""
    view, rejected = model.from_query(query)
    if not view.scene:
        return view, rejected
    guide = guide_of(view)
    base: Any = guide.view_at(view.scene) if guide else None
    if base is None:
        return view.model_copy(update={"scene": 0}), rejected + ["scene"] * (query != FIRST_SCENE)
    return model.from_query(query, base)


def impose_view(view: View, key: str, *, begins: bool = False) -> Imposed:
    """Put a view on the stage in place of what is there; the stage then writes its link."""
    imposed = Imposed(view, st.session_state.get(f"{key}-revision", 0), begins)
    st.session_state[f"{key}-imposed"] = imposed
    st.session_state[f"{key}-view"] = view
    return imposed


def known_view(key: str) -> Any:
    """The view of the stage with that key, as far as Python knows; KeyError before there is one."""
    return st.session_state[f"{key}-view"]


def seen_view(model: type[V], key: str) -> V:
    """The view of the stage with that key; all defaults if it has not been shown yet."""
    view: V = st.session_state.get(f"{key}-view", model())
    return view


def imposed_now(key: str) -> Imposed:
    """How the view of the stage with that key was imposed last."""
    imposed: Imposed = st.session_state[f"{key}-imposed"]
    return imposed


def view_callback(model: type[V], key: str) -> Callable[[], None]:
    """What to call when the stage with that key reports a view."""

    def remember() -> None:
        told: Any = st.session_state[key].get("view")
        if not isinstance(told, dict):
            return
        note_revision(key, told.get("revision"))
        st.session_state[f"{key}-view"] = model.accept(told)[0]

    return remember


def note_revision(key: str, revision: object) -> None:
    """Note the number of the newest gesture that the stage has told."""
    st.session_state[f"{key}-revision"] = revision if type(revision) is int else 0

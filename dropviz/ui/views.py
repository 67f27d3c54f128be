"""A stage's view in the session and in the link: one place where the two are kept in step.

The link is the truth. A gesture reaches Python as the component's value and is written to the
link; a link that differs from what the stage last told (first visit, back button, return to the
page) is imposed on the stage.

Only in a full run of the page is the link read. A fragment that a timer runs brings the address
that the browser knew when the timer went off, which may be older than the last gesture.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple, NoReturn, TypeVar

import streamlit as st

from dropviz.stage.view import Imposed, View

V = TypeVar("V", bound=View)
READ_LINK, OWN_RERUN = "read-link", "own-rerun"


class Refused(NamedTuple):
    """What a link says and the page cannot take: a name with its values, and whether it is known.

    A known name has values that are not possible; an unknown one is none of the page's.
    """

    name: str
    values: list[str]
    known: bool = False


def note_full_run() -> None:
    """Note that the page's script runs from its top: the browser's address is to be read."""
    st.session_state[READ_LINK] = not st.session_state.pop(OWN_RERUN, False)


def rerun_page() -> NoReturn:
    """Run the page again, from a timer's run: without reading the address that it brought."""
    st.session_state[OWN_RERUN] = True
    st.rerun()


def current_view(
    model: type[V], key: str, completed: Callable[[V], V] = lambda view: view
) -> tuple[V, Imposed, list[Refused]]:
    """The view to show, how to impose it on the stage, and what the link got wrong.

    Parameters
    ----------
    completed : adds what a link leaves out and what follows from the rest of it
    """
    state = st.session_state
    entered = state.get("lesson_entered") == key
    state["lesson_entered"] = None
    known: V | None = state.get(f"{key}-view")
    if not state.pop(READ_LINK, False) and not entered and known is not None:
        # What a gesture put into the link does not always get to the browser: Streamlit drops what
        # the end of a run says when the next run is asked for at the same moment.
        show_in_link(known)
        return known, state[f"{key}-imposed"], []
    query = _link()
    if entered and known is not None and not model.model_fields.keys() & query.keys():
        show_in_link(known)
        query = _link()
    read, rejected = model.from_query(query)
    view = completed(read)
    imposed: Imposed | None = state.get(f"{key}-imposed")
    if imposed is None or entered or view != known:
        imposed = impose_view(view, key)
        if not entered:
            # The back button: a gesture told just before may have put its own link in the
            # address bar after the button took it back.
            st.query_params.from_dict(_link())
    known_names = [Refused(name, query[name], known=True) for name in rejected]
    return view, imposed, known_names + unknown_names(model.model_fields)


def unknown_names(known: Collection[str]) -> list[Refused]:
    """What the link has beside the names that the page knows."""
    return [Refused(name, values) for name, values in _link().items() if name not in known]


def impose_view(view: View, key: str) -> Imposed:
    """Put a view on the stage in place of what is there; the link is another matter."""
    imposed = Imposed(view.model_dump(), st.session_state.get(f"{key}-revision", 0))
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
        view, _ = model.accept(told)
        keep_view(view, key, told.get("revision"))

    return remember


def keep_view(view: View, key: str, revision: object) -> None:
    """Note the view that the stage has, with the number of its gesture, and link it."""
    st.session_state[f"{key}-view"] = view
    st.session_state[f"{key}-revision"] = revision if type(revision) is int else 0
    show_in_link(view)


def show_in_link(view: View) -> None:
    """Put the view into the link at once (one entry in the history), leaving the rest alone.

    Of a view that its stage has not told, the next run of the page imposes it.
    """
    before = _link()
    others = {name: texts for name, texts in before.items() if name not in type(view).model_fields}
    after = others | {name: [text] for name, text in view.to_query().items()}
    if after != before:
        st.query_params.from_dict(after)


def _link() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}

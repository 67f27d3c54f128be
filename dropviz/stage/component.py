"""How a stage comes to the page: the one way to mount it, and all that needs Streamlit here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from dropviz.files import PAGES
from dropviz.stage.guide import Guide
from dropviz.stage.imposed import NOTHING, Imposed
from dropviz.stage.styles import stage_styles
from dropviz.stage.tabs import open_tab

Callback = Callable[[], None]
STAGE = "stage"
GUIDED = (
    '<div class="frame"><div class="scaled"><div class="guide" data-testid="guide" hidden></div>'
    '<div class="stage" data-testid="stage"></div></div></div>'
)


def mount(
    name: str,
    data: Mapping[str, Any],
    imposed: Imposed = NOTHING,
    *,
    key: str,
    guide: Guide | None = None,
    leads_to: Collection[str] = (),
    on_view_change: Callback | None = None,
    on_train_change: Callback | None = None,
    on_cancel_change: Callback | None = None,
    styles: tuple[str, ...] = (),
    testid: str = STAGE,
) -> None:
    """Show the stage whose modules are in ``browser/<name>/``, from ``stage.js`` on.

    Parameters
    ----------
    data : the stage's payload
    imposed : the view that is put on the stage
    guide : that stands above it
    leads_to : lessons that the stage has links to, besides the guide's
    on_view_change : when the stage tells its state ``view``, a dict for ``View.accept``
    on_train_change, on_cancel_change : for its triggers, which are there in the callback only
    styles : further files in ``browser/``, before the stage's own
    testid : of the root; another one for what stands on a page beside its stage
    """
    ways = {*leads_to} | ({guide.leads_to} if guide else set())
    callbacks = {
        "on_view_change": on_view_change,
        "on_train_change": on_train_change,
        "on_cancel_change": on_cancel_change,
        "on_go_change": _stay if ways else None,
    }
    given = {event: call for event, call in callbacks.items() if call is not None}
    show = _registered(name, styles, testid)
    told = show(key=key, data={**data, **imposed.as_data(guide, open_tab())}, **given)
    if ways and (way := way_to(told.go, ways)):
        name, query = way
        st.switch_page(PAGES / f"{name}.py", query_params=query)


def way_to(link: object, ways: Collection[str]) -> tuple[str, dict[str, list[str]]] | None:
    """Lesson and parameters of a link as ``shared/way.js`` has it; None where it leads elsewhere.

    The parameters are checked where the page reads them, as those of any link.
    """
    if not isinstance(link, str):
        return None
    name, _, query = link.partition("#")[0].partition("?")
    return (name, parse_qs(query, keep_blank_values=True)) if name in ways else None


def _stay() -> None:
    """Streamlit tells of a trigger that has a callback; where it leads is seen after the run."""


@cache
def _registered(name: str, styles: tuple[str, ...], testid: str) -> Any:
    """The component that Streamlit mounts for a stage; ``pyproject.toml`` names each stage.

    Registered when first shown, for only a running server knows of that. What stands beside a
    stage has no guide.
    """
    beside = f'<div class="stage" data-testid="{testid}"></div>'
    return st.components.v2.component(
        f"dropviz.{name}",
        html=GUIDED if testid == STAGE else beside,
        css=stage_styles(*styles, f"{name}/stage.css"),
        js=f"{name}.js",
    )

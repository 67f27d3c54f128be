from collections.abc import Sequence

import streamlit as st

from dropviz.catalogue import lesson
from dropviz.lessons.expected_activations.calls import Ran, sent_calls
from dropviz.lessons.expected_activations.code import code, in_place
from dropviz.lessons.expected_activations.facts import facts
from dropviz.lessons.expected_activations.formulas import formulas
from dropviz.lessons.expected_activations.guide import CALLS_SCENE, GUIDE
from dropviz.lessons.expected_activations.payload import payload
from dropviz.lessons.expected_activations.sources import SOURCES
from dropviz.lessons.expected_activations.view import LARGEST_N, ExpectedView
from dropviz.stage.component import mount
from dropviz.ui.expected_activations import show_calls, show_wrong_mode
from dropviz.ui.lesson import show_rejected, show_tabs, show_title, starting_torch
from dropviz.ui.views import current_view, view_callback

KEY = "expected_activations"
NO_LEVELS = f"The values in this link are not levels of up to {LARGEST_N} inputs: ignored."


@st.cache_resource(show_spinner=False)
def calls() -> Sequence[Ran]:
    with starting_torch():
        from dropviz.layers.mode_calls import ran_calls

    return [Ran(*one) for one in ran_calls()]


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(ExpectedView, KEY, GUIDE.of)
    show_rejected(rejected, {"x": NO_LEVELS, "w": NO_LEVELS})
    asked = sent_calls(calls()) if view.scene == CALLS_SCENE else ()
    sent = payload(view, asked)
    on_view_change = view_callback(ExpectedView, KEY)
    mount(KEY, sent, imposed, key=KEY, guide=GUIDE, on_view_change=on_view_change)
    now = facts(view)
    asks = GUIDE.asks_before(view.scene)
    show_tabs(formulas(now), in_place(now), code(now), SOURCES, asks=asks)
    if not view.scene:
        show_calls(calls())
    if not asks:
        show_wrong_mode(view.p)


show_title(lesson(KEY))
explore()

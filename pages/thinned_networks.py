import streamlit as st

from dropviz.catalogue import lesson
from dropviz.experiments.recording import Recording, RunSettings
from dropviz.lessons.thinned_networks.code import code, in_place
from dropviz.lessons.thinned_networks.facts import facts
from dropviz.lessons.thinned_networks.formulas import formulas
from dropviz.lessons.thinned_networks.guide import GUIDE
from dropviz.lessons.thinned_networks.payload import PackedRecording, packed_recording, payload
from dropviz.lessons.thinned_networks.sources import SOURCES
from dropviz.lessons.thinned_networks.view import ThinnedView
from dropviz.stage.component import mount
from dropviz.ui.lesson import show_rejected, show_tabs, show_title, starting_torch
from dropviz.ui.views import current_view, view_callback

KEY = "thinned_networks"


@st.cache_resource(max_entries=32, show_spinner=False)
def recorded(settings: RunSettings) -> tuple[Recording, PackedRecording]:
    with starting_torch():
        from dropviz.training.recorded import record_run

    recording = record_run(settings)
    return recording, packed_recording(recording)


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(ThinnedView, KEY, GUIDE.of)
    show_rejected(rejected, {})
    recording, run = recorded(view.settings)
    on_view_change = view_callback(ThinnedView, KEY)
    mount(KEY, payload(run), imposed, key=KEY, guide=GUIDE, on_view_change=on_view_change)
    now = facts(view, recording)
    show_tabs(formulas(now), in_place(now), code(now), SOURCES, asks=GUIDE.asks_before(view.scene))


show_title(lesson(KEY))
explore()

import streamlit as st

from dropviz.catalogue import lesson
from dropviz.core.residual import StepTimes
from dropviz.experiments.trial import trial_for
from dropviz.lessons.variants.code import code, in_place
from dropviz.lessons.variants.comparison import EntryOverMasks, compare
from dropviz.lessons.variants.formulas import formulas
from dropviz.lessons.variants.guide import guide_of
from dropviz.lessons.variants.sources import sources
from dropviz.lessons.variants.view import VariantsView
from dropviz.ui.lesson import show_rejected, show_tabs, show_title, starting_torch
from dropviz.ui.navigation import name_tab
from dropviz.ui.trial_panel import show_trial
from dropviz.ui.variants import (
    show_comparison,
    show_keras,
    show_neighbours,
    show_stage,
    show_usage,
)
from dropviz.ui.views import current_view
from dropviz.variants import VARIANTS

KEY = "variants"
TIMED = "variants-timed"


@st.cache_data(max_entries=500, show_spinner=False)
def compared(slug: str, p_drop: float, block: int) -> EntryOverMasks:
    with starting_torch():
        from dropviz.variants.parts.measuring import measured
    variant = VARIANTS[slug]
    found = measured(variant, variant.usable(p_drop), block=block)
    return compare(variant, found.outputs, found.inference, p_drop, block)


@st.cache_data(show_spinner="Timing training steps ...")
def step_times() -> StepTimes:
    with starting_torch():
        from dropviz.training import depth_timing
    return depth_timing.step_times()


def ask_for_times() -> None:
    st.session_state[TIMED] = True


def show_opened(view: VariantsView) -> None:
    variant = VARIANTS[view.variant]
    block = view.block if variant.kind == "block" else 0
    show_comparison(compared(view.variant, view.p, block), variant)
    show_usage(variant)
    show_keras(variant, view.p)
    st.subheader("Does it help here? A small training", anchor=False)
    st.caption("At rates of its own, those in the legend: not the slider's.")
    show_trial(trial_for(view.variant), key=KEY, view=view)
    show_neighbours(view, KEY)


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(VariantsView, KEY, guide_of)
    opened = [VARIANTS[view.variant].title] if view.variant else []
    name_tab(*opened, lesson(KEY).title)
    show_rejected(rejected, {"variant": "There is no variant {}, so the gallery is shown."})
    timed = st.session_state.get(TIMED, False)
    show_stage(view, imposed, step_times() if timed else None, key=KEY)
    free = view.variant if not view.scene else ""
    if free and VARIANTS[free].family == "residual" and not timed:
        st.button("Time training steps on this server", on_click=ask_for_times)
    guide = guide_of(view)
    asks = guide is not None and guide.asks_before(view.scene)
    show_tabs(formulas(view), in_place(view), code(view), sources(view.variant), asks=asks)
    if free:
        show_opened(view)


show_title(lesson(KEY))
explore()

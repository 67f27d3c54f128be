import streamlit as st

from dropviz.catalogue import lesson
from dropviz.core.residual import StepTimes
from dropviz.core.variants import TOKENS, VARIANTS, WORDS
from dropviz.data.variant_tensors import example_tensor
from dropviz.experiments.trial import trial_for
from dropviz.lessons.variants.code import code
from dropviz.lessons.variants.comparison import Comparison, compare, measured_tensor
from dropviz.lessons.variants.formulas import formulas
from dropviz.lessons.variants.sources import sources
from dropviz.lessons.variants.tasks import tasks
from dropviz.stage.variants import VariantsView
from dropviz.ui.lesson import show_rejected, show_tabs, show_tasks, show_title, starting_torch
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

KEY = "variants"
TIMED = "variants-timed"


@st.cache_data(max_entries=500, show_spinner=False)
def compared(slug: str, p: float, block: int) -> Comparison:
    with starting_torch():
        from dropviz.layers.measured import layer_input, measured
    variant, tokens = VARIANTS[slug], [[WORDS.index(letter) for letter in text] for text in TOKENS]
    x = measured_tensor(variant, example_tensor(slug))
    found = measured(slug, x, variant.usable(p), block=block, tokens=tokens)
    return compare(variant, x, layer_input(slug, x), found.outputs, found.inference, p, block)


@st.cache_data(show_spinner="Timing training steps ...")
def step_times() -> StepTimes:
    with starting_torch():
        from dropviz.training import depth_timing
    return depth_timing.step_times()


def ask_for_times() -> None:
    st.session_state[TIMED] = True


def show_opened(view: VariantsView) -> None:
    block = view.block if view.variant == "drop_block" else 0
    show_comparison(compared(view.variant, view.p, block), VARIANTS[view.variant])
    show_usage(view.variant)
    show_keras(view.variant, view.p)
    st.subheader("Does it help here? A small training", anchor=False)
    st.caption("At rates of its own, those in the legend: not the slider's.")
    show_trial(trial_for(view.variant), key=KEY, model=VariantsView)
    show_neighbours(view, KEY)


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(VariantsView, KEY)
    opened = [VARIANTS[view.variant].title] if view.variant else []
    name_tab(*opened, lesson(KEY).title)
    show_rejected(rejected, {"variant": "There is no such variant, so the gallery is shown."})
    timed = st.session_state.get(TIMED, False)
    show_stage(view, imposed, step_times() if timed else None, key=KEY)
    if view.variant and VARIANTS[view.variant].family == "residual" and not timed:
        st.button("Time training steps on this server", on_click=ask_for_times)
    show_tasks(KEY, tasks(view))
    show_tabs(formulas(view), code(view), sources(view.variant))
    if view.variant:
        show_opened(view)


show_title(lesson(KEY))
explore()

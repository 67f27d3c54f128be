import streamlit as st

from dropviz.catalogue import lesson
from dropviz.core.wrong_mode import N_PASSES
from dropviz.figures.wrong_mode import passes_figure
from dropviz.lessons.expected_activations.code import code
from dropviz.lessons.expected_activations.facts import facts
from dropviz.lessons.expected_activations.formulas import formulas
from dropviz.lessons.expected_activations.payload import payload
from dropviz.lessons.expected_activations.sources import SOURCES
from dropviz.lessons.expected_activations.tasks import tasks
from dropviz.lessons.expected_activations.view import LARGEST_N, ExpectedView
from dropviz.lessons.expected_activations.wrong_mode import (
    rates_in_words,
    score_table,
    verdict,
    wrong_mode,
)
from dropviz.stage.component import mount
from dropviz.ui.lesson import (
    show_figure,
    show_rejected,
    show_tabs,
    show_tasks,
    show_title,
    theme_base,
)
from dropviz.ui.views import current_view, view_callback

KEY = "expected_activations"
NO_LEVELS = f"The values in this link are not levels of up to {LARGEST_N} inputs: ignored."


def show_wrong_mode(p_drop: float) -> None:
    now = wrong_mode(p_drop)
    st.subheader("Forgot model.eval()", anchor=False)
    st.markdown(
        f"One test image, predicted {N_PASSES} times by the network trained with dropout while its "
        "masks are still on. A dot is one pass; the tick is what `model.eval()` gives every time."
    )
    show_figure(passes_figure(now.passes, now.right, now.label, theme_base()))
    st.markdown(rates_in_words(now))
    st.markdown(score_table(now))
    st.markdown(verdict(now))


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(ExpectedView, KEY)
    show_rejected(rejected, {"x": NO_LEVELS, "w": NO_LEVELS})
    on_view_change = view_callback(ExpectedView, KEY)
    mount(KEY, payload(view), imposed, key=KEY, on_view_change=on_view_change)
    now = facts(view)
    show_tasks(KEY, tasks(now))
    show_tabs(formulas(now), code(now), SOURCES)
    show_wrong_mode(view.p)


show_title(lesson(KEY))
explore()

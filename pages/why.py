import streamlit as st

from dropviz.catalogue import lesson
from dropviz.lessons.in_place import of_experiment
from dropviz.lessons.live_training.code import about_script, script
from dropviz.lessons.why.formulas import formulas
from dropviz.lessons.why.guide import GUIDE
from dropviz.lessons.why.payload import EXPERIMENT, payload
from dropviz.lessons.why.sources import SOURCES
from dropviz.lessons.why.view import WhyView
from dropviz.stage.component import mount
from dropviz.ui.lesson import show_rejected, show_tabs, show_title
from dropviz.ui.views import current_view, view_callback

KEY = "why"


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(WhyView, KEY, GUIDE.of)
    show_rejected(rejected, {})
    on_view_change = view_callback(WhyView, KEY)
    mount(KEY, payload(), imposed, key=KEY, guide=GUIDE, on_view_change=on_view_change)
    show_tabs(
        formulas(view), of_experiment(EXPERIMENT), script(EXPERIMENT), SOURCES,
        asks=GUIDE.asks_before(view.scene), about_code=about_script(EXPERIMENT),
    )  # fmt: skip


show_title(lesson(KEY))
explore()

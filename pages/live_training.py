import streamlit as st

from dropviz.catalogue import lesson
from dropviz.lessons.live_training.formulas import formulas
from dropviz.lessons.live_training.guide import GUIDE
from dropviz.lessons.live_training.sources import SOURCES
from dropviz.ui.lesson import show_tabs, show_title
from dropviz.ui.live_training.exports import about_code, code, in_place, show_exports
from dropviz.ui.live_training.library import show_library
from dropviz.ui.live_training.notices import ensure_service, show_notices
from dropviz.ui.live_training.stage import KEY, on_stage, show_stage


@st.fragment
def explore() -> None:
    now = on_stage()
    show_notices(now)
    show_stage(now)
    if not now.view.scene:
        show_exports(now)
    show_tabs(
        formulas(now.facts),
        in_place(now),
        code(now),
        SOURCES,
        asks=GUIDE.asks_before(now.view.scene),
        about_code=about_code(now),
    )


show_title(lesson(KEY))
ensure_service()
explore()
show_library()

import streamlit as st

from dropviz.catalogue import lesson
from dropviz.data.feature_probes import shipped_probes
from dropviz.lessons.feature_maps.code import code, in_place
from dropviz.lessons.feature_maps.facts import facts
from dropviz.lessons.feature_maps.formulas import formulas
from dropviz.lessons.feature_maps.guide import GUIDE
from dropviz.lessons.feature_maps.payload import payload
from dropviz.lessons.feature_maps.sources import SOURCES
from dropviz.lessons.feature_maps.view import FeatureMapsView
from dropviz.stage.component import mount
from dropviz.ui.feature_maps import show_reason, show_silenced, show_training
from dropviz.ui.lesson import show_rejected, show_tabs, show_title
from dropviz.ui.views import current_view, view_callback

KEY = "feature_maps"
NO_MAPS = "What this link switches off does not fit these maps, so it was ignored."
BY_HAND = dict.fromkeys(("mask", "pixels", "photo_mask"), NO_MAPS)


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(FeatureMapsView, KEY, GUIDE.of)
    show_rejected(rejected, BY_HAND)
    on_view_change = view_callback(FeatureMapsView, KEY)
    mount(KEY, payload(view), imposed, key=KEY, guide=GUIDE, on_view_change=on_view_change)
    now = facts(view)
    show_tabs(
        formulas(now, shipped_probes()),
        in_place(now),
        code(now),
        SOURCES,
        asks=GUIDE.asks_before(view.scene),
    )
    if not view.scene:
        show_training(view, KEY)
        show_reason()
        show_silenced()


show_title(lesson(KEY))
explore()

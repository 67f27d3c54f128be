import streamlit as st

from dropviz.catalogue import lesson
from dropviz.lessons.feature_code import code
from dropviz.lessons.feature_formulas import formulas
from dropviz.lessons.feature_maps import SOURCES, facts, tasks
from dropviz.stage.feature_maps import FeatureMapsView, feature_maps
from dropviz.ui.feature_maps import probes, show_reason, show_silenced, show_training
from dropviz.ui.lesson import show_tabs, show_tasks, show_title
from dropviz.ui.views import current_view, view_callback

KEY = "feature_maps"
BY_HAND = {"mask", "pixels", "photo_mask"}


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(FeatureMapsView, KEY)
    if BY_HAND & set(rejected):
        st.info("What this link switches off does not fit these maps, so it was ignored.")
    feature_maps(imposed, view.seed, key=KEY, on_view_change=view_callback(FeatureMapsView, KEY))
    now = facts(view)
    show_tasks(KEY, tasks(now))
    show_tabs(formulas(now, probes()), code(now), SOURCES)
    show_training(view, KEY)


show_title(lesson(KEY))
explore()
show_reason()
show_silenced()

import streamlit as st

from dropviz.catalogue import lesson
from dropviz.stage.feature_maps import FeatureMapsView, feature_maps
from dropviz.ui.lesson import show_title
from dropviz.ui.views import current_view, view_callback

KEY = "feature_maps"


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(FeatureMapsView, KEY)
    if {"mask", "pixels", "photo_mask"} & set(rejected):
        st.info("What this link switches off does not fit these maps, so it was ignored.")
    feature_maps(imposed, view.seed, key=KEY, on_view_change=view_callback(FeatureMapsView, KEY))


show_title(lesson(KEY))
explore()

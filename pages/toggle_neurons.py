import streamlit as st

from dropviz.catalogue import lesson
from dropviz.stage.toggle_neurons import ToggleView, toggle_neurons
from dropviz.ui.lesson import show_title
from dropviz.ui.views import current_view, view_callback

KEY = "toggle_neurons"


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(ToggleView, KEY)
    if "mask" in rejected:
        st.info("The mask in this link does not fit this network (128 units), so it was ignored.")
    toggle_neurons(imposed, view.seed, key=KEY, on_view_change=view_callback(ToggleView, KEY))


show_title(lesson(KEY))
explore()

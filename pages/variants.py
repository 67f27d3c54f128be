import streamlit as st

from dropviz.catalogue import lesson
from dropviz.stage.variants import VariantsView, variants
from dropviz.ui.lesson import show_title
from dropviz.ui.views import current_view, view_callback

KEY = "variants"


@st.fragment
def explore() -> None:
    view, imposed, _ = current_view(VariantsView, KEY)
    variants(imposed, view, key=KEY, on_view_change=view_callback(VariantsView, KEY))


show_title(lesson(KEY))
explore()

import streamlit as st

from dropviz.catalogue import lesson
from dropviz.lessons.check.payload import payload, ways
from dropviz.lessons.check.view import CardsView
from dropviz.stage.component import mount
from dropviz.ui.lesson import show_rejected, show_title
from dropviz.ui.views import current_view, view_callback

KEY = "check"
NO_CARD = {"card": "There is no such card, so the next one is asked."}


@st.fragment
def explore() -> None:
    _, imposed, rejected = current_view(CardsView, KEY)
    show_rejected(rejected, NO_CARD)
    on_view_change = view_callback(CardsView, KEY)
    mount(KEY, payload(), imposed, key=KEY, leads_to=ways(), on_view_change=on_view_change)


show_title(lesson(KEY))
explore()

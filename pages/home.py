import streamlit as st

from dropviz.catalogue import LESSONS, sections
from dropviz.lessons import home, path
from dropviz.stage.component import mount
from dropviz.ui.lesson import show_card, show_welcome

CARDS_A_ROW = 3
NUMBERS = {entry.name: number for number, entry in enumerate(LESSONS, 1)}
SENTENCES = (
    "**Dropout** silences units of a neural network at random while it trains, so that no unit "
    "can count on another. Here you switch them off yourself, watch what happens, and find out "
    "when it helps."
)

show_welcome("dropviz", "Dropout, seen.", SENTENCES)
mount("path", path.payload(), key="path", testid="path", leads_to=NUMBERS)
mount("home", home.payload(), key="home")
for section, entries in sections().items():
    st.header(section, anchor=False)
    for entry, column in zip(entries, st.columns(CARDS_A_ROW), strict=False):
        with column:
            show_card(entry, NUMBERS[entry.name])

import streamlit as st

from dropviz.catalogue import LESSONS
from dropviz.lessons.home import payload
from dropviz.stage.component import mount
from dropviz.ui.lesson import show_card, show_welcome

CARDS_A_ROW = 3
SENTENCES = (
    "While a network trains, **dropout** flips a coin for every unit and every example, and "
    "silences the unit with chance p: each example trains another thinned sub-network. "
    "At inference no coin is flipped: all units work, and a factor 1 - p, applied once, keeps the "
    "sums that enter the next layer as large as they were on average in training. "
    "It often helps a large network that overfits and can harm a small one; these lessons take "
    "its mechanism apart, piece by piece."
)

show_welcome("dropviz", "Dropout, seen.", SENTENCES)
mount("home", payload(), key="home")
for first in range(0, len(LESSONS), CARDS_A_ROW):
    row = LESSONS[first : first + CARDS_A_ROW]
    for column, entry in zip(st.columns(CARDS_A_ROW), row, strict=False):
        with column:
            show_card(entry)

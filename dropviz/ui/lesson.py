"""The skeleton that every lesson shares: title and question, tabs."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dropviz.catalogue import Lesson
from dropviz.core.writing import Formula, Source
from dropviz.figures.theme import Base
from dropviz.files import ASSETS, PAGES
from dropviz.lessons.words import WordsPayload, words_of
from dropviz.stage.component import mount
from dropviz.stage.tabs import NAME as TAB
from dropviz.stage.tabs import TABS
from dropviz.ui.navigation import ensure_navigation, open_page
from dropviz.ui.plain import cut, listed_few, plain
from dropviz.ui.views import Refused, unknown_names

if TYPE_CHECKING:
    from dropviz.figures.charts import Figure

IN_PLACE = (
    "**What matters:** the layer, in its place. `model.train()` has it flip its coins, "
    "`model.eval()` has it flip none."
)
NOT_YET = (
    "Here the maths would give the answer away. The last scene and *Explore freely* have it, with "
    "the numbers on the stage."
)
PICTURES = ASSETS / "pictures"


def show_title(lesson: Lesson) -> None:
    """Title and question on one line (two on a phone)."""
    with _show_head(lesson.title, lesson.question):
        if words := words_of(lesson.name):
            mount("words", WordsPayload(words=words), key="words", testid="words")


def show_rejected(refused: Sequence[Refused], own: Mapping[str, str]) -> None:
    """Say what the link got wrong, and what is shown instead.

    Parameters
    ----------
    own : a sentence for each name that has one of its own; ``{}`` in it becomes the value
    """
    if refused:
        st.info(plain(refusals(refused, own)))


def refusals(refused: Sequence[Refused], own: Mapping[str, str]) -> str:
    """Sentences on that, as plain text; what comes from the link is cut in length and number."""
    says = [own[one.name].format(cut(one.values[0])) for one in refused if one.name in own]
    wrong = [one for one in refused if one.known and one.name not in own]
    if wrong:
        listed = listed_few([f"{one.name} = {cut(' and '.join(one.values))}" for one in wrong])
        says.append(f"This link has {listed}, which cannot be; the usual is shown instead.")
    if unknown := [one.name for one in refused if not one.known]:
        listed = listed_few([cut(name) for name in unknown])
        verbs = ("is", "changes") if len(unknown) == 1 else ("are", "change")
        says.append(
            f"This link has {listed}, which {verbs[0]} not known here and {verbs[1]} nothing."
        )
    return " ".join(dict.fromkeys(says))


def show_tabs(
    formulas: Sequence[Formula],
    in_place: str,
    code: str,
    sources: Sequence[Source],
    *,
    asks: bool = False,
    about_code: str = "For exactly these settings. It runs as it stands in the folder of the app.",
) -> None:
    """The maths with the live numbers, the PyTorch code for these settings, sources, and words.

    Only the open tab is sent: after each gesture the browser has less to set in type.

    Parameters
    ----------
    in_place : the lines that put dropout into a network; "" where there are none
    asks : a scene asks what the maths would tell
    about_code : what the code does, and what it needs to run; Markdown
    """
    maths, pytorch, reading, words = st.tabs([*TABS.values()], key=TAB, on_change="rerun")
    if maths.open:
        with maths:
            st.markdown(NOT_YET) if asks else _show_maths(formulas)
    if pytorch.open:
        with pytorch:
            if in_place:
                st.markdown(IN_PLACE)
                st.code(in_place, language="python")
            st.caption(about_code)
            st.code(code, language="python")
    if reading.open:
        with reading:
            for source in sources:
                st.markdown(f"**{source.citation}** {source.shows}")
    if words.open:
        with words:
            known = words_of(open_page())
            st.markdown("\n".join(f"- **{word}**: {says}" for word, says in known.items()))


def _show_maths(formulas: Sequence[Formula]) -> None:
    # Each by itself: the browser sets only those in type again that have changed.
    for formula in formulas:
        st.markdown(
            f"{formula.says}\n\n$$\n\\begin{{gathered}}{formula.latex}\\end{{gathered}}\n$$"
        )


def theme_base() -> Base:
    """Whether the visitor sees the light or the dark theme."""
    return "dark" if st.context.theme.type == "dark" else "light"


def starting_torch() -> AbstractContextManager[None]:
    """A note while PyTorch is imported, which takes seconds the first time a server needs it."""
    return nullcontext() if "torch" in sys.modules else st.spinner("Starting PyTorch ...")


def show_figure(figure: Figure) -> None:
    """A chart, with what it shows as a sentence below it: its text alternative."""
    st.vega_lite_chart(figure.vega_lite, theme=None)
    st.caption(figure.says)


def show_welcome(name: str, motto: str, sentences: str) -> None:
    """Show the head of the home page: name, motto and sentences."""
    _show_head(name, motto)
    show_rejected(unknown_names(()), {})
    st.markdown(sentences)


def show_card(entry: Lesson, number: int) -> None:
    """A lesson as a card: its picture, number and title as a link, its question and minutes."""
    with st.container(border=True, height="stretch", key=f"card-{entry.name}"):
        picture = PICTURES / f"{entry.name}_{theme_base()}.png"
        if picture.exists():
            # Told that it is a PNG, Streamlit sends the file instead of coding it anew each time.
            alt = f"The stage of the lesson {entry.title}"
            st.image(picture, alt=alt, output_format="PNG")
        st.page_link(PAGES / f"{entry.name}.py", label=f"**{number} · {entry.title}**")
        st.markdown(f"{entry.question} *{entry.minutes} minutes*")


def _show_head(title: str, beside: str) -> DeltaGenerator:
    ensure_navigation()
    head = st.container(horizontal=True, vertical_alignment="bottom", key="lesson-title")
    head.title(title, anchor=False, width="content")
    head.markdown(beside, width="content")
    return head

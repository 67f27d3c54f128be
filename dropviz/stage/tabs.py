"""The tabs below a stage: which one is open, and how a link names it.

The stage writes it into its link. Streamlit could by itself (``bind``), but makes an entry of the
browser's history for it on each page, and forgets which entries are the stage's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

NAME = "tab"
"""Of the parameter in a link, and of the widget."""
TABS = {"maths": "The maths", "pytorch": "PyTorch", "sources": "Sources", "words": "Words"}
"""By their names in a link; the first is open unless another one is named."""
FIRST = next(iter(TABS))


def open_tab() -> str:
    """The name of the open tab in a link; "" for the first."""
    label = st.session_state.get(NAME)
    return next((name for name in TABS if TABS[name] == label and name != FIRST), "")


def impose_tab(query: Mapping[str, Sequence[str]]) -> bool:
    """Open the tab that a link names, the first where it names none; whether it has such a tab."""
    named = query.get(NAME, [FIRST])
    known = len(named) == 1 and named[0] in TABS
    st.session_state[NAME] = TABS[named[0] if known else FIRST]
    return known

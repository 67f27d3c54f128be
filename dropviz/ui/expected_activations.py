"""What stands below the stage of *Expected activations*."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dropviz.core.wrong_mode import N_PASSES
from dropviz.figures.wrong_mode import passes_figure
from dropviz.lessons.expected_activations.calls import Ran, calls_table, calls_verdict
from dropviz.lessons.expected_activations.wrong_mode import (
    LEFT_ON,
    rates_in_words,
    score_table,
    verdict,
    wrong_mode,
)
from dropviz.ui.lesson import show_figure, theme_base


def show_calls(calls: Sequence[Ran]) -> None:
    """The table of calls that drop, or do not."""
    st.subheader("What switches dropout off?", anchor=False)
    st.markdown("Ten calls of PyTorch, run on this server; x is 1,000 ones where nothing is said.")
    st.markdown(calls_table(calls))
    st.markdown(calls_verdict(calls))


def show_wrong_mode(p_drop: float) -> None:
    """A trained network whose masks were left on."""
    now = wrong_mode(p_drop)
    st.subheader("Forgot model.eval(): how far masked networks disagree", anchor=LEFT_ON)
    st.markdown(
        f"One test image, predicted {N_PASSES} times by the network trained with dropout while its "
        "masks are still on. A dot is one pass; the tick is what `model.eval()` gives every time. "
        "Done on purpose this is *MC dropout*. The spread of the dots tells how far the masked "
        "networks disagree. It is no probability of being wrong."
    )
    show_figure(passes_figure(now.passes, now.right, now.label, theme_base()))
    st.markdown(rates_in_words(now))
    st.markdown(score_table(now))
    st.markdown(verdict(now))

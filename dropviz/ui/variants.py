"""What stands below the stage of the lesson *Variants*, for the variant that is opened."""

from __future__ import annotations

from string import Template

import streamlit as st

from dropviz.core.variants import VARIANTS, Family
from dropviz.lessons.variants import comparison, usage
from dropviz.lessons.variants.keras import KERAS
from dropviz.stage.variants import VariantsView
from dropviz.ui.views import impose_view, show_in_link

ORDER = tuple(VARIANTS)
MEASURED: dict[Family, str] = {
    "recurrent": "The layer itself, with fixed random weights and inputs"
}
MEASURED_ELSE = "The layer itself, on the values of the stage"


def neighbour(slug: str, step: int) -> str:
    """The variant before or after; after the last comes the first."""
    return ORDER[(ORDER.index(slug) + step) % len(ORDER)]


def show_neighbours(view: VariantsView, key: str) -> None:
    """Buttons to the variants before and after, and back to the gallery."""
    before, after = neighbour(view.variant, -1), neighbour(view.variant, 1)
    labels = {before: f"‹ {VARIANTS[before].title}", "": "All variants",
              after: f"{VARIANTS[after].title} ›"}  # fmt: skip
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        for slug, label in labels.items():
            st.button(
                label, key=f"{key}-to-{slug or 'all'}", on_click=_open, args=(view, slug, key)
            )


def _open(view: VariantsView, slug: str, key: str) -> None:
    opened = view.model_copy(update={"variant": slug, "run": ""})
    impose_view(opened, key)
    show_in_link(opened)


def show_comparison(now: comparison.Comparison, family: Family) -> None:
    """Mean and variance over masks against theory."""
    st.subheader("Measured against theory", anchor=False)
    st.markdown(f"{MEASURED.get(family, MEASURED_ELSE)}, under {now.n_masks:,} masks of its own.")
    st.markdown(comparison.table(now))
    st.markdown(comparison.sentence(now))


def show_usage(slug: str) -> None:
    """Where the variant goes and which rates are usual."""
    st.subheader("Where it goes", anchor=False)
    st.markdown(usage.table(slug))


def show_keras(slug: str, p: float) -> None:
    """The same in Keras, as text."""
    st.subheader("In Keras", anchor=False)
    equivalent = KERAS[slug]
    if equivalent.code:
        st.code(Template(equivalent.code).substitute(p=VARIANTS[slug].usable(p)), language="python")
    st.markdown(equivalent.differs)

"""The opened view of the lesson *Variants*: its stage, and what stands below it."""

from __future__ import annotations

from collections.abc import Mapping
from string import Template
from typing import Any

import streamlit as st

from dropviz.core.residual import StepTimes
from dropviz.lessons.variants import comparison, payload, recurrent, residual, transformer, usage
from dropviz.lessons.variants.guide import guide_of
from dropviz.lessons.variants.view import VariantsView, drawn_elsewhere
from dropviz.stage.component import mount
from dropviz.stage.imposed import Imposed
from dropviz.ui.views import impose_view, view_callback
from dropviz.variants import VARIANTS
from dropviz.variants.base import Variant

ORDER = tuple(VARIANTS)


def show_stage(view: VariantsView, imposed: Imposed, times: StepTimes | None, *, key: str) -> None:
    """The gallery and most variants on one stage, families with a network of their own on theirs.

    Parameters
    ----------
    times : how long steps of the residual network take here, if that was measured
    """
    variant = VARIANTS.get(view.variant)
    family = variant.family if variant and drawn_elsewhere(variant) else None
    guide = guide_of(view)
    if st.session_state.get(f"{key}-family", family) != family:
        imposed = impose_view(view, key)  # a stage that has just come knows nothing of the view
    st.session_state[f"{key}-family"] = family
    stage = family or "variants"
    if variant and family:
        show_neighbours(view, key, variant.title)
        if not view.scene:  # the guide says enough
            st.markdown(f"{variant.purpose} **{variant.choose}**")
    on_view_change = view_callback(VariantsView, key)
    sent = _payload(stage, view, times)
    mount(stage, sent, imposed, key=key, guide=guide, on_view_change=on_view_change)


def _payload(stage: str, view: VariantsView, times: StepTimes | None) -> Mapping[str, Any]:
    match stage:
        case "residual":
            return residual.payload(view, times)
        case "transformer":
            return transformer.payload(view)
        case "recurrent":
            return recurrent.payload(view)
    return payload.payload(view)


def show_neighbours(view: VariantsView, key: str, title: str = "") -> None:
    """Buttons back to the gallery, and to the variants before and after; between them a title."""
    place = "above" if title else "below"

    def leads_to(slug: str, label: str) -> None:
        name = f"{key}-{place}-{slug or 'all'}"
        st.button(label, key=name, on_click=_open, args=(view, slug, key))

    before, after = neighbour(view.variant, -1), neighbour(view.variant, 1)
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}-{place}"):
        leads_to("", "All variants")
        if title:
            st.header(title, anchor=False)
        else:
            st.space("stretch")
        with st.container(horizontal=True, width="content"):  # where room is short, a row together
            leads_to(before, f"‹ {VARIANTS[before].title}")
            leads_to(after, f"{VARIANTS[after].title} ›")


def neighbour(slug: str, step: int) -> str:
    """Slug of the variant that many places further; after the last comes the first."""
    return ORDER[(ORDER.index(slug) + step) % len(ORDER)]


def _open(view: VariantsView, slug: str, key: str) -> None:
    anew = {"run": "", "pairs": 0, "first_seed": 0, "scene": 0}
    opened = view.model_copy(update={"variant": slug, **anew})
    impose_view(opened, key)


def show_comparison(now: comparison.EntryOverMasks, variant: Variant) -> None:
    """Show mean and variance over masks against theory."""
    st.subheader("Measured against theory", anchor=False)
    st.markdown(f"The layer itself, {_measured_on(variant)}, under {now.n_masks:,} masks.")
    st.markdown(comparison.table(now))
    st.markdown(comparison.sentence(now))


def _measured_on(variant: Variant) -> str:
    if variant.family == "recurrent":
        return "with fixed random weights and inputs"
    if drawn_elsewhere(variant):
        blocks = variant.layout.axes.get("block")
        of_blocks = f" of {blocks} blocks" if blocks else ""
        return f"on the small tensor of its card ({variant.what}{of_blocks})"
    if variant.of_weights:
        return "with the weights of the stage, inputs x drawn from N(0, 1) and biases of 0"
    return "on the values of the stage"


def show_usage(variant: Variant) -> None:
    """Show where the variant goes and which rates are usual."""
    st.subheader("Where it goes, and usual rates", anchor=False)
    st.markdown(usage.listed(variant))
    st.caption(usage.legend(variant))


def show_keras(variant: Variant, p_drop: float) -> None:
    """Show how the variant is had in Keras, as text."""
    st.subheader("In Keras", anchor=False)
    if variant.keras.code:
        code = Template(variant.keras.code).substitute(p=variant.usable(p_drop))
        st.code(code, language="python")
    st.markdown(variant.keras.differs)

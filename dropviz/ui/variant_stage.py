"""Which stage of the lesson *Variants* shows a view: the masks, or a picture of its family."""

from __future__ import annotations

import streamlit as st

from dropviz.core.residual import StepTimes
from dropviz.core.variants import VARIANTS
from dropviz.stage import recurrent, residual, transformer
from dropviz.stage.component import Imposed
from dropviz.stage.variants import DRAWN_ELSEWHERE, VariantsView, variants
from dropviz.ui.views import impose_view, view_callback

MASKS = "masks"


def stage_of(view: VariantsView) -> str:
    """The name of the stage: that of a family with a picture of its own, or the masks."""
    family = VARIANTS[view.variant].family if view.variant else None
    return family if family in DRAWN_ELSEWHERE else MASKS


def show_variant_stage(
    view: VariantsView, imposed: Imposed, *, key: str, times: StepTimes | None = None
) -> None:
    """Show the view on its stage.

    A stage that takes the place of another one knows nothing of the gestures on that, so the view
    is imposed on it.

    Parameters
    ----------
    times : of training steps of a residual network, where they are needed
    """
    name = stage_of(view)
    before = st.session_state.get(f"{key}-stage", name)
    st.session_state[f"{key}-stage"] = name
    arrived = before != name
    if arrived:
        imposed = impose_view(view, key)
    mounted = f"{key}-{name}"
    told = view_callback(VariantsView, key, mounted)
    if name == "transformer":
        transformer.show(view, imposed, key=mounted, on_view_change=told, arrived=arrived)
    elif name == "recurrent":
        recurrent.show(view, imposed, key=mounted, on_view_change=told, arrived=arrived)
    elif name == "residual":
        residual.show(view, imposed, key=mounted, on_view_change=told, arrived=arrived, times=times)
    else:
        variants(imposed, view, key=mounted, on_view_change=told)

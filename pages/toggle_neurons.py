import numpy as np
import streamlit as st

from dropviz.catalogue import lesson
from dropviz.core.robustness import RobustnessCurve, robustness_curve
from dropviz.data.digits import test_digits
from dropviz.data.networks import DESCRIPTIONS, shipped_network
from dropviz.figures.charts import Figure, figure
from dropviz.figures.robustness import described, robustness_strip
from dropviz.figures.theme import Base
from dropviz.lessons.toggle_neurons.code import code, in_place
from dropviz.lessons.toggle_neurons.facts import facts
from dropviz.lessons.toggle_neurons.formulas import formulas
from dropviz.lessons.toggle_neurons.guide import GUIDE
from dropviz.lessons.toggle_neurons.payload import payload
from dropviz.lessons.toggle_neurons.sources import SOURCES
from dropviz.lessons.toggle_neurons.view import ToggleView
from dropviz.stage.component import mount
from dropviz.ui.lesson import (
    show_figure,
    show_rejected,
    show_tabs,
    show_title,
    theme_base,
)
from dropviz.ui.views import current_view, view_callback

KEY = "toggle_neurons"
NO_MASK = "The mask in this link does not fit this network (128 units), so it was ignored."


@st.cache_data(show_spinner="Silencing units at random ...")
def curves() -> dict[str, RobustnessCurve]:
    digits = test_digits()
    return {
        name: robustness_curve(
            shipped_network(name), digits.images, digits.labels,
            n_draws=50, rng=np.random.default_rng(0),
        )
        for name in DESCRIPTIONS
    }  # fmt: skip


@st.cache_data(show_spinner=False)
def strip(_curves: dict[str, RobustnessCurve], base: Base) -> Figure:
    return figure(robustness_strip(_curves, base), described(_curves))


def show_robustness() -> None:
    st.subheader("How each network stands up to losing units", anchor=False)
    st.markdown(
        "Accuracy on the 450 test digits as k of the 64 hidden units are silenced at random, "
        "without rescaling. Line: mean of 50 random orders; band: the middle 90 % of them."
    )
    show_figure(strip(curves(), theme_base()))


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(ToggleView, KEY, GUIDE.of)
    show_rejected(rejected, {"mask": NO_MASK})
    on_view_change = view_callback(ToggleView, KEY)
    mount(KEY, payload(view), imposed, key=KEY, guide=GUIDE, on_view_change=on_view_change)
    now = facts(view)
    asks = GUIDE.asks_before(view.scene)
    show_tabs(formulas(now), in_place(now), code(now), SOURCES, asks=asks)
    if not view.scene:
        show_robustness()


show_title(lesson(KEY))
explore()

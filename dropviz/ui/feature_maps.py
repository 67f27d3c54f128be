"""What stands below the stage of *Feature maps*: what was measured on its networks and filters."""

from __future__ import annotations

import streamlit as st

from dropviz.core.feature_probe import MapProbe
from dropviz.core.map_silencing import MapLosses
from dropviz.core.robustness import RobustnessCurve
from dropviz.data.conv_networks import DESCRIPTIONS
from dropviz.data.feature_probes import shipped_probes
from dropviz.experiments.trial import feature_maps_trial
from dropviz.figures.charts import Figure, figure
from dropviz.figures.feature_maps import (
    described_losses,
    described_probes,
    map_loss_bars,
    probe_dots,
)
from dropviz.figures.robustness import FEATURE_MAPS, described, robustness_strip
from dropviz.figures.theme import Base
from dropviz.lessons.feature_maps.measures import (
    N_ORDERS,
    PROBED,
    map_curves,
    matched_shares,
    shipped_map_losses,
)
from dropviz.lessons.feature_maps.view import FeatureMapsView
from dropviz.ui.lesson import show_figure, theme_base
from dropviz.ui.trial_panel import show_trial


@st.cache_data(show_spinner="Silencing maps ...")
def _silenced() -> tuple[dict[str, MapLosses], dict[str, RobustnessCurve]]:
    return shipped_map_losses(), map_curves()


@st.cache_data(show_spinner=False)
def _drawn_probes(_probes: dict[str, MapProbe], base: Base) -> Figure:
    return figure(probe_dots(_probes, base), described_probes(_probes))


@st.cache_data(show_spinner=False)
def _drawn_losses(_losses: dict[str, MapLosses], base: Base) -> Figure:
    return figure(map_loss_bars(_losses, base), described_losses(_losses))


@st.cache_data(show_spinner=False)
def _drawn_curves(_curves: dict[str, RobustnessCurve], base: Base) -> Figure:
    return figure(robustness_strip(_curves, base, FEATURE_MAPS), described(_curves, FEATURE_MAPS))


def show_training(view: FeatureMapsView, key: str) -> None:
    """Show the stage's network trained live, with the same share dropped in each of three ways."""
    st.subheader("Does it help in training?", anchor=False)
    st.markdown(matched_shares(view.p, view.block))
    show_trial(feature_maps_trial(view.p, view.block), key=key, view=view)


def show_reason() -> None:
    """Show the usual reason for dropping whole maps, and where it holds."""
    st.subheader("Why drop whole maps?", anchor=False)
    st.markdown(
        "The usual reason: a pixel that is dropped alone can be guessed from its neighbours, so "
        "little is lost. Each point is a map: how well its pixels are guessed (R², 1 is perfect). "
        "Half of all pixels, or half of all maps, were dropped before. The guess sees what is left "
        "of the touching pixels and of the same pixel in other maps. It was fitted on other images "
        f"(for photos, the other half). Digits: the network {DESCRIPTIONS[PROBED]}."
    )
    show_figure(_drawn_probes(shipped_probes(), theme_base()))


def show_silenced() -> None:
    """Show which map matters, and how many can be lost."""
    losses, curves = _silenced()
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Which map matters", anchor=False)
        st.markdown("Accuracy on the 450 test digits that each map costs when it alone is off.")
        show_figure(_drawn_losses(losses, theme_base()))
    with right:
        st.subheader("When maps fail at random", anchor=False)
        st.markdown(
            f"The same accuracy with k of the 24 maps off, nothing rescaled. Line: mean of "
            f"{N_ORDERS} random orders; band: the middle 90 % of them."
        )
        show_figure(_drawn_curves(curves, theme_base()))

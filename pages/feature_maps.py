import streamlit as st

from dropviz.catalogue import lesson
from dropviz.core.feature_probe import MapProbe
from dropviz.core.map_silencing import MapLosses
from dropviz.core.robustness import RobustnessCurve
from dropviz.figures.feature_maps import (
    described_losses,
    described_probes,
    map_loss_bars,
    probe_dots,
)
from dropviz.figures.robustness import FEATURE_MAPS, described, robustness_strip
from dropviz.lessons.feature_measures import N_ORDERS, map_curves, map_probes, shipped_map_losses
from dropviz.stage.feature_maps import FeatureMapsView, feature_maps
from dropviz.ui.lesson import show_figure, show_title, theme_base
from dropviz.ui.views import current_view, view_callback

KEY = "feature_maps"
BY_HAND = {"mask", "pixels", "photo_mask"}


@st.cache_data(show_spinner="Predicting what was dropped from what is left ...")
def probes() -> dict[str, MapProbe]:
    return map_probes()


@st.cache_data(show_spinner="Silencing maps ...")
def silenced() -> tuple[dict[str, MapLosses], dict[str, RobustnessCurve]]:
    return shipped_map_losses(), map_curves()


@st.fragment
def explore() -> None:
    view, imposed, rejected = current_view(FeatureMapsView, KEY)
    if BY_HAND & set(rejected):
        st.info("What this link switches off does not fit these maps, so it was ignored.")
    feature_maps(imposed, view.seed, key=KEY, on_view_change=view_callback(FeatureMapsView, KEY))


def show_reason() -> None:
    st.subheader("Why drop whole maps?", anchor=False)
    st.markdown(
        "The usual reason: a pixel that is dropped alone can be told from its neighbours in the "
        "map, so little is lost; a map that is dropped whole leaves only the other maps. Each "
        "point is a map: the R² of predicting its pixels by least squares, from the pixels around "
        "in the same map or from the same pixel of the other maps, on images (for photos, halves) "
        "that the prediction was not fitted on. Digits: the network trained without dropout."
    )
    show_figure(probe_dots(probes(), theme_base()), described_probes(probes()))


def show_silenced() -> None:
    losses, curves = silenced()
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Which map matters", anchor=False)
        st.markdown("Accuracy on the 450 test digits that each map costs when it alone is off.")
        show_figure(map_loss_bars(losses, theme_base()), described_losses(losses))
    with right:
        st.subheader("When maps fail at random", anchor=False)
        st.markdown(
            f"The same accuracy with k of the 24 maps off, nothing rescaled. Line: mean of "
            f"{N_ORDERS} random orders; band: the middle 90 % of them."
        )
        strip = robustness_strip(curves, theme_base(), FEATURE_MAPS)
        show_figure(strip, described(curves, FEATURE_MAPS))


show_title(lesson(KEY))
explore()
show_reason()
show_silenced()

"""How every Altair chart of dropviz looks."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeVar

import altair as alt

from dropviz.figures.theme import PALETTES, Base

Chart = alt.LayerChart | alt.Chart | alt.HConcatChart | alt.VConcatChart | alt.FacetChart
C = TypeVar("C", bound=Chart)
alt.theme.enable("none")  # Altair's own sets sizes
alt.data_transformers.enable(consolidate_datasets=False)  # numbers stay where they are drawn


class Figure(NamedTuple):
    """A chart as a page shows it: in Vega-Lite, and what it shows in sentences."""

    vega_lite: dict[str, Any]
    says: str


def themed(chart: C, base: Base) -> C:
    """An Altair chart in the look of dropviz: no frame, quiet axes, thin grid."""
    palette = PALETTES[base]
    styled: C = (
        chart.configure_view(strokeWidth=0)
        .configure_axis(
            labelColor=palette.quiet,
            titleColor=palette.quiet,
            titleFontWeight="normal",
            gridOpacity=0.25,
            domainColor=palette.quiet,
            tickColor=palette.quiet,
        )
        .configure(background=palette.background)
    )
    return styled


def figure(chart: Chart, says: str) -> Figure:
    """A chart to be shown, not validated: that took a third of a page's time.

    The tests of figures validate. Keep it: drawing takes 30 to 100 ms even so.
    """
    return Figure(chart.to_dict(validate=False), says)

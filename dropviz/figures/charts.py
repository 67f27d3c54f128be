"""How every Altair chart of dropviz looks."""

from __future__ import annotations

from typing import Any, TypeVar

import altair as alt

from dropviz.figures.theme import PALETTES, Base

Chart = alt.LayerChart | alt.Chart | alt.HConcatChart | alt.VConcatChart | alt.FacetChart
C = TypeVar("C", bound=Chart)
alt.theme.enable("none")  # Altair's own sets sizes
alt.data_transformers.enable(consolidate_datasets=False)  # numbers stay where they are drawn


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


def specification(chart: Chart) -> dict[str, Any]:
    """A chart in Vega-Lite, not validated: that took a third of a page's time.

    The tests of figures validate.
    """
    said: dict[str, Any] = chart.to_dict(validate=False)
    return said

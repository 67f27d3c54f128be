"""How every Altair chart of dropviz looks."""

from __future__ import annotations

from typing import TypeVar

import altair as alt

from dropviz.figures.theme import PALETTES, Base

Chart = alt.LayerChart | alt.Chart | alt.HConcatChart | alt.VConcatChart | alt.FacetChart
C = TypeVar("C", bound=Chart)


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

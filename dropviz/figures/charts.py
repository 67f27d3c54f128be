"""How every Altair chart of dropviz looks."""

from __future__ import annotations

import altair as alt

from dropviz.figures.theme import PALETTES, Base

def themed(chart: alt.LayerChart, base: Base) -> alt.LayerChart:
    """An Altair chart in the look of dropviz: no frame, quiet axes, thin grid."""
    palette = PALETTES[base]
    return (
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

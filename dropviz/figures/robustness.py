"""Accuracy against the number of silenced units, for two networks."""

from __future__ import annotations

from typing import Any

import altair as alt

from dropviz.core.robustness import RobustnessCurve
from dropviz.figures.charts import themed
from dropviz.figures.theme import PALETTES, Base, Palette

LABELS = {"with": "trained with dropout", "without": "trained without"}


def robustness_strip(curves: dict[str, RobustnessCurve], base: Base) -> alt.LayerChart:
    """Mean accuracy and the band of the middle 90 % of draws, one colour and dash a network."""
    rows = [row for name, curve in curves.items() for row in _rows(name, curve)]
    palette = PALETTES[base]
    shared = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X(
            "k:Q",
            title="hidden units silenced at random (of 64)",
            axis=alt.Axis(tickCount=9),
            scale=alt.Scale(domain=[0, 64]),
        ),
        color=_colour(palette),
    )
    low = alt.Y(
        "low:Q",
        title="test accuracy",
        axis=alt.Axis(format="%", tickCount=5),
        scale=alt.Scale(domain=[0, 1]),
    )
    band = shared.mark_area(opacity=0.18).encode(y=low, y2="high:Q")
    line = shared.mark_line(strokeWidth=2.5).encode(
        y="mean:Q",
        strokeDash=alt.StrokeDash("network:N", legend=None, sort=list(LABELS.values())),
        tooltip=[
            alt.Tooltip("network:N"),
            alt.Tooltip("k:Q", title="silenced"),
            alt.Tooltip("mean:Q", format=".1%", title="mean accuracy"),
        ],
    )
    names = (
        alt.Chart(alt.Data(values=[row for row in rows if row["k"] == 26]))
        .mark_text(align="left", dx=6, dy=-8, fontWeight=600)
        .encode(x="k:Q", y="mean:Q", text="network:N", color=_colour(palette))
    )
    layers: alt.LayerChart = (band + line + names).properties(
        height=230, description=described(curves)
    )
    return themed(layers, base)


def described(curves: dict[str, RobustnessCurve]) -> str:
    """The figure in sentences, with its own numbers and what they do not show."""
    at = {name: [curve.mean[k] for k in (0, 16, 32)] for name, curve in curves.items()}
    says = " ".join(
        f"{LABELS[name].capitalize()}: {_percent(whole)} with all units, {_percent(some)} with 16 "
        f"and {_percent(half)} with 32 of 64 silenced."
        for name, (whole, some, half) in at.items()
    )
    gap = 100 * (at["with"][0] - at["without"][0])
    whole = f"With all units on, the network trained with dropout is {abs(gap):.1f} points "
    whole += "better." if gap > 0 else "worse."
    return (
        f"{says} {whole} That it stands up better to losing units is so partly by construction: "
        "it was trained under this very loss. One network of each kind, one data set."
        if at["with"][1] > at["without"][1]
        else f"{says} {whole} One network of each kind, one data set."
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"


def _rows(name: str, curve: RobustnessCurve) -> list[dict[str, Any]]:
    columns = {field: values.tolist() for field, values in vars(curve).items()}
    return [
        dict(zip(columns, row, strict=True)) | {"network": LABELS[name]}
        for row in zip(*columns.values(), strict=True)
    ]


def _colour(palette: Palette) -> alt.Color:
    scale = alt.Scale(
        domain=list(LABELS.values()), range=[palette.with_dropout, palette.without_dropout]
    )
    return alt.Color("network:N", scale=scale, legend=None)

"""Accuracy against the number of silenced units, or feature maps, for two networks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt

from dropviz.core.robustness import RobustnessCurve
from dropviz.figures.charts import themed
from dropviz.figures.theme import PALETTES, Base, Palette


@dataclass(frozen=True)
class Silenced:
    """What is silenced, and how the two networks are called."""

    units: str
    short: str
    labels: dict[str, str]


HIDDEN_UNITS = Silenced(
    "hidden units", "units", {"with": "trained with dropout", "without": "trained without"}
)
FEATURE_MAPS = Silenced(
    "feature maps", "maps", {"with": "trained with spatial dropout", "without": "trained without"}
)


def robustness_strip(
    curves: dict[str, RobustnessCurve], base: Base, silenced: Silenced = HIDDEN_UNITS
) -> alt.LayerChart:
    """Mean accuracy and the band of the middle 90 % of draws, one colour and dash a network."""
    labels, n = silenced.labels, int(curves["with"].k[-1])
    rows = [row for name, curve in curves.items() for row in _rows(labels[name], curve)]
    palette = PALETTES[base]
    shared = alt.Chart({"values": rows}).encode(
        x=alt.X(
            "k:Q",
            title=f"{silenced.units} silenced at random (of {n})",
            axis=alt.Axis(tickCount=9),
            scale=alt.Scale(domain=[0, n]),
        ),
        color=_colour(palette, labels),
    )
    axis, scale = alt.Axis(format="%", tickCount=5), alt.Scale(domain=[0, 1])
    low = alt.Y("low:Q", title="test accuracy", axis=axis, scale=scale)
    band = shared.mark_area(opacity=0.18).encode(y=low, y2="high:Q")
    line = shared.mark_line(strokeWidth=2.5).encode(
        y="mean:Q",
        strokeDash=alt.StrokeDash("network:N", legend=None, sort=list(labels.values())),
        tooltip=[
            alt.Tooltip("network:N"),
            alt.Tooltip("k:Q", title="silenced"),
            alt.Tooltip("mean:Q", format=".1%", title="mean accuracy"),
        ],
    )
    names = (
        alt.Chart({"values": [row for row in rows if row["k"] == round(0.4 * n)]})
        .mark_text(align="left", dx=6, dy=-8, fontWeight=600)
        .encode(x="k:Q", y="mean:Q", text="network:N", color=_colour(palette, labels))
    )
    layers: alt.LayerChart = (band + line + names).properties(
        height=230, description=described(curves, silenced)
    )
    return themed(layers, base)


def described(curves: dict[str, RobustnessCurve], silenced: Silenced = HIDDEN_UNITS) -> str:
    """The figure in sentences, with its own numbers and what they do not show."""
    n, short = int(curves["with"].k[-1]), silenced.short
    at = {name: [curve.mean[k] for k in (0, n // 4, n // 2)] for name, curve in curves.items()}
    says = " ".join(
        f"{silenced.labels[name].capitalize()}: {_percent(whole)} with all {short}, "
        f"{_percent(some)} with {n // 4} and {_percent(half)} with {n // 2} of {n} silenced."
        for name, (whole, some, half) in at.items()
    )
    gap = 100 * (at["with"][0] - at["without"][0])
    whole = f"With all {short} on, the network {silenced.labels['with']} is {abs(gap):.1f} points "
    whole += "better." if gap > 0 else "worse."
    return (
        f"{says} {whole} That it stands up better to losing them is so partly by construction: "
        "it was trained under this very loss. One network of each kind, one data set."
        if at["with"][1] > at["without"][1]
        else f"{says} {whole} One network of each kind, one data set."
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"


def _rows(label: str, curve: RobustnessCurve) -> list[dict[str, Any]]:
    columns = {field: values.tolist() for field, values in vars(curve).items()}
    return [
        dict(zip(columns, row, strict=True)) | {"network": label}
        for row in zip(*columns.values(), strict=True)
    ]


def _colour(palette: Palette, labels: dict[str, str]) -> alt.Color:
    scale = alt.Scale(
        domain=list(labels.values()), range=[palette.with_dropout, palette.without_dropout]
    )
    return alt.Color("network:N", scale=scale, legend=None)

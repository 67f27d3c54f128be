"""Figures of *Feature maps*: which map matters, and how well a dropped pixel is predicted."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from dropviz.core.feature_probe import MapProbe, Rebuilt
from dropviz.core.map_silencing import MapLosses
from dropviz.figures.charts import themed
from dropviz.figures.theme import PALETTES, Base

ALONE, WITH_ITS_MAP = "dropped alone", "dropped with its map"
SMALL_LOSS = 0.5
BARS = {"without": "left: trained without dropout", "with": "right: trained with spatial dropout"}


def map_loss_bars(losses: dict[str, MapLosses], base: Base) -> alt.LayerChart:
    """Points of accuracy that each map's silence costs each network.

    losses : "without" spatial dropout, the left bar of a map, and "with", the right one
    """
    rows = [row for name, network in losses.items() for row in _loss_rows(name, network)]
    palette = PALETTES[base]
    colour = alt.Color(
        "network:N",
        legend=None,
        scale=alt.Scale(
            domain=list(BARS.values()), range=[palette.without_dropout, palette.with_dropout]
        ),
    )
    bars = (
        alt.Chart({"values": rows})
        .mark_bar()
        .encode(x=_places(rows), x2="right:Q", y=_points_lost(rows), y2=alt.datum(0), color=colour)
        .encode(tooltip=_loss_tooltips())
    )
    first = [row for row in rows if row["map"] == 1 and row["network"] == BARS["without"]]
    names = (
        alt.Chart({"values": first})
        .mark_text(align="left", baseline="top", fontWeight=600, color=palette.quiet)
        .encode(x="left:Q", y=alt.value(36), text="block:N")
    )
    legend = [
        alt.Chart({"values": [{"network": text}]})
        .mark_text(align="left", baseline="top", fontWeight=600)
        .encode(x=alt.value(4), y=alt.value(2 + 16 * line), text="network:N", color=colour)
        for line, text in enumerate(BARS.values())
    ]
    layers: alt.LayerChart = (bars + names + legend[0] + legend[1]).properties(
        height=240, description=described_losses(losses)
    )
    return themed(layers, base)


def described_losses(losses: dict[str, MapLosses]) -> str:
    """What the bars of ``map_loss_bars`` show, in sentences."""
    return " ".join(_loss_sentences(name, network) for name, network in losses.items())


def _loss_sentences(name: str, losses: MapLosses) -> str:
    rows = _loss_rows(name, losses)
    worst = max(rows, key=lambda row: row["lost"])
    small = sum(row["lost"] < SMALL_LOSS for row in rows)
    return (
        f"T{BARS[name].split(': t')[1]}, the network reads {100 * losses.whole:.1f}\u00a0% of the "
        f"test digits. It loses most without map {worst['map']} of {worst['block']} "
        f"({worst['alone']:.1f}\u00a0% without it). {small} of {len(rows)} maps "
        f"{'costs' if small == 1 else 'cost'} it less than half a point."
    )


def _places(rows: list[dict[str, Any]]) -> alt.X:
    """An axis with the numbers of the maps below their bars."""
    middles = [row["middle"] for row in rows]
    axis = alt.Axis(
        values=middles,
        labelExpr=f"{[row['map'] for row in rows]}[indexof({middles}, datum.value)]",
        grid=False,
        ticks=False,
        labelOverlap=True,
    )
    scale = alt.Scale(domain=[0, rows[-1]["right"] + 0.1], nice=False)
    return alt.X("left:Q", title="map", scale=scale, axis=axis)


def _points_lost(rows: list[dict[str, Any]]) -> alt.Y:
    """An axis that leaves room for the legend above the bars."""
    lost = [row["lost"] for row in rows]
    scale = alt.Scale(domain=[min(0.0, *lost), 1.25 * max(4.0, *lost)], nice=False)
    return alt.Y("lost:Q", title="points of accuracy lost", axis=alt.Axis(tickCount=5), scale=scale)


def _loss_tooltips() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("network:N"),
        alt.Tooltip("block:N"),
        alt.Tooltip("map:Q"),
        alt.Tooltip("alone:Q", format=".1f", title="accuracy without it, %"),
        alt.Tooltip("lost:Q", format=".1f", title="points lost"),
    ]


def _loss_rows(name: str, losses: MapLosses) -> list[dict[str, Any]]:
    """A row for each map, with its place on the axis; a gap lies between blocks."""
    rows: list[dict[str, Any]] = []
    for block, alone in enumerate(losses.alone):
        for number, share in enumerate(alone.tolist(), 1):
            slot = len(rows) + block
            left = round(slot + (0.1 if name == "without" else 0.5), 1)
            place = {"left": left, "middle": slot + 0.5, "right": round(left + 0.4, 1)}
            lost = round(100 * (losses.whole - share), 6)
            names = {"network": BARS[name], "block": f"block {block + 1}", "map": number}
            rows.append(place | names | {"alone": 100 * share, "lost": lost})
    return rows


def probe_dots(probes: dict[str, MapProbe], base: Base) -> alt.LayerChart:
    """R² of each map from what is left nearby, by what was dropped; a tick at the means."""
    palette = PALETTES[base]
    groups = {name: _probe_rows(name, probe) for name, probe in probes.items()}
    rows = [row for group in groups.values() for row in group]
    order = [
        key
        for name, group in groups.items()
        for key in (name, *dict.fromkeys(row["row"] for row in group))
    ]
    lowest = min(row["r2"] for row in rows)
    x = alt.X(
        "r2:Q",
        title="R² (tick and number: mean over the maps)",
        axis=alt.Axis(tickCount=6),
        scale=alt.Scale(domain=[min(0.0, lowest - 0.05), 1], nice=False),
    )
    y = alt.Y(
        "row:N",
        title=None,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(labelExpr="split(datum.value, '|')[1]", ticks=False, domain=False),
    )
    marks = alt.Scale(domain=[ALONE, WITH_ITS_MAP], range=["circle", "diamond"])
    shape = alt.Shape("kind:N", legend=None, scale=marks)
    points = alt.Chart({"values": rows}).encode(x=x, y=y)
    dots = points.mark_point(size=45, opacity=0.6, color=palette.quiet, strokeWidth=1.5).encode(
        shape=shape, tooltip=["map:Q", alt.Tooltip("r2:Q", format=".2f")]
    )
    ticks = points.mark_tick(thickness=3, size=20, color=palette.theory).encode(x="mean(r2):Q")
    names = (
        alt.Chart({"values": [{"row": name} for name in probes]})
        .mark_text(align="left", fontWeight=600, color=palette.ink)
        .encode(x=alt.value(0), y=y, text="row:N")
    )
    layers: alt.LayerChart = (dots + ticks + names).properties(
        height=25 * len(order), description=described_probes(probes)
    )
    return themed(layers, base)


def described_probes(probes: dict[str, MapProbe]) -> str:
    """What the dots of ``probe_dots`` show, in sentences."""
    sentences = [_probe_sentence(name, probe.near) for name, probe in probes.items()]
    better = [mean_r2(probe.near)[0] > mean_r2(probe.near)[1] for probe in probes.values()]
    if all(better):
        sentences.append("So the usual reason holds here: more is left to guess from.")
    elif any(better):
        sentences.append("So the usual reason holds for some of them, not for all.")
    else:
        sentences.append("So the usual reason does not hold here.")
    return " ".join(sentences)


def mean_r2(rebuilt: Rebuilt) -> tuple[float, float]:
    """Mean R² over the maps that have one, of a pixel dropped alone and of one with its map."""
    return float(np.nanmean(rebuilt.pixel)), float(np.nanmean(rebuilt.whole_map))


def _probe_sentence(name: str, near: Rebuilt) -> str:
    alone, with_map = mean_r2(near)
    better = int(np.sum(near.pixel > near.whole_map))
    return (
        f"{name[0].upper()}{name[1:]}: {alone:.2f} if dropped alone, {with_map:.2f} if with its "
        f"map; better alone in {better} of {int(np.isfinite(near.pixel).sum())} maps."
    )


def _probe_rows(name: str, probe: MapProbe) -> list[dict[str, Any]]:
    kinds = (ALONE, WITH_ITS_MAP)
    values = (probe.near.pixel, probe.near.whole_map)
    return [
        {"row": f"{name}|{kind} {mean:.2f}", "kind": kind, "map": number, "r2": r2}
        for kind, shares, mean in zip(kinds, values, mean_r2(probe.near), strict=True)
        for number, r2 in enumerate(shares.tolist(), 1)
        if np.isfinite(r2)
    ]

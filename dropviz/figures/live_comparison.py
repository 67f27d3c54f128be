"""Validation losses of several runs over one another: a line an arm, with the band of its pairs."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dropviz.core.film import CURVES, Film
from dropviz.figures.theme import PALETTES, Base

HEIGHT = 340
LABELLED = 6
"""Lines that are named beside their ends as well as in the legend; more names would overlap."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
LONGEST_NAME = 28

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """Validation loss of one arm of a run, over the pairs that had a finite loss at that step.

    low, middle, high : quartiles and median, of shape (t,)
    """

    run: str
    arm: str
    drops: bool
    steps: NDArray[np.int32]
    low: Floats
    middle: Floats
    high: Floats


def loss_curves(name: str, arms: Sequence[str], film: Film) -> list[Curve]:
    """A run's curves; arms of which no pair ever had a finite loss are left out."""
    losses = film.snapshot.curves[CURVES.index("validation_loss")].astype(np.float64)
    found = []
    for number, (arm, called) in enumerate(zip(film.experiment.arms, arms, strict=True)):
        values = losses[:, number]
        told = np.isfinite(values).any(axis=1)
        if told.any():
            low, middle, high = np.nanquantile(values[told], (0.25, 0.5, 0.75), axis=1)
            steps = film.snapshot.steps[told]
            found.append(Curve(name, called, arm.drops, steps, low, middle, high))
    return found


def comparison_figure(curves: Sequence[Curve], base: Base) -> go.Figure:
    """Colour says whether an arm drops units, the dash says which run, the marker which arm."""
    figure = go.Figure()
    runs = list(dict.fromkeys(curve.run for curve in curves))
    place: dict[str, int] = dict.fromkeys(runs, 0)
    for curve in curves:
        dash = DASHES[runs.index(curve.run) % len(DASHES)]
        symbol = SYMBOLS[place[curve.run] % len(SYMBOLS)]
        place[curve.run] += 1
        figure.add_trace(_band(curve, base))
        figure.add_trace(_line(curve, base, dash, symbol))
    if 1 <= len(curves) <= LABELLED:
        _name_the_ends(figure, curves, base)
    return _themed(figure, base)


def described(curves: Sequence[Curve]) -> str:
    """The figure in a sentence: where each line ends and how low it came."""
    if not curves:
        return "None of these runs has a finite validation loss."
    says = "; ".join(
        f"{curve.run}, {curve.arm}: {curve.middle[-1]:.3f} at step {curve.steps[-1]:,}, lowest "
        f"{curve.middle.min():.3f} at step {curve.steps[curve.middle.argmin()]:,}"
        for curve in curves
    )
    return (
        f"Median validation loss, bands hold the middle half of the pairs. {says}. Lines of "
        "different runs are not paired: no verdict follows from them."
    )


def _line(curve: Curve, base: Base, dash: str, symbol: str) -> go.Scatter:
    return go.Scatter(
        x=curve.steps.tolist(),
        y=curve.middle.tolist(),
        name=_name(curve),
        mode="lines+markers",
        line={"color": _colour(curve, base), "width": 2.5, "dash": dash},
        marker={"symbol": symbol, "size": 7, "maxdisplayed": 8},
        hovertemplate="step %{x:,}: %{y:.3f}",
    )


def _band(curve: Curve, base: Base) -> go.Scatter:
    there_and_back = np.concatenate([curve.steps, curve.steps[::-1]])
    return go.Scatter(
        x=there_and_back.tolist(),
        y=np.concatenate([curve.high, curve.low[::-1]]).tolist(),
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=_faint(_colour(curve, base)),
        hoverinfo="skip",
        showlegend=False,
    )


def _name_the_ends(figure: go.Figure, curves: Sequence[Curve], base: Base) -> None:
    """Names beside the ends of the lines, moved apart where they would overlap."""
    least = float(min(curve.low.min() for curve in curves))
    span = float(max(curve.high.max() for curve in curves)) - least
    apart, below = 0.075 * (span or 1.0), -np.inf
    for curve in sorted(curves, key=lambda one: float(one.middle[-1])):
        y = max(float(curve.middle[-1]), below + apart)
        below = y
        figure.add_annotation(
            x=int(curve.steps[-1]), y=y, text=_name(curve), showarrow=False, xanchor="left",
            xshift=8, font={"color": _colour(curve, base), "size": 12},
        )  # fmt: skip


def _name(curve: Curve) -> str:
    """Plotly reads some HTML in its texts; what a person typed is shown as it is."""
    run = curve.run
    shown = run if len(run) <= LONGEST_NAME else f"{run[: LONGEST_NAME - 1]}…"
    return html.escape(f"{shown} · {curve.arm}", quote=False)


def _colour(curve: Curve, base: Base) -> str:
    palette = PALETTES[base]
    return palette.with_dropout if curve.drops else palette.without_dropout


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.14)"


def _themed(figure: go.Figure, base: Base) -> go.Figure:
    palette = PALETTES[base]
    axis = {
        "gridcolor": _faint(palette.quiet), "zeroline": False, "color": palette.quiet,
        "ticks": "outside", "ticklen": 4,
    }  # fmt: skip
    many = not figure.layout.annotations
    return figure.update_layout(
        height=HEIGHT,
        margin={"l": 56, "r": 24 if many else 250, "t": 12, "b": 44},
        paper_bgcolor=palette.background,
        plot_bgcolor=palette.background,
        font={"color": palette.ink},
        showlegend=many,
        hovermode="closest",
        xaxis={**axis, "title": {"text": "step"}, "rangemode": "tozero"},
        yaxis={**axis, "title": {"text": "validation loss, nats"}, "rangemode": "tozero"},
    )

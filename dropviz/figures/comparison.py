"""Validation losses of several runs over one another: a line an arm, with the band of its pairs."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dropviz.core.arrays import FloatArray
from dropviz.experiments.film import CURVES, Film
from dropviz.figures.theme import PALETTES, Base

HEIGHT = 320
HEIGHT_OF_NAMES, NAMES_IN_A_ROW = 22, 4
"""Of the legend, in pixels: beside the ends of lines of different lengths, names would lie on other
lines, and take half of a phone."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
LONGEST_NAME = 18
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FONT = "Source Sans, sans-serif"


@dataclass(frozen=True)
class Curve:
    """Validation loss of one arm of a run, over the pairs that had a finite loss at that step.

    steps : training steps, of shape (t,)
    low, middle, high : quartiles and median in nats, of shape (t,)
    """

    run: str
    arm: str
    drops: bool
    steps: NDArray[np.int32]
    low: FloatArray
    middle: FloatArray
    high: FloatArray


def loss_curves(name: str, arms: Sequence[str], film: Film) -> list[Curve]:
    """A run's curves; arms of which no pair ever had a finite loss are left out.

    Parameters
    ----------
    name : what the run is called; differs from run to run
    arms : what its arms are called
    """
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
    """Plotly figure of the curves: a line for each arm of each run, with its band.

    Colour says whether an arm drops units, the dash says which run, the marker which arm. Runs are
    called A, B and so on in the figure, and by their names in ``described``.
    """
    figure = go.Figure()
    runs = _runs(curves)
    place: dict[str, int] = dict.fromkeys(runs, 0)
    for curve in curves:
        dash = DASHES[runs.index(curve.run) % len(DASHES)]
        symbol = SYMBOLS[place[curve.run] % len(SYMBOLS)]
        place[curve.run] += 1
        figure.add_trace(_band(curve, base))
        figure.add_trace(_line(curve, _name(curve, runs), base, dash, symbol))
    last = max((int(curve.steps[-1]) for curve in curves), default=1)
    return _themed(figure, last, len(curves), base)


def described(curves: Sequence[Curve]) -> str:
    """The figure in a sentence: where each line ends and how low it came."""
    if not curves:
        return "None of these runs has a finite validation loss."
    runs = _runs(curves)
    called = "; ".join(f"{LETTERS[at]} is {run}" for at, run in enumerate(runs))
    says = "; ".join(
        f"{LETTERS[runs.index(curve.run)]}, {curve.arm}: {curve.middle[-1]:.3f} at step "
        f"{curve.steps[-1]:,}, lowest {curve.middle.min():.3f} at step "
        f"{curve.steps[curve.middle.argmin()]:,}"
        for curve in curves
    )
    return (
        f"{called}. Median validation loss, bands hold the middle half of the pairs. {says}. Lines "
        "of different runs are not paired: no verdict follows from them."
    )


def _runs(curves: Sequence[Curve]) -> list[str]:
    return list(dict.fromkeys(curve.run for curve in curves))


def _line(curve: Curve, name: str, base: Base, dash: str, symbol: str) -> go.Scatter:
    return go.Scatter(
        x=curve.steps.tolist(),
        y=curve.middle.tolist(),
        name=name,
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


def _name(curve: Curve, runs: Sequence[str]) -> str:
    """The curve's name in the legend, without HTML, some of which Plotly would read."""
    arm = curve.arm
    shown = arm if len(arm) <= LONGEST_NAME else f"{arm[: LONGEST_NAME - 1]}…"
    return html.escape(f"{LETTERS[runs.index(curve.run)]}: {shown}", quote=False)


def _colour(curve: Curve, base: Base) -> str:
    palette = PALETTES[base]
    return palette.with_dropout if curve.drops else palette.without_dropout


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.2)"


def _themed(figure: go.Figure, last: int, n_names: int, base: Base) -> go.Figure:
    palette = PALETTES[base]
    axis = {
        "gridcolor": _faint(palette.quiet), "zeroline": False, "color": palette.quiet,
        "ticks": "outside", "ticklen": 4, "tickangle": 0, "nticks": 6,
    }  # fmt: skip
    return figure.update_layout(
        height=HEIGHT + HEIGHT_OF_NAMES * ceil(n_names / NAMES_IN_A_ROW),
        margin={"l": 56, "r": 16, "t": 12, "b": 44},
        paper_bgcolor=palette.background,
        plot_bgcolor=palette.background,
        font={"color": palette.ink, "family": FONT, "size": 13},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": -0.2, "yanchor": "top", "itemclick": False},
        hovermode="closest",
        xaxis={**axis, "title": {"text": "step", "standoff": 4}, "range": [0, 1.02 * last]},
        yaxis={**axis, "title": {"text": "validation loss, nats"}, "rangemode": "tozero"},
    )

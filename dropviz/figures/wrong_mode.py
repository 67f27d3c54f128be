"""One image predicted 50 times with the masks left on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import numpy as np
from numpy.typing import NDArray

from dropviz.figures.charts import Figure, figure, themed
from dropviz.figures.theme import PALETTES, Base, Palette

Marks = Sequence[dict[str, Any]]


def passes_figure(
    passes: NDArray[np.float64], right: NDArray[np.float64], label: int, base: Base
) -> Figure:
    """A dot for each pass and class, and a tick for each class in the right mode.

    passes : probabilities of shape (n_passes, n_classes); right : of shape (n_classes,)
    label : the class that is true
    """
    says = described(passes, right, label)
    drawn = _without_data(len(right), base)
    rows = (_passed(passes), _evaluated(right), _mode_name(right))
    layers = [
        {**layer, "data": {"values": values}}
        for layer, values in zip(drawn["layer"], rows, strict=True)
    ]
    return Figure({**drawn, "layer": layers, "description": says}, says)


@lru_cache(maxsize=4)
def _without_data(n_classes: int, base: Base) -> dict[str, Any]:
    """The layers of the chart, the same for all rates: drawing them takes 0.1 s."""
    palette = PALETTES[base]
    x = alt.X(
        "at:Q",
        title="digit",
        scale=alt.Scale(domain=[-0.5, n_classes - 0.5], nice=False),
        axis=alt.Axis(values=list(range(n_classes)), format="d", grid=False),
    )
    layers: alt.LayerChart = alt.LayerChart(
        layer=[_dots(x, palette), _ticks(palette), _name(palette)]
    ).properties(height=230)
    return figure(themed(layers, base), "").vega_lite


def _dots(x: alt.X, palette: Palette) -> alt.Chart:
    percents = alt.Axis(labelExpr="round(100 * datum.value) + '\u00a0%'", tickCount=5)
    y = alt.Y("probability:Q", scale=alt.Scale(domain=[0, 1]), axis=percents)
    chart: alt.Chart = (
        alt.Chart()
        .mark_circle(size=34, opacity=0.6, color=palette.with_dropout)
        .encode(x=x, y=y, tooltip=["class:Q", "pass:Q", alt.Tooltip("probability:Q", format=".1%")])
    )
    return chart


def _ticks(palette: Palette) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart()
        .mark_rule(strokeWidth=2.5, color=palette.theory)
        .encode(x="from:Q", x2="to:Q", y="probability:Q")
    )
    return chart


def _name(palette: Palette) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart()
        .mark_text(
            align="left", text="model.eval()", color=palette.ink, fontWeight=600, fontSize=12
        )
        .encode(x="at:Q", y="probability:Q")
    )
    return chart


def _passed(passes: NDArray[np.float64]) -> Marks:
    """The dots, moved sideways at random so that they do not hide one another."""
    shift = np.random.default_rng(0).uniform(-0.28, 0.28, len(passes)).tolist()
    return [
        {"class": label, "at": round(label + shift[index], 3), "pass": index + 1,
         "probability": round(chance, 4)}
        for index, row in enumerate(passes.tolist())
        for label, chance in enumerate(row)
    ]  # fmt: skip


def _evaluated(right: NDArray[np.float64]) -> Marks:
    return [
        {"from": label - 0.4, "to": label + 0.4, "probability": chance}
        for label, chance in enumerate(right.tolist())
    ]


def _mode_name(right: NDArray[np.float64]) -> Marks:
    best = int(right.argmax())
    return [{"at": best + 0.42, "probability": float(right[best])}]


def described(passes: NDArray[np.float64], right: NDArray[np.float64], label: int) -> str:
    """The figure as a sentence, with its own numbers."""
    of_right = passes[:, label]
    says = (
        f"An image of {'an' if label == 8 else 'a'} {label}, {len(passes)} passes with the masks "
        f"left on (dots): {_answers(passes)}. The probability of {label} runs from "
        f"{of_right.min():.0%} to {of_right.max():.0%}. In the right mode (black or white ticks) "
        f"it is {right.argmax()} at {right.max():.0%}, at every pass."
    )
    return says.replace("%", "\N{NO-BREAK SPACE}%")


def _answers(passes: NDArray[np.float64]) -> str:
    """How many passes say which digit: the two most frequent, and all others together."""
    counts = np.bincount(passes.argmax(axis=1))
    heard = [(int(counts[digit]), digit) for digit in np.argsort(-counts, kind="stable")]
    others = sum(n for n, _ in heard[2:])
    said = [*heard[:2], (others, "another digit")]
    parts = [f"{n} say{'s' if n == 1 else ''} {digit}" for n, digit in said if n]
    first, rest = parts[0].split(" ", 1)
    return ", ".join([f"{first} pass{'' if heard[0][0] == 1 else 'es'} {rest}", *parts[1:]])

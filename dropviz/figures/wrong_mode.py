"""One image predicted 50 times with the masks left on."""

from __future__ import annotations

import altair as alt
import numpy as np
from numpy.typing import NDArray

from dropviz.figures.charts import themed
from dropviz.figures.theme import PALETTES, Base


def passes_figure(
    passes: NDArray[np.float64], right: NDArray[np.float64], base: Base
) -> alt.LayerChart:
    """A dot for each pass and class, shape (n_passes, n_classes); a tick for the right mode."""
    palette = PALETTES[base]
    shift = np.random.default_rng(0).uniform(-0.28, 0.28, len(passes))
    dots = [
        {"class": label, "at": round(label + float(shift[index]), 3), "probability": float(chance),
         "pass": index + 1}
        for index, row in enumerate(passes)
        for label, chance in enumerate(row)
    ]  # fmt: skip
    ticks = [
        {"from": label - 0.4, "to": label + 0.4, "probability": float(chance)}
        for label, chance in enumerate(right)
    ]
    best = int(right.argmax())
    x = alt.X(
        "at:Q",
        title="digit",
        scale=alt.Scale(domain=[-0.5, len(right) - 0.5], nice=False),
        axis=alt.Axis(values=list(range(len(right))), format="d", grid=False),
    )
    y = alt.Y(
        "probability:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format="%", tickCount=5)
    )
    passed = (
        alt.Chart(alt.Data(values=dots))
        .mark_circle(size=34, opacity=0.6, color=palette.with_dropout)
        .encode(x=x, y=y, tooltip=["class:Q", "pass:Q", alt.Tooltip("probability:Q", format=".1%")])
    )
    evaluated = (
        alt.Chart(alt.Data(values=ticks))
        .mark_rule(strokeWidth=2.5, color=palette.theory)
        .encode(x="from:Q", x2="to:Q", y="probability:Q")
    )
    name = (
        alt.Chart(alt.Data(values=[{"at": best + 0.42, "probability": float(right[best])}]))
        .mark_text(
            align="left", text="model.eval()", color=palette.ink, fontWeight=600, fontSize=12
        )
        .encode(x="at:Q", y="probability:Q")
    )
    layers: alt.LayerChart = (passed + evaluated + name).properties(
        height=230, description=described(passes, right, best)
    )
    return themed(layers, base)


def described(passes: NDArray[np.float64], right: NDArray[np.float64], label: int) -> str:
    """The figure as a sentence, with its own numbers."""
    says = passes.argmax(axis=1)
    answers = np.bincount(says, minlength=len(right))
    heard = [f"{answers[digit]} times {digit}" for digit in np.argsort(-answers, kind="stable")
             if answers[digit]]  # fmt: skip
    of_right = passes[:, label]
    return (
        f"An image of a {label}, {len(passes)} passes with the masks left on (dots): the answer is "
        f"{', '.join(heard)}; the probability of {label} runs from {of_right.min():.0%} to "
        f"{of_right.max():.0%}. In the right mode (black or white ticks) it is "
        f"{right.argmax()} at {right.max():.0%}, at every pass."
    )

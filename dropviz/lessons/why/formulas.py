"""The maths of *Why dropout?*, with the film's numbers."""

from __future__ import annotations

from dropviz.core.writing import Formula
from dropviz.experiments.film import CURVES
from dropviz.lessons.why.payload import EXPERIMENT, film
from dropviz.lessons.why.view import WhyView


def formulas(view: WhyView) -> list[Formula]:
    """What the lines are at the step that is looked at, and what dropout does in each step."""
    snapshot = film().snapshot
    new = snapshot.curves[CURVES.index("validation_error"), view.at].mean(axis=1)
    return [
        Formula(
            "The error is the share of wrong answers; a line is its mean over "
            f"{EXPERIMENT.pairs} networks. On new digits at step {snapshot.steps[view.at]}, "
            "without and with dropout:",
            rf"\text{{error}} = \frac{{\text{{wrong answers}}}}{{\text{{digits}}}}, \qquad "
            rf"{100 * new[0]:.1f}\,\% \quad\text{{and}}\quad {100 * new[1]:.1f}\,\%",
        ),
        Formula(
            "Dropout in a training step: each hidden unit h has a coin u, anew for each digit. "
            "What is kept is divided by 1 − p; a later lesson shows why.",
            r"h' = \begin{cases} \dfrac{h}{1 - p} & u \ge p \\ 0 & u < p \end{cases}, "
            r"\qquad p = 0.5",
        ),
    ]

"""What is chosen on the stage of *Why dropout?*."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dropviz.stage.view import View

LAST = 20
"""Number of the last measured step of the film; the first is 0."""
MeasuredStep = Annotated[int, Field(ge=0, le=LAST)]


class WhyView(View):
    """What is on the stage of *Why dropout?*.

    lines : what is drawn: wrong answers on the training labels, on new digits too, of the networks
        with dropout too
    at, seen : the measured step that is looked at, and the furthest that lines are drawn to
    pairs : whether the ten pairs are shown
    """

    lines: Literal["train", "new", "dropout"] = "dropout"
    at: MeasuredStep = LAST
    seen: MeasuredStep = LAST
    pairs: bool = True

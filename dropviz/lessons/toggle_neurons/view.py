"""What is chosen on the stage of *Toggle neurons*."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from dropviz.core.coins import coins as coin_row
from dropviz.core.coins import keep_mask
from dropviz.core.scaling import Mode, Scaling
from dropviz.data.networks import NetworkName
from dropviz.stage.view import Rate, Seed, View

N_UNITS = 128


class ToggleView(View):
    """What is on the stage of *Toggle neurons*.

    ``mask`` has a character for each droppable unit, input first: "-" follows the coin,
    "0" dropped by hand, "1" kept by hand; empty when nothing was done by hand. ``drawn`` has a
    character for each pixel, "0" to "9" and "a" to "g" for 0 to 16; empty when ``image``, an index
    into the test digits, is shown. ``label`` is the label taken as true, -1 for the image's own.
    """

    network: NetworkName = "with"
    image: Annotated[int, Field(ge=0, le=449)] = 339
    drawn: Annotated[str, Field(pattern=r"^([0-9a-g]{64})?$")] = ""
    label: Annotated[int, Field(ge=-1, le=9)] = -1
    p: Rate = 0.4
    p_input: Rate = 0.0
    seed: Seed = 7
    mode: Mode = "training"
    scaling: Scaling = "inverted"
    mask: Annotated[str, Field(pattern=rf"^([-01]{{{N_UNITS}}})?$")] = ""
    edges: Literal["signal", "gradient"] = "signal"


def kept_units(view: ToggleView) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Which of the 128 droppable units are kept, bool of shape (128,), as the stage shows it."""
    u = coin_row(view.seed, N_UNITS)
    rates = np.repeat([view.p_input, view.p], [64, N_UNITS - 64])
    kept = np.ones(N_UNITS, bool) if view.mode == "inference" else keep_mask(u, rates)
    if view.mask:
        by_hand = np.array(list(view.mask))
        kept = np.where(by_hand == "-", kept, by_hand == "1")
    return kept

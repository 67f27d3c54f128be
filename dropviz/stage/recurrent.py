"""Typed face of the recurrent picture, opened in *Variants*: masks over time, and memory."""

from __future__ import annotations

import math
from collections.abc import Callable

from dropviz.core.recurrent import COINS_SHAPE, MOST_TIMES, N_CELLS, RULES
from dropviz.stage.coin_rows import coin_rows
from dropviz.stage.component import mount
from dropviz.stage.variants import VariantsView
from dropviz.stage.view import Imposed

N_COINS = math.prod(COINS_SHAPE)
_SIZES = {
    "cells": N_CELLS,
    "most_times": MOST_TIMES,
    "rules": list(RULES),
}


def show(
    view: VariantsView, imposed: Imposed, *, key: str, on_view_change: Callable[[], None]
) -> None:
    """Show the stage. Its state ``view`` is a dict for ``VariantsView.accept``."""
    data = _SIZES | {"coins": coin_rows(view.seed, N_COINS)}
    mount("recurrent", data, imposed, key=key, on_view_change=on_view_change)

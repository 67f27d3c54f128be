"""Typed face of the recurrent picture, opened in *Variants*: masks over time, and memory."""

from __future__ import annotations

import math
from collections.abc import Callable

from dropviz.core.recurrent import COINS_SHAPE, MOST_TIMES, N_CELLS, RULES
from dropviz.stage.coin_rows import coin_rows
from dropviz.stage.component import Imposed, stage_component
from dropviz.stage.variants import VariantsView, titles

N_COINS = math.prod(COINS_SHAPE)
_CONSTANT = {
    "cells": N_CELLS,
    "most_times": MOST_TIMES,
    "rules": list(RULES),
    "titles": titles("recurrent"),
}

_mount = stage_component(
    "recurrent",
    "plotting.js",
    "coin_rows.js",
    "pictures.js",
    "variant_bar.js",
    "recurrent_memory.js",
    "recurrent_words.js",
    "recurrent_panels.js",
    "recurrent_survival.js",
    "recurrent.js",
)


def show(
    view: VariantsView,
    imposed: Imposed,
    *,
    key: str,
    on_view_change: Callable[[], None],
    arrived: bool = False,
) -> None:
    """Show the stage. Its state ``view`` is a dict for ``VariantsView.accept``.

    arrived : whether it takes the place of the gallery just now
    """
    now = {"coins": coin_rows(view.seed, N_COINS), "arrived": arrived}
    data = _CONSTANT | imposed.as_data() | now
    _mount(key=key, data=data, on_view_change=on_view_change)

"""Typed face of the recurrent picture, opened in *Variants*: masks over time, and memory."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from dropviz.core.recurrent import COINS_SHAPE, FEWEST_TIMES, MOST_TIMES, N_CELLS
from dropviz.stage.coin_rows import coin_rows
from dropviz.stage.component import mount
from dropviz.stage.variants import VariantsView
from dropviz.stage.view import Imposed
from dropviz.variants import VARIANTS

N_COINS = math.prod(COINS_SHAPE)


def packed_rules() -> list[dict[str, Any]]:
    """The recurrent variants for ``memoryOf`` in ``recurrent/memory.js``, and what is said."""
    shown = {slug: one.on_stage for slug, one in VARIANTS.items() if one.family == "recurrent"}
    return [
        asdict(about.memory)
        | {"slug": slug, "name": about.name, "says": about.says}
        | {"formula": about.formula, "place": about.place}
        for slug, about in shown.items()
        if about and about.memory
    ]


_SIZES = {
    "cells": N_CELLS,
    "fewest_times": FEWEST_TIMES,
    "most_times": MOST_TIMES,
    "rules": packed_rules(),
}


def show(
    view: VariantsView, imposed: Imposed, *, key: str, on_view_change: Callable[[], None]
) -> None:
    """Show the stage. Its state ``view`` is a dict for ``VariantsView.accept``."""
    data = _SIZES | {"coins": coin_rows(view.seed, N_COINS)}
    mount("recurrent", data, imposed, key=key, on_view_change=on_view_change)

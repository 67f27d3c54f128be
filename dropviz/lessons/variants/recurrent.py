"""What Python sends to the recurrent picture in *Variants*: masks over time, and memory."""

from __future__ import annotations

import math
from typing import Literal

from typing_extensions import TypedDict

from dropviz.core.recurrent import COINS_SHAPE, FEWEST_TIMES, MOST_TIMES, N_CELLS
from dropviz.lessons.variants.view import VariantsView
from dropviz.stage.coin_rows import PackedCoins, coin_rows
from dropviz.variants import VARIANTS

N_COINS = math.prod(COINS_SHAPE)


class PackedRule(TypedDict):
    """A recurrent variant: its ``Memory``, and what is said of it (``StageFacts``)."""

    slug: str
    on: Literal["h", "c", "g"]
    once: bool
    holds: bool
    name: str
    says: str
    formula: str
    place: str


class RecurrentPayload(TypedDict):
    """The rules, how many cells and at most how many steps are shown, and coins in hundredths."""

    cells: int
    fewest_times: int
    most_times: int
    rules: list[PackedRule]
    coins: PackedCoins


def packed_rules() -> list[PackedRule]:
    """The recurrent variants for ``memoryOf`` in ``recurrent/memory.js``, and what is said."""
    shown = {slug: one.on_stage for slug, one in VARIANTS.items() if one.family == "recurrent"}
    return [
        {
            "slug": slug,
            "on": about.memory.on,
            "once": about.memory.once,
            "holds": about.memory.holds,
            "name": about.name,
            "says": about.says,
            "formula": about.formula,
            "place": about.place,
        }
        for slug, about in shown.items()
        if about and about.memory
    ]


def payload(view: VariantsView) -> RecurrentPayload:
    """What ``recurrent/stage.js`` is sent."""
    return {
        "cells": N_CELLS,
        "fewest_times": FEWEST_TIMES,
        "most_times": MOST_TIMES,
        "rules": packed_rules(),
        "coins": coin_rows(view.seed, N_COINS),
    }

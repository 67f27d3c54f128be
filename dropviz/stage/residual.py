"""Typed face of the residual network, opened in *Variants*: blocks that vanish in each step."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from dropviz.core.residual import LAST_STEP, N_BLOCKS, N_EXAMPLES, WAYS, StepTimes
from dropviz.stage.coin_rows import coin_rows
from dropviz.stage.component import mount
from dropviz.stage.variants import VariantsView
from dropviz.stage.view import Imposed
from dropviz.variants import VARIANTS

N_COINS = LAST_STEP * N_EXAMPLES * N_BLOCKS
COIN_PARTS = 100 * N_BLOCKS
"""Rates of blocks come in such parts: tenths of hundredths."""


@cache
def packed_variants() -> list[dict[str, Any]]:
    """Whose rate rises in a line, whose examples have coins of their own, what is scaled."""
    return [
        {
            "slug": slug,
            "name": variant.on_stage.name,
            "says": variant.on_stage.says,
            "linear": variant.rate_rule == "linear",
            "own": "example" not in variant.shared,
            "scaled": variant.scaled,
        }
        for slug, variant in VARIANTS.items()
        if variant.family == "residual" and variant.on_stage
    ]


def _packed_times(times: StepTimes | None) -> dict[str, Any] | None:
    if times is None:
        return None
    ways = {way: times.quartiles[way].round(3).tolist() for way in WAYS}
    return {"shares": times.shares.tolist(), "ways": ways}


def show(
    view: VariantsView,
    imposed: Imposed,
    *,
    key: str,
    on_view_change: Callable[[], None],
    times: StepTimes | None = None,
) -> None:
    """Show the stage. Its state ``view`` is a dict for ``VariantsView.accept``.

    times : measured on this server, if they are
    """
    data = {
        "variants": packed_variants(),
        "blocks": N_BLOCKS,
        "examples": N_EXAMPLES,
        "last_step": LAST_STEP,
        "times": _packed_times(times),
        "coins": coin_rows(view.seed, N_COINS, COIN_PARTS),
    }
    mount("residual", data, imposed, key=key, on_view_change=on_view_change)

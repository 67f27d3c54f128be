"""What to try in the lesson *Variants*."""

from __future__ import annotations

from dropviz.lessons.parts import Task
from dropviz.lessons.variants.view import VariantsView
from dropviz.variants import VARIANTS


def tasks(view: VariantsView) -> list[Task]:
    """Three things to try, each decided by the state of the stage."""
    variant = VARIANTS.get(view.variant)
    filled = variant is not None and variant.kind == "block" and view.block == variant.shape[-1]
    whole_maps = filled or (variant is not None and {"height", "width"} <= set(variant.shared))
    noise = variant is not None and variant.kind == "gaussian"
    return [
        Task("Open a variant in which all pixels of a feature map share one coin.", whole_maps),
        Task(
            "Open DropBlock and let its block grow until it fills the map: whose mask is that?",
            filled,
        ),
        Task(
            "Open a variant that drops nothing, and set p so that its noise is as large as that of "
            "dropout at p = 0.5.",
            noise and view.p == 0.5,
        ),
    ]

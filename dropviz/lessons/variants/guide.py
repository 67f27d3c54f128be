"""The guides of *Variants*: one of the gallery, and one of each family for a variant opened."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from dropviz.lessons.variants import family_guides
from dropviz.lessons.variants.view import VariantsView
from dropviz.stage.guide import Check, Guide, GuideScene
from dropviz.variants import VARIANTS

GUIDE = Guide(
    name="variants",
    minutes=3,
    scenes=(
        GuideScene(
            name="one_rule",
            view=VariantsView(),
            shows=("coins", "cards", "caption"),
            ask="One rule makes most of these masks. In what do they differ?",
            answers=(
                "In how much is dropped",
                "In which numbers share a coin",
                "In which network they stand",
            ),
            do="Press Flip the coins twice, and watch what goes out together.",
        ),
        GuideScene(
            name="at_one",
            view=VariantsView(),
            shows=("rate", "cards", "caption"),
            ask="At p = 1 every coin says: drop. Is every card then crossed all over?",
            answers=("Yes, all of them", "No, one keeps a part"),
            do="Drag the dropout rate p to 1.",
        ),
        GuideScene(
            name="building",
            view=VariantsView(),
            shows=("building",),
            ask="A transformer reads a very large text once. How much dropout is there to begin "
            "with?",
            answers=("p = 0.5", "p = 0.1", "None"),
            do="Under What are you building, choose transformer, then much data.",
        ),
    ),
    keep="Ask which numbers share a coin, and what a neighbour could give away.",
    checks=(
        Check(
            "Why does spatial dropout drop whole feature maps?",
            (
                "It is faster",
                "Neighbouring pixels are alike, and would give a single one away",
                "It drops less",
            ),
            1,
            "A gap of one pixel is easily guessed from the pixels beside it.",
        ),
        Check(
            "One coin stands for an example and a channel. It says drop. What goes out?",
            ("One pixel", "The whole map of that example", "That channel in all examples"),
            1,
            "All numbers that share the coin go out together: here the pixels of one map.",
        ),
    ),
    leads_to="check",
    opens=tuple(
        (f"variants?variant={slug}&scene=1", VARIANTS[slug].title)
        for slug in ("drop_connect", "lstm_variational", "attention", "stochastic_depth_batch")
    ),
)


def guide_of(view: VariantsView) -> Guide:
    """The guide of what is on the stage: the gallery, or the family of the variant opened."""
    return of_family(view.variant) if view.variant else GUIDE


@cache
def of_family(slug: str) -> Guide:
    """The guide of a variant's family; scenes that name no variant keep this one."""
    guide = family_guides.GUIDES[VARIANTS[slug].family]
    scenes = (
        scene if _variant(scene) else replace(scene, view=_opened(scene, slug))
        for scene in guide.scenes
    )
    return replace(guide, scenes=tuple(scenes))


def _variant(scene: GuideScene) -> str:
    return str(getattr(scene.view, "variant", ""))


def _opened(scene: GuideScene, slug: str) -> VariantsView:
    """The view of a scene with that variant opened."""
    view = scene.view.model_copy(update={"variant": slug})
    assert isinstance(view, VariantsView)
    return view

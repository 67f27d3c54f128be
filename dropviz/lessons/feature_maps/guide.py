"""The guide of *Feature maps*."""

from __future__ import annotations

from dropviz.lessons.feature_maps.view import FeatureMapsView
from dropviz.stage.guide import Check, Guide, GuideScene

FLOWER = FeatureMapsView(source="photo", p=0.25)

GUIDE = Guide(
    name="feature_maps",
    minutes=6,
    scenes=(
        GuideScene(
            name="one_map",
            view=FLOWER,
            shows=("network", "slide"),
            ask="Each of 16 filters slides over the photo, and marks in its map where its pattern "
            "is. One map goes off. What changes?",
            answers=("Its colour", "Light and dark: its edges", "Nothing that one sees"),
            do="Slide a filter, then click a map. The coloured square beside it is its pattern. R² "
            "below the right picture says how much of the photo is there: 1 is all.",
        ),
        GuideScene(
            name="neighbours",
            view=FLOWER.model_copy(update={"way": "spatial"}),
            shows=("ways", "average"),
            ask="A quarter goes: single pixels of the maps, or whole maps. Which can be rebuilt "
            "better?",
            answers=("What single pixels leave", "What whole maps leave", "Both alike"),
            do="One throw of the coins may mislead: press Average over many coins.",
        ),
        GuideScene(
            name="three_ways",
            view=FeatureMapsView(p=0.3, way="spatial"),
            shows=("digit", "ways", "shares", "blocks", "average", "coins"),
            ask="A network reads an 8, and 30 % of its maps are dropped. Which way loses the 8 "
            "most often?",
            answers=("Single pixels", "Squares of pixels", "Whole maps"),
            do="Flip the coins a few times, then press Average over many coins.",
        ),
    ),
    keep="Neighbours give a dropped pixel away. What is dropped together leaves a real gap.",
    checks=(
        Check(
            "Why drop whole maps after a convolution?",
            (
                "It drops more numbers",
                "Neighbouring pixels tell what a dropped one was",
                "It is faster",
            ),
            1,
            "At the same share, what is dropped together cannot be filled in from beside it.",
        ),
        Check(
            "nn.Dropout2d(0.25) on 16 maps: how many coins are thrown for one image?",
            ("16", "One for each pixel", "One"),
            0,
            "One coin for each map; all pixels of the map share it.",
        ),
    ),
    leads_to="variants",
)

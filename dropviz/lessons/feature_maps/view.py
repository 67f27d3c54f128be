"""What is chosen on the stage of *Feature maps*."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dropviz.data.conv_networks import ConvName
from dropviz.data.photos import (
    PhotoName,
)
from dropviz.stage.view import Rate, Seed, TrialView

MAP_SHAPES = ((8, 8, 8), (16, 4, 4))  # maps, rows, columns of each block
N_MAPS = sum(shape[0] for shape in MAP_SHAPES)
N_PIXELS = sum(maps * rows * columns for maps, rows, columns in MAP_SHAPES)
N_FILTERS = 16
LARGEST_BLOCK = 8

Way = Literal["hand", "element", "spatial", "block"]


class FeatureMapsView(TrialView):
    """What is on the stage of *Feature maps*.

    ``way`` says what drops: a person alone ("hand"; nothing is rescaled), or coins, pixel by pixel
    ("element"), map by map ("spatial"), or in squares of ``block`` pixels ("block"; where a map is
    smaller than the square, the square is as large as the map). What is done by hand comes on top:
    ``mask`` has a character for each of the 24 maps, those of block 1 first, "0" off, "1" on
    whatever its coins say, "-" as its coins say; in ``pixels`` (the 768 pixels of the maps in the
    same order, row by row, 4 to a hexadecimal digit, the first one highest) a 1 is a pixel that is
    off in any case. Empty when nothing was done by hand. ``photo_mask`` is ``mask`` for the
    filters of the photo view. ``drawn`` is as in *Toggle neurons*. ``many`` says whether the three
    ways are averaged over many coins.
    """

    source: Literal["digits", "photo"] = "digits"
    network: ConvName = "plain"
    image: Annotated[int, Field(ge=0, le=449)] = 339
    drawn: Annotated[str, Field(pattern=r"^([0-9a-g]{64})?$")] = ""
    photo: PhotoName = "flower"
    p: Rate = 0.3
    block: Annotated[int, Field(ge=1, le=LARGEST_BLOCK)] = 3
    seed: Seed = 7
    way: Way = "hand"
    many: bool = False
    mask: Annotated[str, Field(pattern=rf"^([-01]{{{N_MAPS}}})?$")] = ""
    pixels: Annotated[str, Field(pattern=rf"^([0-9a-f]{{{N_PIXELS // 4}}})?$")] = ""
    photo_mask: Annotated[str, Field(pattern=rf"^([-01]{{{N_FILTERS}}})?$")] = ""

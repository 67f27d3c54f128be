"""What a person chose in *Variants*: the gallery, or a variant that is opened."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from dropviz.core.recurrent import FEWEST_TIMES, MOST_TIMES
from dropviz.core.residual import LAST_STEP
from dropviz.lessons.variants.advice import Amount, Norm
from dropviz.stage.view import Rate, Seed, TrialView
from dropviz.variants import VARIANTS
from dropviz.variants.base import Variant
from dropviz.variants.facts import N_STEPS

LARGEST_BLOCK = 6
LONGEST_TYPED = 60
LAST_WINDOW = 2000


def _known(slug: str) -> str:
    slug = slug.lower()
    if slug and slug not in VARIANTS:
        raise ValueError(f"{slug!r} is no variant")
    return slug


class VariantsView(TrialView):
    """What is on the stage of *Variants*.

    ``variant`` is the one that is opened, none in the gallery; ``family`` those the gallery shows,
    the network that one builds; with ``amount`` of data, and batch ``norm`` or not, it decides what
    is advised.
    ``block`` is the side of DropBlock's squares, ``at`` the step in which early dropout ends and
    late dropout begins. In the transformer,
    ``places`` names those that drop (empty: the variant's own; "none"), ``window`` is where it
    reads in the text it was not trained on, ``typed`` what was typed for it to read instead, as it
    was typed. ``times`` is how long a recurrent cell remembers, ``step`` a training step of the
    residual network.
    """

    LANDMARKS = ("variant", "run")

    variant: Annotated[str, AfterValidator(_known)] = ""
    family: Literal["all", "dense", "conv", "recurrent", "transformer", "residual"] = "all"
    amount: Amount = "little"
    norm: Norm = "no"
    p: Rate = 0.3
    seed: Seed = 7
    block: Annotated[int, Field(ge=1, le=LARGEST_BLOCK)] = 3
    at: Annotated[int, Field(ge=0, le=N_STEPS)] = N_STEPS // 2
    places: Annotated[str, Field(pattern=r"^[a-z_,]{0,80}$")] = ""
    window: Annotated[int, Field(ge=0, le=LAST_WINDOW)] = 918
    typed: Annotated[str, Field(max_length=LONGEST_TYPED)] = ""
    times: Annotated[int, Field(ge=FEWEST_TIMES, le=MOST_TIMES)] = 20
    step: Annotated[int, Field(ge=1, le=LAST_STEP)] = 1


def drawn_elsewhere(variant: Variant) -> bool:
    """Whether an opened variant has a stage of its family: transformer, recurrent, residual."""
    return variant.family in ("transformer", "recurrent", "residual")

"""What is chosen on the stage of *Check yourself*."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from dropviz.lessons.check.card import Topic
from dropviz.lessons.check.cards import CARDS
from dropviz.stage.view import View

MOST_ANSWERS = 4


def _known(name: str) -> str:
    if name and name not in CARDS:
        raise ValueError(f"{name!r} is no card")
    return name


class CardsView(View):
    """What is on the stage of *Check yourself*.

    topic : of the cards that are asked; all of them where they are mixed
    card : the one on the stage, by name; "" for the next that is due
    answer : what was answered: -1 nothing yet, else a place, or one that there is not where the
        answer was revealed without a choice
    """

    topic: Literal["mixed"] | Topic = "mixed"
    card: Annotated[str, AfterValidator(_known)] = ""
    answer: Annotated[int, Field(ge=-1, le=MOST_ANSWERS)] = -1

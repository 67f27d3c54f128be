"""What a card of *Check yourself* is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from dropviz.stage.view import View

Topic = Literal["scaling", "masks", "modes", "places", "helps", "theory"]
TOPICS: dict[Topic, str] = {
    "scaling": "Scaling",
    "masks": "Masks and sub-networks",
    "modes": "Training or inference",
    "places": "Where it goes",
    "helps": "Does it help?",
    "theory": "Why it works",
}


@dataclass(frozen=True)
class Shown:
    """Where an answer can be seen.

    lesson, view : the lesson, and the state that is put on its stage
    place : the anchor of a heading below the stage, to which the page scrolls
    finds : what stands on the page then
    """

    lesson: str
    view: View
    finds: tuple[str, ...]
    place: str = ""

    @property
    def link(self) -> str:
        """The lesson with its parameters, as an address beside that of the page."""
        link = f"{self.lesson}?{urlencode(self.view.to_query())}"
        return f"{link}#{self.place}" if self.place else link


@dataclass(frozen=True)
class Card:
    """A question to think about.

    name : under which the browser keeps how well it is known
    answers : two to four to choose from, or the one that is revealed
    right : place of the right one
    why : its reason
    show : where it can be seen; None while no lesson shows it
    """

    name: str
    topic: Topic
    ask: str
    answers: tuple[str, ...]
    why: str
    show: Shown | None = None
    right: int = 0

"""What the stage of *Check yourself* is sent."""

from __future__ import annotations

from functools import cache

from typing_extensions import TypedDict

from dropviz.catalogue import lesson
from dropviz.lessons.check.card import TOPICS, Card
from dropviz.lessons.check.cards import CARDS


class CardPayload(TypedDict):
    """A card, as ``Card`` has it.

    href, lesson : link and title of the lesson that shows the answer; empty where none does
    """

    name: str
    topic: str
    ask: str
    answers: list[str]
    right: int
    why: str
    href: str
    lesson: str


class CardsPayload(TypedDict):
    """The cards in the order in which they are first asked, and the titles of their topics."""

    cards: list[CardPayload]
    topics: dict[str, str]


@cache
def payload() -> CardsPayload:
    """What ``check/stage.js`` is sent."""
    return CardsPayload(
        cards=[_card(one) for one in CARDS.values()],
        topics={str(name): title for name, title in TOPICS.items()},
    )


def ways() -> set[str]:
    """The lessons that show an answer."""
    return {one.show.lesson for one in CARDS.values() if one.show}


def _card(card: Card) -> CardPayload:
    return CardPayload(
        name=card.name,
        topic=card.topic,
        ask=card.ask,
        answers=[*card.answers],
        right=card.right,
        why=card.why,
        href=card.show.link if card.show else "",
        lesson=lesson(card.show.lesson).title if card.show else "",
    )

"""The cards of *Check yourself*, by name, in the order in which they are first asked."""

from __future__ import annotations

from dataclasses import replace
from zlib import crc32

from dropviz.lessons.check.card import Card
from dropviz.lessons.check.how_it_works import MASKS, MODES, SCALING
from dropviz.lessons.check.where_and_why import HELPS, PLACES, THEORY


def turned(card: Card) -> Card:
    """A card of three answers with these in another order, so that no place is right too often.

    Its name decides, so that the order stays when cards come and go.
    """
    if len(card.answers) != 3:
        return card
    by = crc32(card.name.encode()) % 3
    answers = card.answers[by:] + card.answers[:by]
    return replace(card, answers=answers, right=(card.right - by) % 3)


CARDS: dict[str, Card] = {
    card.name: turned(card) for card in (*HELPS, *SCALING, *MASKS, *MODES, *PLACES, *THEORY)
}

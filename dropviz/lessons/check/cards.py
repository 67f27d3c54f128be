"""The cards of *Check yourself*, by name, in the order in which they are first asked."""

from __future__ import annotations

from dropviz.lessons.check.card import Card
from dropviz.lessons.check.how_it_works import MASKS, MODES, SCALING
from dropviz.lessons.check.where_and_why import HELPS, PLACES, THEORY

CARDS: dict[str, Card] = {
    card.name: card for card in (*HELPS, *SCALING, *MASKS, *MODES, *PLACES, *THEORY)
}

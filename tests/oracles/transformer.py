"""Which places of the drawn transformer drop, of which the browser has its own."""

from __future__ import annotations

from dropviz.core.transformer import PLACES
from dropviz.lessons.variants.transformer import own_places
from dropviz.lessons.variants.view import VariantsView


def places_on(view: VariantsView) -> tuple[str, ...]:
    """The places that drop: those in the view, or those that its variant is about."""
    if not view.places:
        return own_places().get(view.variant, ())
    chosen = view.places.split(",")
    return tuple(place for place in PLACES if place in chosen)

"""What to read of the variants."""

from __future__ import annotations

from collections.abc import Sequence

from dropviz.core.writing import Source
from dropviz.variants import VARIANTS


def sources(slug: str) -> Sequence[Source]:
    """The sources of a variant; for the gallery, "", those of dropout itself."""
    return VARIANTS[slug or "dropout"].sources

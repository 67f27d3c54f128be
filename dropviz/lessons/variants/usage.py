"""Where each variant goes and which rates are usual, each with its source and how firm it is."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Usage


def listed(variant: Variant) -> str:
    """A variant's usual rates as a Markdown list, with places and sources."""

    def line(use: Usage) -> str:
        where = use.where[0].upper() + use.where[1:]
        return f"- **{where}**: {use.rate}. Source: {use.source}; {use.firm}."

    return "\n".join(map(line, variant.usages)).replace(" %", "\N{NO-BREAK SPACE}%")

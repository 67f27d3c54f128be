"""Where each variant goes and which rates are usual, each with its source and how firm it is."""

from __future__ import annotations

from dropviz.variants.base import Variant
from dropviz.variants.facts import Usage
from dropviz.variants.parts.usages import MARKS


def listed(variant: Variant) -> str:
    """A variant's usual rates as a Markdown list, with places and sources."""

    def line(use: Usage) -> str:
        where = use.where[0].upper() + use.where[1:]
        return f"- **{where}**: {use.rate}. Source: {use.source} `{use.firm}`"

    return "\n".join(map(line, variant.usages)).replace(" %", "\N{NO-BREAK SPACE}%")


def legend(variant: Variant) -> str:
    """What the marks of evidence at a variant's usual rates mean."""
    marks = dict.fromkeys(use.firm for use in variant.usages)
    return " ".join(f"`{mark}`: {MARKS[mark]}." for mark in marks)

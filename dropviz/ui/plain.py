"""Text of a person, a link or a file as Markdown that shows just its characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

JOINER = "\N{WORD JOINER}"
"""Seen by nobody; what it stands in is no address, arrow or emoji to Streamlit any more."""
READ_INTO_TEXT = re.compile(
    r"https?:(?=//) | www(?=\.) | (?<=\S)(?=@) | :(?=[\w+/-]+:) | [-<>~](?=[->=])",
    re.VERBOSE | re.IGNORECASE,
)
"""Where Streamlit's Markdown makes more of plain text, though each mark in it is escaped."""
LONGEST_SHOWN, MOST_SHOWN = 40, 3


def plain(text: str) -> str:
    """Text as Markdown that shows just these characters, on one line.

    No markup, HTML, formulas, links, emoji or typographic arrows come of it.
    """
    line = READ_INTO_TEXT.sub(rf"\g<0>{JOINER}", " ".join(text.split()))
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", line)


def cut(text: str) -> str:
    """Text of a link, cut to a length that fits a sentence; control characters are spelt out."""
    short = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    return repr(short)[1:-1]


def listed_few(texts: Sequence[str]) -> str:
    """The first few of them as an enumeration, and how many more there are."""
    rest = len(texts) - MOST_SHOWN
    few = [*texts[:MOST_SHOWN], *([f"{rest} more"] if rest > 0 else [])]
    return f"{', '.join(few[:-1])} and {few[-1]}" if len(few) > 1 else few[0]

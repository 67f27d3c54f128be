"""Text from files, links and people, so that Streamlit shows it as it is."""

from __future__ import annotations

import re


def plain(text: str) -> str:
    """Text as Markdown that shows just these characters: no markup, no HTML, no formulas."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))

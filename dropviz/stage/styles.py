"""The colours and styles of a stage."""

from __future__ import annotations

from pathlib import Path

from dropviz.figures.theme import css_variables

BROWSER = Path(__file__).parent / "browser"
BUNDLES = Path(__file__).parent / "bundles"
SHARED = ("shared/stage.css", "shared/guide.css", "shared/presenter.css")


def stage_styles(*files: str) -> str:
    """The colours and shared styles, and those of ``files`` in ``browser/`` that there are."""
    found = [BROWSER / file for file in (*SHARED, *files)]
    return "\n".join(
        [css_variables(), *(file.read_text("utf-8") for file in found if file.exists())]
    )

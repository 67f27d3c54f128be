"""What a lesson consists of beside its stage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """Something to try, and whether what is on the stage now fulfils it."""

    text: str
    done: bool


@dataclass(frozen=True)
class Formula:
    """A formula in LaTeX with the live numbers put in, after a sentence that says what it is."""

    says: str
    latex: str


@dataclass(frozen=True)
class Source:
    """A publication, and what it does and does not show."""

    citation: str
    shows: str

"""What is written of dropout: formulas with live numbers, and publications."""

from __future__ import annotations

from dataclasses import dataclass


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


MEANING_OF_P = (
    "p is the chance of being *dropped*, as in PyTorch. In the 2014 paper it is the chance of "
    "being *kept*."
)


def kept_factor(p: float) -> str:
    """The factor 1 / (1 - p) on what is kept, in LaTeX with its value; "y = 0" at p = 1."""
    if p == 1.0:
        return r"p = 1:\ y = 0"
    return rf"\frac{{1}}{{1-p}} = \frac{{1}}{{{1 - p:.2f}}} = {1 / (1 - p):.2f}"


def plain_latex(value: float, digits: int = 3) -> str:
    """A number with so many digits in LaTeX, with a power of ten where zeros would hide them."""
    shown, _, power = f"{value:.{digits}g}".partition("e")
    return rf"{shown} \cdot 10^{{{int(power)}}}" if power else shown

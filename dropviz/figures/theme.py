"""Every colour of dropviz, and how figures look.

Okabe-Ito colours, safe for colour-blind people, with one meaning each in every lesson:
with dropout = orange, without = blue, dropped or not resolved = grey, theory = ink. Classes of
points in a plane are green, purple and yellow: never the colours of arms.
Never by colour alone: shapes, dashes and labels say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Base = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """Colours for one background."""

    with_dropout: str
    without_dropout: str
    dropped: str
    theory: str
    positive: str
    negative: str
    class_one: str
    class_two: str
    class_three: str
    ink: str
    quiet: str
    background: str


PALETTES: dict[Base, Palette] = {
    "light": Palette(
        with_dropout="#D55E00",
        without_dropout="#0072B2",
        dropped="#8A8A94",
        theory="#22222B",
        positive="#009E73",
        negative="#B5548F",
        class_one="#009E73",
        class_two="#B5548F",
        class_three="#A08C00",
        ink="#22222B",
        quiet="#5F5F6B",
        background="#FFFFFF",
    ),
    "dark": Palette(
        with_dropout="#E69F00",
        without_dropout="#56B4E9",
        dropped="#8A8A94",
        theory="#ECECF1",
        positive="#2CC49B",
        negative="#E08CC0",
        class_one="#2CC49B",
        class_two="#E08CC0",
        class_three="#F0E442",
        ink="#ECECF1",
        quiet="#A9A9B6",
        background="#15151B",
    ),
}


def css_variables() -> str:
    """The palettes as CSS for stage and guide: ``--dv-<name>``, light unless under .dark."""

    def block(selector: str, base: Base) -> str:
        lines = (
            f"--dv-{name.replace('_', '-')}: {colour};"
            for name, colour in vars(PALETTES[base]).items()
        )
        return f"{selector} {{ {' '.join(lines)} }}"

    return "\n".join((block(".stage, .guide", "light"), block(".dark", "dark")))

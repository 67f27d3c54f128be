"""The formula that most variants share, written from their axes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dropviz.core.writing import Formula, kept_factor
from dropviz.variants.base import Variant
from dropviz.variants.facts import Stage

LETTERS = {
    "example": "n", "unit": "i", "channel": "c", "height": "h", "width": "w", "length": "l",
    "depth": "d", "time": "t", "head": "a", "query": "q", "key": "k", "block": "b", "step": "s",
    "pass": "r", "out": "o", "in": "i",
}  # fmt: skip
Formulas = Callable[[Variant, Stage], list[Formula]]


def coin_formulas(variant: Variant, stage: Stage) -> list[Formula]:
    """The formula of dropout by coins, written from the variant's axes alone.

    Entries carry all indices, coins those that are not shared.
    """
    p = stage.p
    entry, coin = index(variant.layout.axes), index(variant.own)
    if variant.words:
        coin = r"n,\text{word}(n,t)"
    named = ", ".join(f"${LETTERS[name]}$ {name}" for name in variant.layout.axes)
    noise = "" if p == 1.0 else (
        rf" \\ \mathrm{{Var}}\,y = \frac{{p}}{{1-p}}\,x^2 = {p / (1 - p):.2f}\,x^2"
    )  # fmt: skip
    return [
        Formula(
            f"The indices: {named}. {_sharing(variant)}",
            rf"y_{{{entry}}} = \frac{{[\,u_{{{coin}}} \ge p\,]}}{{1 - p}} \, x_{{{entry}}}, \qquad "
            + kept_factor(p)
            + noise,
        )
    ]


def _sharing(variant: Variant) -> str:
    """Which entries have one coin together."""
    if variant.words:
        return "One coin decides for all units of a word, wherever it stands."
    if variant.shared:
        return f"One coin decides for every {' and '.join(variant.shared)}."
    return "Each entry has a coin of its own."


def coin_formulas_and(more: Formulas) -> Formulas:
    """A function that gives ``coin_formulas``, followed by the formulas of a variant."""
    return lambda variant, stage: [*coin_formulas(variant, stage), *more(variant, stage)]


def index(names: Iterable[str]) -> str:
    """The letters of axes, as an index."""
    return "".join(LETTERS[name] for name in names)

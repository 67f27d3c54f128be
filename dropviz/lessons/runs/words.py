"""Numbers and names as the sentences of *Live training* have them."""

from __future__ import annotations

import numpy as np

from dropviz.experiments.verdict import Effect, Verdict

NBSP = "\N{NO-BREAK SPACE}"
EFFECT_WORDS = {
    Effect.HELPED: "helped",
    Effect.HURT: "hurt",
    Effect.NO_DIFFERENCE: "no practical difference",
    Effect.NOT_RESOLVED: "not resolved",
}
LARGE = 1e4
"""From here on a number is written with a power of ten: its digits would not be read."""

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def subject(name: str) -> str:
    """An arm's name at the start of a sentence; a formula stays as it is."""
    return name if name.startswith("p =") else name[:1].upper() + name[1:]


def number_words(value: float, decimals: int = 3, *, sign: bool = False) -> str:
    """A number with so many decimals, or with a power of ten if it is large."""
    plus = "+" if sign else ""
    if abs(value) < LARGE:
        return f"{value:{plus}.{decimals}f}".replace("-", "−")
    digits, power = f"{value:{plus}.1e}".split("e")
    return f"{digits}·10{str(int(power)).translate(_RAISED)}".replace("-", "−")


def percent_words(share: float) -> str:
    """A share as percent, three digits at most."""
    return f"{100 * share:.3g}{NBSP}%"


def count_words(number: int, thing: str) -> str:
    """So many of a thing: "1 pair", "2 pairs"."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def amount(value: float, measure: str, half: float, *, sign: bool = False) -> str:
    """A difference in its unit, with as many decimals as an interval of that half-width merits."""
    scale, unit = (100, f"{NBSP}points") if measure == "error" else (1, "")
    wanted = 1 - np.floor(np.log10(half * scale)) if np.isfinite(half) and half > 0 else 3
    decimals = int(np.clip(wanted, 1 if measure == "error" else 2, 6))
    return number_words(scale * value, decimals, sign=sign) + unit


def interval_words(found: Verdict) -> str:
    """The interval of the difference with its level: "95 % interval −0.70 to −0.55"."""
    half = (found.high - found.low) / 2
    low, high = (amount(end, found.measure, half, sign=True) for end in (found.low, found.high))
    low = low.removesuffix(f"{NBSP}points")
    kind = "anytime interval" if found.anytime else "interval"
    return f"{level_words(found.level)} {kind} {low} to {high}"


def bracket_words(found: Verdict) -> str:
    """Mean and interval in short: "−0.61 [−0.71, −0.51]"; the mean alone where it has none."""
    if not found.pairs:
        return "no pair was finished"
    half = (found.high - found.low) / 2
    mean = amount(found.mean, found.measure, half, sign=True)
    if not np.isfinite(half):
        return mean
    unit = f"{NBSP}points" if found.measure == "error" else ""
    low, high = (
        amount(end, found.measure, half, sign=True).removesuffix(unit)
        for end in (found.low, found.high)
    )
    return f"{mean.removesuffix(unit)} [{low}, {high}]{unit}"


def level_words(level: float) -> str:
    """A confidence level, from 0 to 1, as percent."""
    return f"{100 * level:.4g}{NBSP}%"

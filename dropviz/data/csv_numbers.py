"""Texts of a person's table as numbers, however these are written: $ (1,234.50), 3,5 %, 70 kg."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

INFINITE = {"inf", "infinity", "∞"}
LONGEST_NUMBER = 60
"""Characters; what is longer is no number, so that no text costs much to look at."""
UNIT_SHARE = 0.5
"""Share of a column's numbers that have its unit; a unit that fewer have is no unit."""

PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
DASHES = "−–‒﹣－"
"""Signs that are written for a minus, beside the hyphen."""
TO_HYPHEN = str.maketrans(dict.fromkeys(DASHES, "-"))
SPACES = " \u00a0\u2007\u2009\u202f"
GROUPED = re.compile(rf"[0-9]{{1,3}}([{SPACES}'’])[0-9]{{3}}(?:\1[0-9]{{3}})*(?:[.,][0-9]*)?")
"""Thousands apart by spaces or apostrophes, of one kind in a number."""
SPACED = re.compile(rf"[{SPACES}'’]")
COMMA_IN_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
POINT_IN_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
DECIMAL_COMMA = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)?(?:,[0-9]*)?")

SYMBOL = "[A-Z]{0,3}[$€£¥¢₹₩₽₺₴₪₫฿₿₦₱]"
CODE = "USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|ZAR|Rs\\.?|kr\\.?|Fr\\."
CURRENCY = re.compile(f"{SYMBOL}|{CODE}")
UNIT = r"%|‰|°|[a-z]{0,2}m[23]|°?(?![eE]\b)[^\W\d_]{1,6}(?:/[^\W\d_]{1,6})?"
SHAPE = re.compile(
    rf"(?P<minus>[-+]?)[{SPACES}]*(?P<before>{SYMBOL}|{CODE}|%)?[{SPACES}]*(?P<inner>[-+]?)"
    rf"(?P<core>[0-9][0-9.,'’{SPACES}]*|[.,][0-9]+)(?P<power>(?:[eE][+-]?[0-9]+)?)"
    rf"[{SPACES}]*(?P<after>{SYMBOL}|{UNIT})?(?P<late>-?)"
)
BRACKETS = re.compile(r"([^()0-9]*)\(([^()]*[0-9][^()]*)\)([^()0-9]*)")


class Written(NamedTuple):
    """A number as it is written: sign, digits with their marks, power of ten, unit."""

    negative: bool
    core: str
    power: str = ""
    unit: str = ""
    bracketed: bool = False


@dataclass(frozen=True)
class Numbers:
    """The numbers found in texts.

    meanings : the number that each text is; texts that are none are not in it
    unit : what stands before or after them; empty where nothing does
    marks : how they are written, in words
    """

    meanings: dict[str, float]
    unit: str = ""
    marks: tuple[str, ...] = ()


def numbers_in(texts: Sequence[str], delimiter: str) -> Numbers:
    """The number that each text is, all read in one way.

    Commas are thousands where all of them can be, and something says that they are not decimals (an
    unquoted comma would have ended the cell, several in one number, a point beside them, a
    currency); else decimal commas. Points are thousands where several stand in one number, or
    beside a currency, and all of them can be. Numbers of another unit than the usual are none.
    """
    written = {text: found for text in texts if (found := _written(text))}
    unit = _usual_unit(written.values())
    kept = {text: found for text, found in written.items() if found.unit in ("", unit)}
    cores = {found.core for found in kept.values()}
    mark, plain = _separators(cores, delimiter, bool(CURRENCY.fullmatch(unit)))
    meanings = {}
    for text, found in kept.items():
        if PLAIN.fullmatch(bare := plain(found.core) + found.power):
            meanings[text] = -float(bare) if found.negative else float(bare)
    for text in texts:
        bare = text.translate(TO_HYPHEN)
        if bare.lstrip("+-").lower() in INFINITE:
            meanings[text] = -np.inf if bare.startswith("-") else np.inf
    return Numbers(meanings, unit, _marks(mark, {t: kept[t] for t in meanings if t in kept}))


def _written(text: str) -> Written | None:
    if len(text) > LONGEST_NUMBER:
        return None
    if PLAIN.fullmatch(text):
        bare, e, power = text.lower().partition("e")
        return Written(text.startswith("-"), bare.lstrip("+-"), e + power)
    bracketed = BRACKETS.fullmatch(text)
    bare = ("".join(bracketed.groups()) if bracketed else text).strip().translate(TO_HYPHEN)
    found = SHAPE.fullmatch(bare)
    if found is None:
        return None
    signs = found["minus"] + found["inner"] + found["late"]
    core = found["core"].strip()
    spaced = SPACED.search(core) and not GROUPED.fullmatch(core)
    if spaced or len(signs) + bool(bracketed) > 1:
        return None
    unit = (found["before"] or "") + (found["after"] or "")
    return Written("-" in signs or bool(bracketed), core, found["power"], unit, bool(bracketed))


def _usual_unit(written: Iterable[Written]) -> str:
    """The most frequent unit, if enough of the numbers have it."""
    units = Counter(found.unit for found in written)
    total = units.total()
    del units[""]
    ((unit, count),) = units.most_common(1) or [("", 0)]
    return unit if count >= UNIT_SHARE * total else ""


def _separators(
    cores: Collection[str], delimiter: str, is_money: bool
) -> tuple[str, Callable[[str], str]]:
    """How commas and points are read, in words, and a function that leaves a decimal point only."""
    cores = {SPACED.sub("", core) for core in cores}
    commas = [core for core in cores if "," in core]
    points = [core for core in cores if "." in core]
    if commas:
        grouped = all(map(COMMA_IN_THOUSANDS.fullmatch, commas))
        told = delimiter == "," or is_money or points or any(c.count(",") > 1 for c in commas)
        if grouped and told:
            return "commas between thousands", lambda core: SPACED.sub("", core).replace(",", "")
        if any(map(DECIMAL_COMMA.fullmatch, commas)):
            return "decimal commas", _with_decimal_point
    several = is_money or any(core.count(".") > 1 for core in points)
    if points and several and all(map(POINT_IN_THOUSANDS.fullmatch, points)):
        return "points between thousands", lambda core: SPACED.sub("", core).replace(".", "")
    return "", lambda core: SPACED.sub("", core)


def _with_decimal_point(core: str) -> str:
    """The digits of a number with a decimal comma; no number where it is written otherwise."""
    bare = SPACED.sub("", core)
    return bare.replace(".", "").replace(",", ".") if DECIMAL_COMMA.fullmatch(bare) else ""


def _marks(mark: str, read: Mapping[str, Written]) -> tuple[str, ...]:
    """How the texts that were read as numbers are written, in words; as numbers are: nothing."""
    said = {
        mark: True,
        "spaces between thousands": any(re.search(f"[{SPACES}]", w.core) for w in read.values()),
        "apostrophes between thousands": any(re.search("['’]", w.core) for w in read.values()),
        "brackets as a minus": any(w.bracketed for w in read.values()),
        "a dash as a minus": any(text.translate(TO_HYPHEN) != text for text in read),
    }
    return tuple(words for words, there in said.items() if words and there)

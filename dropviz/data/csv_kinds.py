"""What a column of a person's table most likely is, by its name and its cells, and why."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dropviz.data.csv_dates import Dates, dates_in
from dropviz.data.csv_numbers import Numbers, numbers_in

ColumnKind = Literal["number", "category", "date", "id", "row name", "left out"]
KINDS: tuple[ColumnKind, ...] = get_args(ColumnKind)
USED: tuple[ColumnKind, ...] = ("number", "category", "date")
"""Kinds that become inputs of a network."""

SHEET_ERRORS = {"#n/a", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "#null!"}
MISSING = {"", "na", "n/a", "nan", "null", "none", "?", "-", "--", "."} | SHEET_ERRORS
MAX_CATEGORIES = 30
FEW_CATEGORIES = 5
"""So many are categories however few cells are filled."""
MANY_IDS = 10
"""From more different values on, a name that says id is believed."""
SHARE = 0.9
"""Share of the filled cells that are numbers, or dates, from which the others are missing."""

SAME = "all values are the same"
EMPTY = "no cell is filled"
FINITE_SAME = "all values that are not infinite are the same"
INFINITE_ONLY = "all values are infinite"
COUNTS_ROWS = "it numbers the rows"
NAMED_ID = "its name says so"
OWN_TEXT = "another text in each row"
MANY_KINDS = f"text of more than {MAX_CATEGORIES} kinds"
FEW_OF_A_KIND = "few cells of each kind"
NO_NUMBERS = "fewer than two different numbers"
NO_DATES = "fewer than two different dates"
CHOSEN = "your choice"

WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|#")
ID_WORDS = {"id", "ids", "uuid", "guid"}
NUMBER_WORDS = {"index", "idx", "key", "nr", "no", "number", "num", "code", "row", "serial", "#"}
SHORT_WORDS = {"t", "f", "y", "n", "j", "m", "w", "no", "on", "ja", "si", "da", "o"}
"""Words of one or two letters that mean the same in capitals, unlike the genes AA, Aa and aa."""


@dataclass(frozen=True)
class Cells:
    """What stands in the cells of a column.

    texts : the cells, from the first row to the last
    counts : how many cells there are of each text that is not missing
    """

    texts: Sequence[str]
    counts: Mapping[str, int]
    numbers: Numbers
    dates: Dates

    @property
    def n_filled(self) -> int:
        """How many cells are not missing."""
        return sum(self.counts.values())

    @property
    def values(self) -> NDArray[np.float64]:
        """The number in each cell, shape (n,), NaN where there is none."""
        return np.array([self.numbers.meanings.get(text, np.nan) for text in self.texts])

    def share(self, meanings: Mapping[str, object]) -> float:
        """The share of the filled cells that have a meaning."""
        return sum(self.counts[text] for text in meanings) / max(self.n_filled, 1)


def cells_of(
    texts: Sequence[str], delimiter: str, missing: frozenset[float] = frozenset()
) -> Cells:
    """Look at the cells of a column; those with a number in ``missing`` hold none."""
    counts = {text: n for text, n in Counter(texts).items() if not is_missing(text)}
    numbers = numbers_in(list(counts), delimiter)
    for text in [text for text, value in numbers.meanings.items() if value in missing]:
        del counts[text], numbers.meanings[text]
    return Cells(texts, counts, numbers, dates_in(list(counts)))


def is_missing(cell: str) -> bool:
    """Whether a cell says that it holds no value."""
    return cell.lower() in MISSING


def guessed_kind(name: str, cells: Cells, *, is_first: bool) -> tuple[ColumnKind, str]:
    """The kind of a column, and why it is left out; nothing where it is used."""
    if not cells.counts:
        return "left out", EMPTY
    if len(cells.counts) > 1 and cells.share(cells.dates.meanings) >= SHARE:
        return "date", ""
    if cells.numbers.meanings and cells.share(cells.numbers.meanings) >= SHARE:
        return _kind_of_numbers(name, cells.values)
    return _kind_of_texts(name, cells, is_first)


def _kind_of_numbers(name: str, values: NDArray[np.float64]) -> tuple[ColumnKind, str]:
    finite = values[np.isfinite(values)]
    different = len(np.unique(finite))
    if not different:
        return "left out", INFINITE_ONLY
    if different == 1:
        return "left out", SAME if not np.isinf(values).any() else FINITE_SAME
    if np.array_equal(finite, np.round(finite)) and np.abs(finite).max() < 1e15:
        if different == len(finite) and _numbers_rows(finite):
            return "id", COUNTS_ROWS
        if _says_id(name, different, different == len(values)):
            return "id", NAMED_ID
    return "number", ""


def _numbers_rows(values: NDArray[np.float64]) -> bool:
    """Whether different whole numbers have few gaps: in a sorted file they would tell the class."""
    gaps = 2.0 if (np.diff(values) > 0).all() else 1.5
    return bool(np.ptp(values) < gaps * len(values))


def _kind_of_texts(name: str, cells: Cells, is_first: bool) -> tuple[ColumnKind, str]:
    kinds = len(set(folded(cells.counts).values()))
    each_its_own = kinds == len(cells.texts)
    if kinds < 2:
        return "left out", SAME
    if _says_id(name, kinds, each_its_own):
        return "id", NAMED_ID
    if each_its_own and is_first:
        return "row name", OWN_TEXT
    if kinds > MAX_CATEGORIES:
        return "left out", MANY_KINDS
    mostly_empty = 2 * cells.n_filled < len(cells.texts)
    if kinds > FEW_CATEGORIES and cells.n_filled < (5 if mostly_empty else 2) * kinds:
        return "left out", FEW_OF_A_KIND
    return "category", ""


def _says_id(name: str, different: int, each_its_own: bool) -> bool:
    """Whether a name says that a column holds ids, and its values do not speak against it."""
    words = {word.lower() for word in WORDS.findall(name)}
    if words & ID_WORDS and different > MANY_IDS:
        return True
    return each_its_own and (bool(words & NUMBER_WORDS) or name.lower().endswith("id"))


def folded(texts: Iterable[str]) -> dict[str, str]:
    """One spelling for texts that differ in case or blanks only, in small letters.

    Words of one or two letters keep their case unless all of them mean yes, no, or the like.
    """
    same: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        same[" ".join(text.split()).casefold()].append(text)
    short_too = all(key in SHORT_WORDS for key in same if len(key) < 3)
    names = {}
    for key, spellings in same.items():
        for text in spellings:
            one = " ".join(text.split())
            merge = len(spellings) > 1 and (len(key) > 2 or short_too)
            names[text] = one.lower() if merge else one
    return names


def suspects(values: NDArray[np.float64]) -> dict[float, int]:
    """Numbers such as -999 and 9999 that may mean a missing value, each with its count.

    They lie far from all others: at least a quarter of the others' range lies between.
    """
    found, counts = np.unique(values[np.isfinite(values)], return_counts=True)
    digits = np.array([re.sub(r"[-.]|\.?0+$", "", f"{value:.12g}") for value in found])
    candidate = np.array([len(text) > 1 and set(text) in ({"9"}, {"8"}) for text in digits])
    if candidate.sum() == 0 or (~candidate).sum() < 2:
        return {}
    low, high = found[~candidate][[0, -1]]
    room = (high - low) / 4
    far = candidate & ((found < low - room) | (found > high + room))
    return {float(value): int(n) for value, n in zip(found[far], counts[far], strict=True)}

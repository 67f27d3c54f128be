"""A column of a person's CSV file as inputs of a network: numbers, categories, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dropviz.data.csv_text import listed, quoted, shown

SHEET_ERRORS = {"#n/a", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "#null!"}
MISSING = {"", "na", "n/a", "nan", "null", "none", "?", "-", "--", "."} | SHEET_ERRORS
INFINITE = {"inf", "infinity", "∞"}
MAX_CATEGORIES = 30
NUMERIC_SHARE = 0.9
"""Share of the cells that are numbers from which the others count as missing."""

PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
COMMA_IN_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
DECIMAL_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d*)?(?:[eE][+-]?\d+)?", re.ASCII)

ColumnKind = Literal["numbers", "categories", "constant", "row numbers", "text"]
Style = Literal["plain", "decimal commas", "commas in thousands"]


@dataclass(frozen=True)
class Column:
    """What was found in the cells of one column.

    values : for numbers, float64 of shape (n,) in [-1, 1], NaN where missing
    categories : for categories, the distinct ones
    missing, infinite : how many cells
    odd : distinct cells that are not numbers, in a column of numbers
    """

    name: str
    kind: ColumnKind
    values: NDArray[np.float64]
    categories: tuple[str, ...] = ()
    missing: int = 0
    infinite: int = 0
    odd: tuple[str, ...] = ()
    style: Style = "plain"

    @property
    def width(self) -> int:
        """How many inputs of a network the column becomes; 0 where it is left out."""
        return {"numbers": 1, "categories": len(self.categories)}.get(self.kind, 0)

    def block(self, cells: Sequence[str]) -> NDArray[np.float32]:
        """The column as inputs of a network, float32 of shape (n, width).

        ``cells`` are those that the column was found in. A category is 1 where a cell is of it,
        else 0; a missing cell is of none.
        """
        if self.kind == "numbers":
            return self.values[:, None].astype(np.float32)
        place = {category: i for i, category in enumerate(self.categories)}
        codes = np.array([place.get(cell, -1) for cell in cells])
        ones: NDArray[np.bool_] = codes[:, None] == np.arange(len(place))
        return ones.astype(np.float32)


def is_missing(cell: str) -> bool:
    """Whether a cell says that it holds no value."""
    return cell.lower() in MISSING


def column_of(name: str, cells: Sequence[str], delimiter: str) -> Column:
    """Find out what the cells of a column are: numbers, categories, or nothing of use.

    A column of numbers is moved and shrunk to [-1, 1] in double precision, so that float32 keeps
    what distinguishes its values (years, time stamps); standardising undoes that exactly.
    """
    counts = Counter(cells)
    present = {cell: n for cell, n in counts.items() if not is_missing(cell)}
    missing = len(cells) - sum(present.values())
    meanings, style = number_meanings(list(present), delimiter)
    n_numbers = sum(present[cell] for cell in meanings)
    if n_numbers and n_numbers >= NUMERIC_SHARE * sum(present.values()):
        values = np.array([meanings.get(cell, np.nan) for cell in cells])
        infinite = int(np.isinf(values).sum())
        odd = tuple(cell for cell in present if cell not in meanings)
        values[np.isinf(values)] = np.nan
        kind: ColumnKind = "numbers"
        if len(set(values[~np.isnan(values)].tolist())) < 2:
            kind = "constant"
        elif _count_rows(values):
            kind = "row numbers"
        missing += sum(present[cell] for cell in odd)
        return Column(name, kind, _shrunk(values), (), missing, infinite, odd, style)
    nothing = np.empty(0)
    if len(present) < 2:
        return Column(name, "constant", nothing)
    if len(present) > MAX_CATEGORIES:
        return Column(name, "text", nothing)
    return Column(name, "categories", nothing, tuple(sorted(present)), missing)


def number_meanings(texts: Sequence[str], delimiter: str) -> tuple[dict[str, float], Style]:
    """The number that each text is; texts that are none are left out.

    Commas are read in one way for the whole column: as thousands where all of them can be, and
    something says that they are not decimals (an unquoted comma would have ended the cell, several
    in one number, a point beside them); else as decimal commas.
    """
    style: Style = "plain"
    commas = [text for text in texts if "," in text]
    if commas:
        grouped = all(COMMA_IN_THOUSANDS.fullmatch(text) for text in commas)
        pointed = delimiter == "," or any(t.count(",") > 1 or "." in t for t in texts)
        if grouped and pointed:
            style = "commas in thousands"
        elif any(DECIMAL_COMMA.fullmatch(text) for text in commas):
            style = "decimal commas"
    pattern = DECIMAL_COMMA if style == "decimal commas" else PLAIN
    meanings: dict[str, float] = {}
    for text in texts:
        plain = text.replace(",", "") if style == "commas in thousands" else text
        if pattern.fullmatch(plain):
            if style == "decimal commas":
                plain = plain.replace(".", "").replace(",", ".")
            meanings[text] = float(plain)
        elif plain.lstrip("+-").lower() in INFINITE:
            meanings[text] = np.inf
    return meanings, style


def column_notices(columns: Sequence[Column]) -> list[str]:
    """What was done to the columns, a sentence for each thing."""

    def of_kind(kind: ColumnKind) -> str:
        return quoted(found.name for found in columns if found.kind == kind)

    numbers = [found for found in columns if found.kind == "numbers"]
    odd = [f"{shown(c.name)} ({quoted(c.odd[:2])})" for c in numbers if c.odd]
    said = {
        "Columns left out, as all their values are the same": of_kind("constant"),
        "Columns left out, as they only count the rows": of_kind("row numbers"),
        f"Columns left out, as text of more than {MAX_CATEGORIES} kinds": of_kind("text"),
        "Columns read with decimal commas": _styled(numbers, "decimal commas"),
        "Columns read with commas between thousands": _styled(numbers, "commas in thousands"),
        "Cells that are not numbers, in columns of numbers, count as missing": listed(odd),
        "Infinite values count as missing": _counted(numbers, "infinite"),
        "Missing values are replaced by the mean of the training part": _counted(
            numbers, "missing", "infinite"
        ),
        "Missing cells belong to no category": _counted(
            [found for found in columns if found.kind == "categories"], "missing"
        ),
    }
    return [f"{what}: {where}." for what, where in said.items() if where]


def _styled(columns: Sequence[Column], style: Style) -> str:
    return quoted(found.name for found in columns if found.style == style)


def _counted(columns: Sequence[Column], *fields: str) -> str:
    """Names of columns, each with its count of cells in brackets; those with none are left out.

    ``fields`` of ``Column`` say which cells are counted.
    """
    counts = {found.name: sum(getattr(found, field) for field in fields) for found in columns}
    return listed([f"{shown(name)} ({n:,})" for name, n in counts.items() if n])


def _count_rows(values: NDArray[np.float64]) -> bool:
    """Whether whole numbers rise from row to row with few gaps, as an index does.

    In a sorted file they would tell the class.
    """
    if not np.array_equal(values, np.round(values)) or np.abs(values).max() > 1e15:
        return False
    return bool((np.diff(values) >= 1).all() and values[-1] - values[0] < 2 * len(values))


def _shrunk(values: NDArray[np.float64]) -> NDArray[np.float64]:
    if np.isnan(values).all():
        return values
    low, high = np.nanmin(values), np.nanmax(values)
    middle, half = low / 2 + high / 2, high / 2 - low / 2
    return (values - middle) / (half or 1.0)

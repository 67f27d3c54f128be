"""A column of a person's CSV file as inputs of a network: number, categories, date, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dropviz.data.csv_dates import PARTS, date_parts
from dropviz.data.csv_kinds import (
    CHOSEN,
    NO_DATES,
    NO_NUMBERS,
    SAME,
    Cells,
    ColumnKind,
    cells_of,
    folded,
    guessed_kind,
    suspects,
)
from dropviz.data.csv_text import cut


@dataclass(frozen=True)
class Column:
    """What was found in the cells of one column.

    why : why it is left out; empty where it is used
    values : for numbers and dates, float64 of shape (n, width) in [-1, 1], NaN where missing; for
        categories their places, shape (n, 1), -1 where missing
    parts : names of its inputs; an empty one for a number
    missing, infinite : how many cells
    odd : distinct cells that are no numbers, or no dates, in a column of these
    unit, marks : of numbers, what was taken off and how they are written
    merged : spellings that were taken as one with another
    order : of dates, how day and month were told apart
    suspects : numbers that may mean a missing value, each with its count
    span : of numbers, the lowest and the highest, in words
    example : the first filled cell, and what it is read as where that looks different
    """

    name: str
    kind: ColumnKind
    why: str = ""
    values: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 0)))
    parts: tuple[str, ...] = ()
    missing: int = 0
    infinite: int = 0
    odd: tuple[str, ...] = ()
    unit: str = ""
    marks: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    order: str = ""
    suspects: dict[float, int] = field(default_factory=dict)
    span: str = ""
    example: str = ""

    @property
    def found(self) -> str:
        """What was found in the cells, in a few words."""
        kinds = f"{self.width} kinds" if self.kind == "category" else ""
        parts = ", ".join(self.parts) if self.kind == "date" else ""
        said = {
            self.why: True,
            kinds or parts: self.width,
            f"{self.span} {cut(self.unit)}".rstrip(): self.span,
            f"{self.missing:,} missing": self.missing,
            f"{self.infinite:,} infinite": self.infinite,
        }
        return "; ".join(words for words, there in said.items() if words and there)

    @property
    def width(self) -> int:
        """How many inputs of a network the column becomes; 0 where it is left out."""
        return len(self.parts)

    @property
    def features(self) -> list[str]:
        """Names of the inputs."""
        joint = " = " if self.kind == "category" else ": "
        return [f"{self.name}{joint}{part}" if part else self.name for part in self.parts]

    def block(self) -> NDArray[np.float32]:
        """The column as inputs of a network, float32 of shape (n, width).

        A category is 1 where a cell is of it, else 0; a missing cell is of none.
        """
        if self.kind != "category":
            return self.values.astype(np.float32)
        ones: NDArray[np.bool_] = self.values == np.arange(self.width)
        return ones.astype(np.float32)


def column_of(
    name: str,
    texts: Sequence[str],
    delimiter: str,
    *,
    kind: ColumnKind | None = None,
    missing: frozenset[float] = frozenset(),
    is_first: bool = False,
) -> Column:
    """Find out what the cells of a column are: numbers, categories, dates, or nothing of use.

    Parameters
    ----------
    kind : what a person says that it is
    missing : numbers that stand for a missing value
    is_first : whether it is the first column, which may name the rows
    """
    cells = cells_of(texts, delimiter, missing)
    why = CHOSEN
    if kind is None:
        kind, why = guessed_kind(name, cells, is_first=is_first)
    empty = len(texts) - cells.n_filled
    made = {"number": _numbers, "category": _categories, "date": _dates}.get(kind)
    column = made(name, cells, empty) if made else Column(name, kind, why, missing=empty)
    return replace(column, example=_example(cells, column.kind))


def _example(cells: Cells, kind: ColumnKind) -> str:
    text = next((text for text in cells.texts if text in cells.counts), "")
    value = cells.numbers.meanings.get(text)
    date = cells.dates.meanings.get(text)
    read = ""
    if kind == "number" and value is not None:
        read = f"{value:.12g}"
    elif kind == "date" and date is not None:
        read = f"{date:%a}, {date.day} {date:%b} {date.year:04}"
    is_plain = not read or (text.isascii() and text.lstrip("+-").replace(".", "", 1).isdigit())
    return cut(text) if is_plain else f"{cut(text)} = {read}"


def _numbers(name: str, cells: Cells, empty: int) -> Column:
    """Numbers moved and shrunk to [-1, 1] in double precision.

    So float32 keeps what distinguishes them (years, time stamps); standardising undoes it exactly.
    """
    values = cells.values
    infinite = np.isinf(values)
    values[infinite] = np.nan
    if len(np.unique(values[~np.isnan(values)])) < 2:
        return Column(name, "left out", NO_NUMBERS, missing=empty, infinite=int(infinite.sum()))
    odd = tuple(text for text in cells.counts if text not in cells.numbers.meanings)
    return Column(
        name,
        "number",
        values=_shrunk(values)[:, None],
        span=f"{np.nanmin(values):.6g} to {np.nanmax(values):.6g}",
        parts=("",),
        missing=empty + sum(cells.counts[text] for text in odd),
        infinite=int(infinite.sum()),
        odd=odd,
        unit=cells.numbers.unit,
        marks=cells.numbers.marks,
        suspects=suspects(values),
    )


def _categories(name: str, cells: Cells, empty: int) -> Column:
    names = folded(cells.counts)
    meanings = cells.numbers.meanings
    in_order = sorted(names, key=lambda text: (meanings.get(text, np.inf), names[text]))
    categories = tuple(dict.fromkeys(names[text] for text in in_order))
    if len(categories) < 2:
        return Column(name, "left out", SAME, missing=empty)
    place = {category: float(i) for i, category in enumerate(categories)}
    codes = [place[names[text]] if text in names else -1.0 for text in cells.texts]
    merged = tuple(text for text, one in names.items() if text != one)
    return Column(
        name, "category", values=np.array(codes)[:, None], parts=categories, missing=empty,
        merged=merged,
    )  # fmt: skip


def _dates(name: str, cells: Cells, empty: int) -> Column:
    """Day, weekday, month and hour of dates as numbers, without those that never change."""
    meanings = cells.dates.meanings
    values = date_parts([meanings.get(text) for text in cells.texts])
    with np.errstate(all="ignore"):
        differ = [len(np.unique(column[~np.isnan(column)])) > 1 for column in values.T]
    if not any(differ):
        return Column(name, "left out", NO_DATES, missing=empty)
    odd = tuple(text for text in cells.counts if text not in meanings)
    return Column(
        name,
        "date",
        values=np.apply_along_axis(_shrunk, 0, values[:, differ]),
        parts=tuple(part for part, use in zip(PARTS, differ, strict=True) if use),
        missing=empty + sum(cells.counts[text] for text in odd),
        odd=odd,
        order=cells.dates.order,
    )


def _shrunk(values: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = np.nanmin(values), np.nanmax(values)
    middle, half = low / 2 + high / 2, high / 2 - low / 2
    return (values - middle) / (half or 1.0)

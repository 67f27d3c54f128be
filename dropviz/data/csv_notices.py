"""What was done to the columns of a person's table, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dropviz.data.csv_columns import Column
from dropviz.data.csv_kinds import USED
from dropviz.data.csv_text import cut, listed, quoted, shown


def left_out_notices(columns: Sequence[Column]) -> list[str]:
    """Which columns are left out, a sentence for each reason."""
    reasons = dict.fromkeys((found.kind, found.why) for found in columns if not found.width)
    return [
        f"Left out ({'' if kind == 'left out' else f'{kind}: '}{why}): "
        + quoted(found.name for found in columns if (found.kind, found.why) == (kind, why))
        + "."
        for kind, why in reasons
    ]


def repair_notices(columns: Sequence[Column]) -> list[str]:
    """What was done to the cells of columns that are used, a sentence for each thing."""
    numbers, categories, dates = (
        [found for found in columns if found.kind == kind] for kind in USED
    )
    said = {
        f"Numbers read with {mark}": quoted(c.name for c in numbers if mark in c.marks)
        for mark in dict.fromkeys(mark for found in numbers for mark in found.marks)
    }
    said |= {
        "Units taken off": _each(numbers, lambda c: cut(c.unit)),
        "Dates became numbers": _each(dates, lambda c: ", ".join(c.parts)),
        "Order of day and month in dates": _each(dates, lambda c: c.order),
        "Spellings that differ in case or blanks only became one": _each(
            categories, lambda c: quoted(c.merged)
        ),
        "Cells that are not numbers, in columns of numbers, count as missing": _each(
            numbers, lambda c: quoted(c.odd[:2])
        ),
        "Cells that are not dates, in columns of dates, count as missing": _each(
            dates, lambda c: quoted(c.odd[:2])
        ),
        "Infinite values are replaced by the mean of the training part": _each(
            numbers, lambda c: _count(c.infinite)
        ),
        "Missing values are replaced by the mean of the training part": _each(
            numbers + dates, lambda c: _count(c.missing)
        ),
        "Missing cells belong to no category": _each(categories, lambda c: _count(c.missing)),
    }
    return [f"{what}: {where}." for what, where in said.items() if where]


def _each(columns: Sequence[Column], words: Callable[[Column], str]) -> str:
    """Names of columns, each with its words in brackets; those without words are left out."""
    return listed([f"{shown(c.name)} ({said})" for c in columns if (said := words(c))])


def _count(n: int) -> str:
    return f"{n:,}" if n else ""

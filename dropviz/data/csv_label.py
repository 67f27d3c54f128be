"""The label column of a person's CSV file as classes, or one sentence that says why it has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dropviz.data.csv_kinds import folded
from dropviz.data.csv_numbers import numbers_in
from dropviz.data.csv_text import BadCsv, listed, quoted, shown

MIN_ROWS = 20
MAX_CLASSES = 50
MIN_CLASS_ROWS = 5
"""Fewer rows of a class cannot be dealt to training, validation and test part."""
MAX_NUMBERED_CLASSES = 10
"""More different numbers are a quantity, if not all are whole or most are rare."""
NO_LABEL = frozenset({"", "na", "n/a", "nan", "null"})

LABEL_NAMES = ("label", "class", "target", "y", "labels", "classes", "outcome", "diagnosis")
"""Names that say label, so that another column is not guessed even where these hold none."""
LIKELY_NAMES = (
    "survived", "species", "result", "event", "churn", "default", "late", "grade", "rating",
    "quality", "status", "response", "category", "type", "group",
)  # fmt: skip


@dataclass(frozen=True)
class Classes:
    """What the cells of a label say.

    names : the class that each text is of; numbers of the same value, and texts that differ in case
        or blanks only, are of the same class
    sizes : number of rows of each class
    value : the number that each class is; empty where not all are numbers
    merged : texts that were taken as another
    infinite : how many rows have an infinite number
    """

    names: Mapping[str, str]
    sizes: Counter[str]
    value: Mapping[str, float]
    merged: Sequence[str]
    infinite: int


def label_classes(
    label: str, cells: Sequence[str], delimiter: str, missing: frozenset[float] = frozenset()
) -> tuple[NDArray[np.int64], list[str], list[str]]:
    """The class of each row, shape (n,), -1 for a row left out; the classes in order; notices.

    Numbers in ``missing`` are no label.

    Raises
    ------
    BadCsv
        If the column is no label.
    """
    found = _classes(cells, delimiter, missing)
    _refuse_quantity(shown(label), found)
    _refuse_classes(shown(label), found.sizes)
    large = [kind for kind, n in found.sizes.items() if n >= MIN_CLASS_ROWS]
    order = sorted(large, key=lambda kind: (found.value.get(kind, 0.0), kind))
    place = {kind: i for i, kind in enumerate(order)}
    codes = {cell: place.get(kind, -1) for cell, kind in found.names.items()}
    y = np.array([codes.get(cell, -1) for cell in cells], dtype=np.int64)
    n_kept = int((y >= 0).sum())
    if n_kept < MIN_ROWS:
        raise BadCsv(
            f"Only {n_kept} rows have a class in column {shown(label)} that can be used and at "
            f"least {MIN_ROWS} are needed: add rows, or choose another label column."
        )
    return y, order, _label_notices(found, len(cells))


def _classes(cells: Sequence[str], delimiter: str, missing: frozenset[float]) -> Classes:
    counts = Counter(cell for cell in cells if cell.lower() not in NO_LABEL)
    numbers = numbers_in(list(counts), delimiter)
    for cell in [cell for cell, number in numbers.meanings.items() if number in missing]:
        del counts[cell], numbers.meanings[cell]
    numeric = len(numbers.meanings) == len(counts)
    finite = {c: value for c, value in numbers.meanings.items() if np.isfinite(value)}
    unit = f" {numbers.unit}".rstrip()
    names = {c: f"{v:.12g}{unit}" for c, v in finite.items()} if numeric else folded(counts)
    sizes: Counter[str] = Counter()
    for cell, kind in names.items():
        sizes[kind] += counts[cell]
    return Classes(
        names,
        sizes,
        value={names[cell]: number for cell, number in finite.items()} if numeric else {},
        merged=[] if numeric else [cell for cell, kind in names.items() if cell != kind],
        infinite=sum(n for cell, n in counts.items() if numeric and cell not in finite),
    )


def majority_error(y: NDArray[np.int64]) -> float:
    """The share of errors of one who always says the most frequent class; y of shape (n,)."""
    return 1 - float(np.bincount(y).max()) / len(y)


def guessed_label(columns: Mapping[str, Sequence[str]], delimiter: str) -> str:
    """The column that most likely is the label: by its name, else by its place.

    A name that says label is believed; one that is likely only where the column can be a label;
    then the last column that can, or the first if the last cannot, or the next from the right.
    """
    names = list(columns)
    simple = {name.strip().casefold(): name for name in reversed(names)}
    for name in LABEL_NAMES:
        if name in simple:
            return simple[name]
    likely = [simple[name] for name in LIKELY_NAMES if name in simple]
    first, *_, last = names
    for name in [*likely, last, first, *reversed(names)]:
        try:
            label_classes(name, columns[name], delimiter)
        except BadCsv:
            continue
        return name
    return last


def _label_notices(found: Classes, n_rows: int) -> list[str]:
    small = [kind for kind, n in found.sizes.items() if n < MIN_CLASS_ROWS]
    empty = n_rows - found.sizes.total() - found.infinite
    said = {
        "Spellings of the label that differ in case or blanks only became one": quoted(
            found.merged
        ),
        "Rows whose label is infinite were left out": f"{found.infinite:,}" * bool(found.infinite),
        "Rows without a label were left out": f"{empty:,}" * bool(empty),
        f"Classes with fewer than {MIN_CLASS_ROWS} rows were left out": quoted(small),
    }
    return [f"{what}: {where}." for what, where in said.items() if where]


def _refuse_quantity(name: str, found: Classes) -> None:
    """Raise BadCsv if a column's many numbers are a quantity and not the names of classes."""
    n = len(found.value)
    fractional = any(not number.is_integer() for number in found.value.values())
    rare = sum(size < MIN_CLASS_ROWS for size in found.sizes.values()) > n / 2
    if n > MAX_CLASSES or (n > MAX_NUMBERED_CLASSES and (fractional or rare)):
        raise BadCsv(
            f"Column {name} holds {n:,} different numbers, which is a quantity, and only classes "
            "can be predicted: choose another label column, or put its numbers into a few groups."
        )


def _refuse_classes(name: str, sizes: Counter[str]) -> None:
    """Raise BadCsv unless the column holds two to ``MAX_CLASSES`` classes with enough rows."""
    if len(sizes) < 2:
        only = f"one class, {shown(next(iter(sizes)))}" if sizes else "no class"
        raise BadCsv(
            f"Column {name} holds only {only}, and two are needed: choose another label column."
        )
    small = [f"{shown(kind)} ({n})" for kind, n in sizes.items() if n < MIN_CLASS_ROWS]
    if len(sizes) - len(small) < 2:
        raise BadCsv(
            f"Too few rows are of {'class' if len(small) == 1 else 'the classes'} {listed(small)} "
            f"in column {name}, as two classes with {MIN_CLASS_ROWS} rows or more are needed: "
            "choose another label column, or add rows."
        )
    if len(sizes) > MAX_CLASSES:
        raise BadCsv(
            f"Column {name} holds {len(sizes):,} classes and at most {MAX_CLASSES} can be used: "
            "choose another label column, or join classes."
        )

"""The label column of a person's CSV file as classes, or one sentence that says why it has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dropviz.data.csv_columns import number_meanings
from dropviz.data.csv_text import BadCsv, quoted, shown

MIN_ROWS = 20
MAX_CLASSES = 50
MIN_CLASS_ROWS = 5
"""Fewer rows of a class cannot be dealt to training, validation and test part."""
MAX_FRACTIONAL_CLASSES = 10
"""A label of more different numbers, not all of them whole, is a quantity."""
NO_LABEL = frozenset({"", "na", "n/a", "nan", "null"})


def label_classes(
    label: str, cells: Sequence[str], delimiter: str
) -> tuple[NDArray[np.int64], list[str], list[str]]:
    """The class of each row, shape (n,), -1 for a row left out; the classes in order; notices.

    Raises
    ------
    BadCsv
        If the column is no label.
    """
    counts = Counter(cell for cell in cells if cell.lower() not in NO_LABEL)
    meanings, _ = number_meanings(list(counts), delimiter)
    numeric = len(meanings) == len(counts)
    # 1, 1.0 and 01 are the same class.
    classes = {cell: f"{meanings[cell]:.12g}" if numeric else cell for cell in counts}
    sizes: Counter[str] = Counter()
    for cell, n in counts.items():
        sizes[classes[cell]] += n
    _refuse_label(shown(label), sizes, numeric)
    large = [kind for kind, n in sizes.items() if n >= MIN_CLASS_ROWS]
    order = sorted(large, key=float if numeric else str)
    place = {kind: i for i, kind in enumerate(order)}
    codes = {cell: place.get(kind, -1) for cell, kind in classes.items()}
    y = np.array([codes.get(cell, -1) for cell in cells], dtype=np.int64)
    n_kept = int((y >= 0).sum())
    if n_kept < MIN_ROWS:
        raise BadCsv(
            f"Only {n_kept} rows have a class in column {shown(label)} that can be used and at "
            f"least {MIN_ROWS} are needed: add rows, or choose another label column."
        )
    return y, order, _label_notices(sizes, len(cells))


def _label_notices(sizes: Counter[str], n_rows: int) -> list[str]:
    notices = []
    if empty := n_rows - sizes.total():
        notices.append(f"Rows without a label were left out: {empty:,}.")
    if small := [kind for kind, n in sizes.items() if n < MIN_CLASS_ROWS]:
        notices.append(
            f"Classes with fewer than {MIN_CLASS_ROWS} rows were left out: {quoted(small)}."
        )
    return notices


def _refuse_label(name: str, sizes: Counter[str], numeric: bool) -> None:
    """Raise BadCsv unless the column holds two to ``MAX_CLASSES`` classes with enough rows."""
    large = sum(n >= MIN_CLASS_ROWS for n in sizes.values())
    fractional = numeric and any(not float(kind).is_integer() for kind in sizes)
    if len(sizes) < 2:
        only = f"one class, {shown(next(iter(sizes)))}" if sizes else "no class"
        raise BadCsv(
            f"Column {name} holds only {only}, and two are needed: choose another label column."
        )
    if fractional and len(sizes) > MAX_FRACTIONAL_CLASSES:
        raise BadCsv(
            f"Column {name} holds {len(sizes):,} different numbers, a quantity and not classes: "
            "choose another label column, or put its numbers into a few groups."
        )
    if large < 2:
        raise BadCsv(
            f"Of the {len(sizes):,} classes in column {name} {large} have {MIN_CLASS_ROWS} rows or "
            "more, and two such are needed: choose another label column, or add rows."
        )
    if len(sizes) > MAX_CLASSES:
        raise BadCsv(
            f"Column {name} holds {len(sizes):,} classes and at most {MAX_CLASSES} can be used: "
            "choose another label column, or join classes."
        )

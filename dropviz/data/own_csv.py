"""A person's own CSV file: read, a label column chosen, made a data set to train on.

What cannot be used is refused in one sentence (``BadCsv``); what can be mended is, with a notice.
Sentences hold text from the file: show them as text, not as Markdown or HTML.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from dropviz.data.csv_columns import (
    MAX_CATEGORIES,
    Column,
    column_notices,
    column_of,
    is_missing,
    number_meanings,
)
from dropviz.data.csv_label import MIN_ROWS, label_classes
from dropviz.data.csv_text import BadCsv, csv_rows, cut, distinct_names, quoted, shown
from dropviz.data.datasets import Dataset

__all__ = ["BadCsv", "Table", "dataset_from", "read_csv"]

MAX_INPUTS = 1_000
MAX_INPUT_CELLS = 20_000_000
LIKELY_LABELS = ("label", "class", "target", "y", "species", "diagnosis", "outcome", "category")


@dataclass(frozen=True, eq=False)
class Table:
    """A file that was read. ``cells`` holds a tuple of n texts for each column."""

    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    delimiter: str
    digest: str
    notices: tuple[str, ...]

    @property
    def n_rows(self) -> int:
        """Number of rows below the names of the columns."""
        return len(self.cells[0])

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of the column with that name, from the first row to the last.

        Raises
        ------
        BadCsv
            If there is none of that name.
        """
        if name not in self.columns:
            raise BadCsv(f"There is no column {shown(name)}: choose {quoted(self.columns)}.")
        return self.cells[self.columns.index(name)]

    @cached_property
    def guessed_label(self) -> str:
        """The column that most likely is the label: by its name, else the last that can be one."""
        named = [name for name in self.columns if name.lower() in LIKELY_LABELS]
        for name in [*named, self.columns[-1], self.columns[0], *reversed(self.columns)]:
            try:
                label_classes(name, self.column(name), self.delimiter)
            except BadCsv:
                continue
            return name
        return self.columns[-1]


def read_csv(data: bytes) -> Table:
    """The table in a file's bytes.

    Raises
    ------
    BadCsv
        With one sentence that names the problem and the remedy.
    """
    rows, delimiter, notices = csv_rows(data)
    names, body = _named(rows, delimiter, notices)
    if len(body) < MIN_ROWS:
        raise BadCsv(
            f"The table has {len(body)} rows and at least {MIN_ROWS} are needed to train, choose "
            "and test on: add rows."
        )
    cells = tuple(zip(*body, strict=True))
    formulas = [
        name
        for name, texts in zip(names, cells, strict=True)
        if any(text.startswith("=") for text in texts)
    ]
    if formulas:
        notices.append(
            f"Formulas are not computed but read as text, in {quoted(formulas)}: save the file "
            "with values instead."
        )
    digest = hashlib.sha256(data).hexdigest()
    return Table(tuple(names), cells, delimiter, digest, tuple(notices))


def _named(
    rows: list[list[str]], delimiter: str, notices: list[str]
) -> tuple[list[str], list[list[str]]]:
    """Names of columns, all different, and the rows under them; adds to the notices."""
    head = rows[0]
    filled = [cell for cell in head if not is_missing(cell)]
    if filled and len(number_meanings(filled, delimiter)[0]) == len(set(filled)):
        notices.append("The first row holds no names, so columns are called by their number.")
        return distinct_names([""] * len(head)), rows
    names = distinct_names(head)
    if changed := [new for new, old in zip(names, head, strict=True) if old and new != old]:
        notices.append(f"Names that were double or very long were changed to {quoted(changed)}.")
    if unnamed := [new for new, old in zip(names, head, strict=True) if not old]:
        notices.append(f"Columns without a name were called {quoted(unnamed)}.")
    return names, rows[1:]


def dataset_from(table: Table, label: str, file_name: str = "Your CSV") -> Dataset:
    """The data set that predicts one column from the others; inputs as ``csv_columns`` makes them.

    Parameters
    ----------
    table : of n rows, those without a label included
    label : name of the column that is predicted
    file_name : what the table is called in the title

    Raises
    ------
    BadCsv
        If that column cannot be a label, or no other column can be an input.
    """
    y, classes, notices = label_classes(label, table.column(label), table.delimiter)
    kept = np.flatnonzero(y >= 0).tolist()
    found = {
        name: texts if len(kept) == len(texts) else [texts[row] for row in kept]
        for name, texts in zip(table.columns, table.cells, strict=True)
        if name != label
    }
    columns = [column_of(name, texts, table.delimiter) for name, texts in found.items()]
    inputs = [column for column in columns if column.width]
    _refuse_inputs(inputs, len(kept), label)
    features = [
        f"{column.name} = {part}" if part else column.name
        for column in inputs
        for part in column.categories or ("",)
    ]
    numeric = [column.kind == "numbers" for column in inputs for _ in range(column.width)]
    return Dataset(
        name=_name_of(table, label),
        title=f"{cut(file_name)}, label {shown(label)}",
        x=np.concatenate([column.block(found[column.name]) for column in inputs], axis=1),
        y=y[kept],
        classes=tuple(distinct_names(classes)),
        features=tuple(distinct_names(features)),
        standardise=np.array(numeric),
        notices=tuple(notices + column_notices(columns)),
    )


def _name_of(table: Table, label: str) -> str:
    """Name of the data set of a table and a label: the same for everyone who uploads that table."""
    identity = hashlib.sha256(f"{table.digest}\n{label}".encode())
    return f"csv-{identity.hexdigest()[:16]}"


def _refuse_inputs(inputs: Sequence[Column], n_rows: int, label: str) -> None:
    width = sum(column.width for column in inputs)
    if not width:
        raise BadCsv(
            f"No column beside {shown(label)} can be an input, as all are constant, count the rows "
            f"or are text of more than {MAX_CATEGORIES} kinds: add columns of numbers or of a few "
            "categories."
        )
    if width > MAX_INPUTS or width * n_rows > MAX_INPUT_CELLS:
        raise BadCsv(
            f"With a column for each category the table has {width:,} inputs for {n_rows:,} rows, "
            f"and at most {min(MAX_INPUTS, MAX_INPUT_CELLS // n_rows):,} can be used: leave out "
            "columns of text."
        )

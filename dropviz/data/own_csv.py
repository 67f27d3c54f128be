"""A person's own CSV file: read, a label column chosen, made a data set to train on.

What cannot be used is refused in one sentence (``BadCsv``); what can be mended is, with a notice.
Sentences hold text from the file: show them as text, not as Markdown or HTML.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dropviz.data.csv_columns import Column, column_of
from dropviz.data.csv_header import named_columns
from dropviz.data.csv_kinds import ColumnKind, cells_of, suspects
from dropviz.data.csv_label import MIN_ROWS, guessed_label, label_classes
from dropviz.data.csv_leaks import leak_notices
from dropviz.data.csv_notices import left_out_notices, repair_notices
from dropviz.data.csv_rows import csv_rows
from dropviz.data.csv_text import BadCsv, cut, distinct_names, quoted, shown
from dropviz.data.datasets import Dataset

__all__ = ["BadCsv", "Reading", "Table", "dataset_from", "read_as", "read_csv"]

MAX_INPUTS = 1_000
MAX_INPUT_CELLS = 20_000_000


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

    @cached_property
    def by_name(self) -> dict[str, tuple[str, ...]]:
        """The cells of each column, from the first row to the last."""
        return dict(zip(self.columns, self.cells, strict=True))

    @cached_property
    def guessed_label(self) -> str:
        """The column that most likely is the label."""
        return guessed_label(self.by_name, self.delimiter)


@dataclass(frozen=True, eq=False)
class Reading:
    """A table as it would be trained on, with one of its columns as the label.

    y, classes : class of each row that has one, int64 of shape (n,), and their names
    columns : the others
    label_suspects : numbers in the label that may mean a missing value, each with its count
    notices : sentences on what was repaired
    """

    label: str
    y: NDArray[np.int64]
    classes: tuple[str, ...]
    columns: tuple[Column, ...]
    notices: tuple[str, ...]
    label_suspects: dict[float, int] = field(default_factory=dict)

    @property
    def inputs(self) -> list[Column]:
        """The columns that become inputs of a network."""
        return [column for column in self.columns if column.width]

    @property
    def suspects(self) -> dict[float, dict[str, int]]:
        """Numbers that may mean a missing value: for each the columns, and how many cells."""
        in_columns = {column.name: column.suspects for column in self.columns}
        found: dict[float, dict[str, int]] = {}
        for name, counts in ({self.label: self.label_suspects} | in_columns).items():
            for value, n in counts.items():
                found.setdefault(value, {})[name] = n
        return found

    def dataset(self, file_name: str = "Your CSV") -> Dataset:
        """The data set that predicts the label; named by what is in it, not by the file.

        Raises
        ------
        BadCsv
            If no column can be an input, or they become too many.
        """
        _refuse_inputs(self.inputs, len(self.y), self.label)
        features = [name for column in self.inputs for name in column.features]
        numeric = [column.kind != "category" for column in self.inputs for _ in column.parts]
        data = Dataset(
            name="",
            title=f"{cut(file_name)}, label {shown(self.label)}",
            x=np.concatenate([column.block() for column in self.inputs], axis=1),
            y=self.y,
            classes=tuple(distinct_names(self.classes)),
            features=tuple(distinct_names(features)),
            standardise=np.array(numeric),
        )
        notices = (*self.notices, *leak_notices(data, self.inputs))
        return replace(data, name=_name_of(data), notices=notices)


def read_csv(data: bytes) -> Table:
    """The table in a file's bytes.

    Raises
    ------
    BadCsv
        With one sentence that names the problem and the remedy.
    """
    rows, delimiter, notices = csv_rows(data)
    names, body, about_names = named_columns(rows, delimiter)
    notices += about_names
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


def read_as(
    table: Table,
    label: str,
    kinds: Mapping[str, ColumnKind] | None = None,
    missing: frozenset[float] = frozenset(),
) -> Reading:
    """The table with that column as its label.

    Parameters
    ----------
    kinds : what a person says that columns are; of the others it is guessed
    missing : numbers that stand for a missing value, in every column

    Raises
    ------
    BadCsv
        If there is no such column, or it cannot be a label.
    """
    if label not in table.columns:
        raise BadCsv(f"There is no column {shown(label)}: choose {quoted(table.columns)}.")
    texts_of_label = table.by_name[label]
    y, classes, notices = label_classes(label, texts_of_label, table.delimiter, missing)
    kept = np.flatnonzero(y >= 0).tolist()
    columns = tuple(
        column_of(
            name,
            texts if len(kept) == len(texts) else [texts[row] for row in kept],
            table.delimiter,
            kind=(kinds or {}).get(name),
            missing=missing,
            is_first=name == table.columns[0],
        )
        for name, texts in table.by_name.items()
        if name != label
    )
    said = (*notices, *left_out_notices(columns), *repair_notices(columns))
    asked = suspects(cells_of(texts_of_label, table.delimiter, missing).values)
    return Reading(label, y[kept], tuple(classes), columns, said, asked)


def dataset_from(table: Table, label: str, file_name: str = "Your CSV") -> Dataset:
    """The data set that predicts one column from the others, each as it is guessed to be.

    Raises
    ------
    BadCsv
        If that column cannot be a label, or no other column can be an input.
    """
    return read_as(table, label).dataset(file_name)


def _name_of(data: Dataset) -> str:
    """The same name for the same numbers, whoever uploads them; another if a kind is changed."""
    about = json.dumps([data.classes, data.features, data.standardise.tolist(), data.x.shape])
    identity = hashlib.sha256(about.encode())
    identity.update(data.x.tobytes())
    identity.update(data.y.tobytes())
    return f"csv-{identity.hexdigest()[:16]}"


def _refuse_inputs(inputs: Sequence[Column], n_rows: int, label: str) -> None:
    width = sum(column.width for column in inputs)
    if not width:
        raise BadCsv(
            f"No column beside {shown(label)} can be an input, as all are left out: add columns of "
            "numbers or of a few categories, or change what a column is read as."
        )
    if width > MAX_INPUTS or width * n_rows > MAX_INPUT_CELLS:
        raise BadCsv(
            f"With a column for each category the table has {width:,} inputs for {n_rows:,} rows, "
            f"and at most {min(MAX_INPUTS, MAX_INPUT_CELLS // n_rows):,} can be used: leave out "
            "columns of text."
        )

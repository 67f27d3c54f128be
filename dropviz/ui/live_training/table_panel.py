"""How a person's table is read, shown before it is trained on, and changed where they say so."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import streamlit as st

from dropviz.data.csv_kinds import KINDS, ColumnKind
from dropviz.data.csv_label import majority_error
from dropviz.data.csv_text import listed, shown
from dropviz.data.datasets import Dataset
from dropviz.data.own_csv import BadCsv, Reading, Table, read_as
from dropviz.ui.plain import plain

KEPT = "live_training-readings"
"""The last readings and data sets made of a table, in its session."""
MOST_KEPT = {"reading": 3, "data": 1}
FIRST_ROWS = 5
MISSING, A_NUMBER = "a missing value", "a number"

Kinds = dict[str, ColumnKind]
T = TypeVar("T")


def show_reading(table: Table, file_name: str) -> Dataset | None:
    """Show how the table is read; the data set that it makes, or None if it cannot be used yet."""
    st.markdown(plain(f"{file_name}: {table.n_rows:,} rows, {len(table.columns)} columns."))
    st.caption("The first rows as they were read:")
    first = {name: texts[:FIRST_ROWS] for name, texts in table.by_name.items()}
    st.dataframe(pd.DataFrame(first), hide_index=True, height="content")
    guess = table.columns.index(table.guessed_label)
    label = st.selectbox("Column to predict", table.columns, guess, key="live-csv-label")
    classes, columns, questions, words = (st.container() for _ in range(4))
    try:
        with columns:
            kinds = _chosen_kinds(table, _reading(table, label, {}))
        with questions:
            missing = _chosen_missing(table, _reading(table, label, kinds))
        reading = _reading(table, label, kinds, missing or frozenset())
        with classes:
            _show_classes(reading)
        data = _once("data", (reading, file_name), lambda: reading.dataset(file_name))
    except BadCsv as error:
        with words:
            _show_words(table.notices)
        st.error(plain(str(error)))
        return None
    with words:
        _show_words((*table.notices, *reading.notices))
        for leak in data.notices[len(reading.notices) :]:
            st.warning(plain(leak))
    return None if missing is None else data


def _show_classes(reading: Reading) -> None:
    """How many rows each class has, and how often one errs who always says the largest."""
    sizes = np.bincount(reading.y).tolist()
    classes = [f"{shown(kind)} {n:,}" for kind, n in zip(reading.classes, sizes, strict=True)]
    most = reading.classes[int(np.argmax(sizes))]
    st.markdown(
        plain(f"Rows of each class: {listed(classes)}.")
        + f" **Who always says {plain(shown(most))} errs in "
        + plain(f"{majority_error(reading.y):.1%}")
        + " of the rows:** a network has to do better."
    )


def _chosen_kinds(table: Table, guess: Reading) -> Kinds:
    """Which columns a person reads in another way than was guessed, and how."""
    st.caption(
        "What each column is read as. Click a kind to change it; an id, a row name and what is "
        "left out become no input."
    )
    found = pd.DataFrame(
        {
            "column": [column.name for column in guess.columns],
            "read as": [column.kind for column in guess.columns],
            "found": [column.found for column in guess.columns],
            "for example": [column.example for column in guess.columns],
        }
    )
    edited = st.data_editor(
        found,
        hide_index=True,
        disabled=["column", "found", "for example"],
        column_config={"read as": st.column_config.SelectboxColumn(options=KINDS, required=True)},
        key=f"live-csv-kinds-{_place(table, guess.label)}",
    )
    said = zip(guess.columns, edited["read as"], strict=True)
    return {column.name: kind for column, kind in said if kind in KINDS and kind != column.kind}


def _chosen_missing(table: Table, reading: Reading) -> frozenset[float] | None:
    """Which of the numbers that may mean a missing value do; None while a person is to say so."""
    said = {}
    for value, counts in reading.suspects.items():
        where = listed([f"{shown(name)} ({n:,} cells)" for name, n in counts.items()])
        said[value] = st.radio(
            plain(f"{value:.12g} lies far from the other numbers in {where}. It is") + " …",
            (MISSING, A_NUMBER),
            index=None,
            horizontal=True,
            key=f"live-csv-missing-{_place(table, reading.label)}-{value:g}",
        )
    if None in said.values():
        st.caption("Say so first; then the table can be used.")
        return None
    return frozenset(value for value, answer in said.items() if answer == MISSING)


def _show_words(notices: Sequence[str]) -> None:
    if notices:
        lines = "".join(f"\n- {plain(notice)}" for notice in notices)
        st.info(f"What was done to the table:\n{lines}")


def _reading(
    table: Table, label: str, kinds: Kinds, missing: frozenset[float] = frozenset()
) -> Reading:
    key = (table.digest, label, tuple(kinds.items()), missing)
    return _once("reading", key, lambda: read_as(table, label, kinds, missing))


def _place(table: Table, label: str) -> str:
    """Short for a table and its label, for keys of widgets."""
    return f"{table.digest[:12]}-{table.columns.index(label)}"


def _once(what: str, key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` returns, made once for a key; the last few are kept in the session."""
    kept: dict[Any, Any] = st.session_state.setdefault(f"{KEPT}-{what}", {})
    if key not in kept:
        kept[key] = make()
        while len(kept) > MOST_KEPT[what]:
            del kept[next(iter(kept))]
    found: T = kept[key]
    return found

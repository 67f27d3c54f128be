"""Whether the first row of a table names its columns, and what they are called."""

from __future__ import annotations

from collections import Counter

from dropviz.data.csv_kinds import SHARE, cells_of, is_missing
from dropviz.data.csv_rows import TextRows
from dropviz.data.csv_text import distinct_names, quoted

SAMPLE = 200
"""Rows that are looked at."""
MOST_REPEATED = 0.05
"""Share of rows that may repeat the names, as where files were joined."""


def named_columns(rows: TextRows, delimiter: str) -> tuple[list[str], TextRows, list[str]]:
    """Names of columns, all different; the rows under them; notices."""
    head = rows[0]
    body = [row for row in rows if row != head]
    repeated = len(rows) - 1 - len(body)
    if repeated > MOST_REPEATED * len(rows):  # data then, whatever they say
        body, repeated = rows[1:], 0
    if not _has_names([head, *body] if repeated else rows, delimiter):
        notice = "The first row holds no names, so columns are called by their number."
        return distinct_names([""] * len(head)), rows, [notice]
    names = distinct_names(head)
    notices = []
    if changed := [new for new, old in zip(names, head, strict=True) if old and new != old]:
        notices.append(f"Names that were double or very long were changed to {quoted(changed)}.")
    if unnamed := [new for new, old in zip(names, head, strict=True) if not old]:
        notices.append(f"Columns without a name were called {quoted(unnamed)}.")
    if repeated:
        notices.append(f"Rows that repeat the names of columns were left out: {repeated:,}.")
    return names, body, notices


def _has_names(rows: TextRows, delimiter: str) -> bool:
    """Whether the first row says something else than the rows below.

    A text above numbers is a name. Else a text that also stands below it, more than once, is none;
    and a row of numbers only has none, unless a text names a column of texts.
    """
    above_texts = False
    repeated = False
    for name, *texts in zip(*rows[: SAMPLE + 1], strict=True):
        if is_missing(name):
            continue
        cells = cells_of(texts, delimiter)
        is_number = bool(cells_of([name], delimiter).numbers.meanings)
        is_date = bool(cells_of([name], delimiter).dates.meanings)
        of_numbers = cells.counts and cells.share(cells.numbers.meanings) >= SHARE
        of_dates = cells.counts and cells.share(cells.dates.meanings) >= SHARE
        if (of_numbers and not is_number) or (of_dates and not is_date):
            return True
        if not of_numbers and not of_dates and not is_number:
            repeated = repeated or Counter(texts)[name] > 1
            above_texts = True
    return above_texts and not repeated

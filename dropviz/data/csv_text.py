"""The bytes of a CSV file as rows of text, or one sentence that says why that cannot be.

Cells stay text: nothing in them is ever computed.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence

MAX_BYTES = 5 * 1024 * 1024
"""As ``maxUploadSize`` in .streamlit/config.toml."""
MAX_CELLS = 1_000_000
MAX_COLUMNS = 500
MAX_CELL = 5_000
"""Characters of a cell."""
LONGEST_NAME = 60
LONGEST_SHOWN = 40
SAMPLE = 50_000
"""Characters in which the delimiter is looked for."""
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
UNICODE_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # begins as UTF-16 does, so it is tried first
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")

TextRows = list[list[str]]


class BadCsv(ValueError):  # noqa: N818
    """A file that cannot be used; says in one sentence what is wrong and what to do."""


def cut(text: str) -> str:
    """A person's text on one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 3]}..."


def shown(text: str) -> str:
    """A person's text within a sentence: quoted, on one line, not too long."""
    return f"'{cut(text)}'"


def listed(items: Sequence[str]) -> str:
    """The first five items in a row, and how many more there are."""
    more = len(items) - 5
    return ", ".join(items[:5]) + (f" and {more} more" if more > 0 else "")


def quoted(texts: Iterable[str]) -> str:
    """A person's texts within a sentence: the first five, quoted, and how many more there are."""
    return listed([shown(text) for text in texts])


def distinct_names(names: Iterable[str]) -> list[str]:
    """Different names for columns: by place where empty, cut where long, numbered where double."""
    found: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 3]}..."
        base = new = short or f"column {place}"
        number = 2
        while new in found:
            new = f"{base} ({number})"
            number += 1
        found[new] = None
    return list(found)


def csv_rows(data: bytes) -> tuple[TextRows, str, list[str]]:
    """Rows of stripped cells, the first of them names; the delimiter; notices.

    All rows have the same number of cells; empty rows are left out.

    Raises
    ------
    BadCsv
        If the bytes are empty, not text, too many, or not a table.
    """
    if data.startswith(SPREADSHEETS):
        raise BadCsv(
            "This is a spreadsheet or an archive, not a CSV file: open it in its own program and "
            "save it as CSV."
        )
    _refuse_large(data)
    text, notices = _text(data)
    if not text.strip():
        raise BadCsv("The file is empty: choose a CSV file with names of columns and rows.")
    if said := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE):  # a spreadsheet's own first line
        text = "\n" + text[said.end() :]
    delimiter = _delimiter(text)
    if delimiter != ",":
        notices.append(f"The file was read with {DELIMITERS[delimiter]} between its cells.")
    rows = _rows(text, delimiter)
    return rows, delimiter, notices


def _refuse_large(data: bytes) -> None:
    """Raise BadCsv for too many cells or bytes, counted before anything is parsed."""
    cells = data.count(b"\n") + max(data.count(mark.encode()) for mark in DELIMITERS)
    if cells > MAX_CELLS:
        raise BadCsv(
            f"The file has about {cells:,} cells and at most {MAX_CELLS:,} can be used: keep fewer "
            "rows or columns."
        )
    if len(data) > MAX_BYTES:
        raise BadCsv(
            f"The file has {len(data) / 2**20:.1f} MB and at most {MAX_BYTES // 2**20} MB can be "
            "used: keep fewer rows or columns."
        )


def _text(data: bytes) -> tuple[str, list[str]]:
    notices = []
    encoding = next((name for mark, name in UNICODE_MARKS.items() if data.startswith(mark)), "")
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1" if encoding else "cp1252", errors="replace")
        notices.append(
            "The file is not in UTF-8 and was read as Windows-1252: if letters look wrong, save it "
            "as UTF-8."
        )
    text = text.removesuffix("\x1a")  # how DOS ended a file
    strange = len(CONTROL.findall(text)) + text.count("\ufffd")
    if "\x00" in text or strange > 0.01 * len(text):
        raise BadCsv(
            "The file is not text in an encoding known here: save the table as CSV, in UTF-8, and "
            "choose that file."
        )
    return text, notices


def _delimiter(text: str) -> str:
    """The delimiter that most evenly cuts the first rows into most cells.

    Raises BadCsv if none cuts the first row into two cells.
    """
    sample = text[:SAMPLE]
    best, best_score = "", (0.0, 0)
    for mark in DELIMITERS:
        try:
            rows = [
                row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if row
            ]
        except csv.Error:
            continue
        rows = rows[:-1] if len(sample) < len(text) and len(rows) > 1 else rows
        width = len(rows[0]) if rows else 0
        even = sum(len(row) == width for row in rows) / max(len(rows), 1)
        if width > 1 and (round(even, 1), width) > best_score:
            best, best_score = mark, (round(even, 1), width)
    if not best:
        raise BadCsv(
            "Only one column was found and two are needed, a label and an input: separate the "
            "cells of a row by commas, semicolons or tabs."
        )
    return best


def _rows(text: str, delimiter: str) -> TextRows:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    rows: TextRows = []
    line = 1  # where the row begins that is read next
    try:
        for raw in reader:
            row = [cell.strip() for cell in raw]
            if any(row):
                rows.append(_checked(row, rows[0] if rows else row, line))
            line = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            raise _long_cell(line, csv.field_size_limit()) from error
        raise BadCsv(
            f"The row that begins in line {line} cannot be read: a quotation mark in it is not "
            "closed or stands within a cell; close it, or write it twice."
        ) from error
    if len(rows) == 1:
        raise BadCsv(
            "The file has one row, a header without data: add rows under the names of columns."
        )
    return rows


def _checked(row: list[str], head: list[str], line: int) -> list[str]:
    """The row, if it is as wide as the head; empty cells beyond that do not count."""
    if row is head and len(row) > MAX_COLUMNS:
        raise BadCsv(
            f"The table has {len(row):,} columns and at most {MAX_COLUMNS} can be used: keep the "
            "columns that matter."
        )
    while len(row) > len(head) and not row[-1]:
        row.pop()
    if len(row) != len(head):
        raise BadCsv(
            f"Line {line} has {len(row)} cells and the first row has {len(head)}: give all rows as "
            "many cells, and put cells with commas in quotation marks."
        )
    if (longest := max(map(len, row))) > MAX_CELL:
        raise _long_cell(line, longest)
    return row


def _long_cell(line: int, length: int) -> BadCsv:
    return BadCsv(
        f"A cell of the row that begins in line {line} has {length:,} characters or more and at "
        f"most {MAX_CELL:,} can be used: shorten it, or close a quotation mark that was left open."
    )

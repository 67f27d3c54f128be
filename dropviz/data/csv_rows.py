"""The text of a CSV file as rows of as many cells, without what stands around the table."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from dropviz.data.csv_text import DELIMITERS, BadCsv, csv_text, quoted, without_comments

MAX_COLUMNS = 500
MAX_CELL = 5_000
"""Characters of a cell."""
SAMPLE = 50_000
"""Characters in which the delimiter is looked for."""
MOST_AROUND = 20
"""Rows above the header, or below the data, that can be left out."""
NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?|sums?|averages?|means?|gesamt|summe|insgesamt|mittelwert|"
    r"durchschnitt|somme|moyenne|totale|media|promedio",
    re.IGNORECASE,
)
SOURCE = re.compile(
    r"(?:data )?sources?\b|notes?\b|quellen?\b|fuente\b|fonte\b|data from\b|copyright\b|©|\*|†|"
    r"(?:last )?(?:updated|exported|generated|downloaded|retrieved)\b",
    re.IGNORECASE,
)

TextRows = list[list[str]]


class Line(NamedTuple):
    """A row that is not empty, and the line of the file in which it begins."""

    number: int
    cells: list[str]


def csv_rows(data: bytes) -> tuple[TextRows, str, list[str]]:
    """Rows of stripped cells; the delimiter; notices.

    All rows have the same number of cells. Empty rows, comments, titles above the header and totals
    or sources below the data are left out. Where the header lacks a cell above row names, as R
    writes it, it gets an empty one.

    Raises
    ------
    BadCsv
        If the bytes are empty, not text, too many, or not a table.
    """
    text, notices = csv_text(data)
    if said := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE):  # a spreadsheet's own first line
        text = "\n" + text[said.end() :]
    text, comment, n_comments = without_comments(text)
    delimiter = _delimiter(text)
    if delimiter != ",":
        notices.append(f"The file was read with {DELIMITERS[delimiter]} between its cells.")
    lines = list(_lines(text, delimiter))
    if _has_blanks_at_ends(text, delimiter):
        notices.append("Blanks at the ends of cells were taken off.")
    width = _width(lines)
    head = [cell.strip() for cell in comment.split(delimiter)]
    if _is_header(head, lines[0].cells, width):
        n_comments -= 1
        lines.insert(0, Line(0, head))
        notices.append("The names of columns were read from a line that begins with #.")
    if n_comments:
        notices.append(f"Lines that begin with # were left out: {n_comments:,}.")
    return _even(_framed(lines, width, notices), width, notices), delimiter, notices


def _is_header(head: list[str], below: list[str], width: int) -> bool:
    """Whether the cells of a comment name the columns, and the first row below does not."""
    names = all(cell and not NUMBER.fullmatch(cell) for cell in head)
    return len(head) == width and names and any(map(NUMBER.fullmatch, below))


def _delimiter(text: str) -> str:
    """The delimiter that most evenly cuts rows into cells, of these most that are numbers.

    Raises BadCsv if none cuts rows into two cells.
    """
    sample = text[:SAMPLE]
    best, best_score = "", (0.0, 0.0, 0, 0)
    for mark in DELIMITERS:
        try:
            rows = [
                row for row in csv.reader(io.StringIO(sample, newline=""), delimiter=mark) if row
            ]
        except csv.Error:
            continue
        rows = rows[:-1] if len(sample) < len(text) and len(rows) > 1 else rows
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            continue
        ((width, count),) = widths.most_common(1)
        even = [row for row in rows if len(row) == width]
        cells = [cell.strip() for row in even for cell in row]
        numbers = sum(map(bool, map(NUMBER.fullmatch, cells))) / len(cells)
        begins = next(
            place
            for place, row in enumerate(rows)
            if len(row) == width or 1 < len(row) == width - 1
        )
        score = (round(count / len(rows), 1), round(numbers, 1), -begins, width)
        if score > best_score:
            best, best_score = mark, score
    if not best:
        raise BadCsv(
            "Only one column was found and two are needed, a label and an input: separate the "
            "cells of a row by commas, semicolons or tabs."
        )
    return best


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    number = 1  # of the line where the row begins that is read next
    try:
        for raw in reader:
            cells = list(map(str.strip, raw))
            if any(cells):
                if (longest := max(map(len, cells))) > MAX_CELL:
                    raise _long_cell(number, longest)
                yield Line(number, cells)
            number = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            raise _long_cell(number, csv.field_size_limit()) from error
        raise BadCsv(
            f"The row that begins in line {number} cannot be read: a quotation mark in it is not "
            "closed or stands within a cell; close it, or write it twice."
        ) from error


def _has_blanks_at_ends(text: str, delimiter: str) -> bool:
    if not any(f" {end}" in text for end in (delimiter, "\r", "\n")):
        return False
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    return any(cell[-1:].isspace() and any(map(str.strip, row)) for row in rows for cell in row)


def _width(lines: list[Line]) -> int:
    """The usual number of cells, without those at the end that are empty in all rows.

    Raises BadCsv for too many.
    """
    ((usual, _),) = Counter(len(line.cells) for line in lines).most_common(1)
    width = max(_reach(line.cells) for line in lines if len(line.cells) <= usual)
    if width > MAX_COLUMNS:
        raise BadCsv(
            f"The table has {width:,} columns and at most {MAX_COLUMNS} can be used: keep the "
            "columns that matter."
        )
    return width


def _reach(cells: list[str]) -> int:
    """The number of cells up to the last that is filled."""
    return len(cells) if cells[-1] else next(n for n in range(len(cells), 0, -1) if cells[n - 1])


def _framed(lines: list[Line], width: int, notices: list[str]) -> list[Line]:
    """The lines from the header to the last row of data."""
    start = 0
    while start < min(MOST_AROUND, len(lines) - 2) and _is_title(lines, start, width):
        start += 1
    end = len(lines)
    while end > max(start + 1, len(lines) - MOST_AROUND) and _is_footer(lines[:end], width):
        end -= 1
    for where, left_out in (
        ("above the names of columns", lines[:start]),
        ("below the data", lines[end:]),
    ):
        if left_out:
            texts = [" ".join(filter(None, line.cells)) for line in left_out]
            notices.append(f"Lines {where} were left out: {quoted(texts)}.")
    return lines[start:end]


def _is_title(lines: list[Line], place: int, width: int) -> bool:
    """Whether a row is a title, with less in it than a header and than the next rows."""
    cells = lines[place].cells
    filled = [cell for cell in cells if cell]
    if all(map(NUMBER.fullmatch, filled)):
        return False
    if len(cells) == width - 1 and len(filled) == len(cells) > 1:
        # As R writes a header; a title if the next row is a header itself.
        below = lines[place + 1].cells
        after = lines[place + 2].cells
        return not any(map(NUMBER.fullmatch, below)) and any(map(NUMBER.fullmatch, after))
    sparse = 2 * len(filled) <= width and bool(cells[0])
    return sparse or len(cells) < width or _reach(cells) > width


def _is_footer(lines: list[Line], width: int) -> bool:
    """Whether the last of the lines is a total, or says where the data come from."""
    cells = lines[-1].cells
    filled = [cell for cell in cells if cell]
    first = filled[0]
    if TOTAL.fullmatch(first.rstrip(":")):
        return all(first not in line.cells for line in lines[:-1])
    if SOURCE.match(first) and (len(cells) != width or 2 * len(filled) <= width):
        return True
    alone = len(filled) == 1 and bool(cells[0]) and (width > 2 or len(cells) == 1)
    return alone and not NUMBER.fullmatch(first)


def _even(lines: list[Line], width: int, notices: list[str]) -> TextRows:
    """Rows of ``width`` cells; empty cells beyond that do not count.

    Raises BadCsv for rows of another width, and if there is no row below the header.
    """
    if len(lines) == 1:
        raise BadCsv(
            "The file has one row, a header without data: add rows under the names of columns."
        )
    head, *body = [line.cells for line in lines]
    named_rows = len(head) == width - 1 and all(len(cells) >= width for cells in body)
    if named_rows:
        head.insert(0, "")
        notices.append("The first column has no name above it and was read as names of rows.")
    for line in lines:
        if len(line.cells) > width:
            del line.cells[max(width, _reach(line.cells)) :]
        if len(line.cells) != width:
            raise BadCsv(
                f"Line {line.number} has {len(line.cells)} cells and the table has {width} "
                "columns: give all rows as many cells, and put cells with commas in quotation "
                "marks."
            )
    return [head, *body]


def _long_cell(line: int, length: int) -> BadCsv:
    return BadCsv(
        f"A cell of the row that begins in line {line} has {length:,} characters or more and at "
        f"most {MAX_CELL:,} can be used: shorten it, or close a quotation mark that was left open."
    )

"""The bytes of a CSV file as text, or one sentence that says why that cannot be.

Nothing in the text is ever computed.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Sequence

MAX_BYTES = 5 * 1024 * 1024
"""As ``maxUploadSize`` in .streamlit/config.toml."""
MAX_CELLS = 1_000_000
LONGEST_NAME = 60
LONGEST_SHOWN = 40
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
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Soft hyphens, characters without width, and those that turn the direction of writing."""
COMMENT = re.compile(r"#(?!(?:n/a|div/0!|value!|ref!|num!|name\?|null!))", re.IGNORECASE)
"""How a comment begins; an error of a spreadsheet begins a row of data."""


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


def csv_text(data: bytes) -> tuple[str, list[str]]:
    """What can be seen in the text of a file; notices.

    Raises
    ------
    BadCsv
        If the bytes are empty, not text, or too many.
    """
    if data.startswith(SPREADSHEETS):
        raise BadCsv(
            "This is a spreadsheet or an archive, not a CSV file: open it in its own program and "
            "save it as CSV."
        )
    _refuse_large(data)
    text, notices = _decoded(data)
    text, n_invisible = (text, 0) if text.isascii() else INVISIBLE.subn("", text)
    if n_invisible:
        notices.append(f"Characters that cannot be seen were removed: {n_invisible:,}.")
    if not text.strip():
        raise BadCsv("The file is empty: choose a CSV file with names of columns and rows.")
    return text, notices


def without_comments(text: str) -> tuple[str, str, int]:
    """The text with its comments as empty lines; the last one above the table; how many.

    A comment is a line that begins with #, but not within a quoted cell; where half the lines of
    the table begin so (with colours, for example) there are none.
    """
    if not (text.startswith("#") or "\n#" in text or "\r#" in text):
        return text, "", 0
    lines = list(io.StringIO(text, newline=""))
    is_comment, quote_is_open = [], False
    for line in lines:
        is_comment.append(not quote_is_open and bool(COMMENT.match(line)))
        quote_is_open ^= not is_comment[-1] and line.count('"') % 2 == 1
    in_table = (place for place, line in enumerate(lines) if not is_comment[place] and line.strip())
    start = next(in_table, len(lines))
    if 2 * sum(is_comment[start:]) >= len(lines) - start:
        return text, "", 0
    above = [line for line, is_one in zip(lines[:start], is_comment, strict=False) if is_one]
    kept = ["\n" if is_one else line for line, is_one in zip(lines, is_comment, strict=True)]
    return "".join(kept), above[-1].lstrip("#").strip() if above else "", sum(is_comment)


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


def _decoded(data: bytes) -> tuple[str, list[str]]:
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

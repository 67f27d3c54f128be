from __future__ import annotations

import csv
import io
import random
import time
import tomllib
import zipfile
from pathlib import Path

import pytest

from dropviz.data import csv_text
from dropviz.data.csv_rows import csv_rows
from dropviz.data.csv_text import BadCsv, distinct_names, listed, quoted, shown

ROOT = Path(__file__).resolve().parents[2]
PLAIN = "a,b,label\n" + "1,2.5,x\n3,4.5,y\n" * 15
TABLE = list(csv.reader(io.StringIO(PLAIN)))


def test_plain_rows_come_without_notices() -> None:
    assert csv_rows(PLAIN.encode()) == (TABLE, ",", [])


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_another_delimiter_is_found_and_told(mark: str, word: str) -> None:
    rows, delimiter, notices = csv_rows(PLAIN.replace(",", mark).encode())
    assert (rows, delimiter) == (TABLE, mark)
    assert len(notices) == 1
    assert word in notices[0]


def test_decimal_commas_are_not_taken_for_delimiters() -> None:
    rows, delimiter, _ = csv_rows(b"a;b;label\n" + b"1,5;2,5;x\n" * 30)
    assert delimiter == ";"
    assert rows[1] == ["1,5", "2,5", "x"]


def test_the_line_in_which_a_spreadsheet_says_its_delimiter_is_no_row() -> None:
    rows, _, _ = csv_rows(b"sep=;\r\n" + PLAIN.replace(",", ";").encode())
    assert rows == TABLE


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_files_that_name_their_encoding_need_no_notice(encoding: str) -> None:
    text = PLAIN.replace("x", "größe")
    rows, _, notices = csv_rows(text.encode(encoding))
    assert rows[0] == ["a", "b", "label"]
    assert rows[1][2] == "größe"
    assert notices == []


def test_windows_encoding_is_read_and_told() -> None:
    rows, _, notices = csv_rows(PLAIN.replace("x", "größe “10 €”").encode("cp1252"))
    assert rows[1][2] == "größe “10 €”"
    assert len(notices) == 1
    assert "Windows-1252" in notices[0]
    assert "save it as UTF-8" in notices[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("имя,класс\n" + "да,нет\n" * 30, "cp1251"), ("名前,印\n" + "一,二\n" * 30, "shift_jis")],
)
def test_other_encodings_are_told_with_the_remedy(text: str, encoding: str) -> None:
    _, _, notices = csv_rows(text.encode(encoding))
    assert "if letters look wrong, save it as UTF-8" in notices[0]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_any_line_ends_do(ends: str) -> None:
    assert csv_rows(PLAIN.replace("\n", ends).encode())[0] == TABLE


def test_mixed_line_ends_and_empty_lines_do() -> None:
    lines = PLAIN.splitlines()
    ends = ["\n", "\r\n", "\r", "\n\n", "\r\n \r\n", "\n,,\n"]
    mixed = "".join(line + ends[i % 6] for i, line in enumerate(lines))
    assert csv_rows(mixed.encode())[0] == TABLE


def test_quoted_cells_keep_delimiters_quotes_and_line_ends() -> None:
    data = b'a,label\n"1, ""one""\nhere", "x"\n' * 1 + b"2,y\n" * 20
    assert csv_rows(data)[0][1] == ['1, "one"\nhere', "x"]


def test_empty_cells_beyond_the_header_are_dropped() -> None:
    data = b"a,label\n" + b"1,x,\n2,y,,\n" * 15
    assert csv_rows(data)[0] == [["a", "label"], *[["1", "x"], ["2", "y"]] * 15]


def spreadsheet() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


REFUSED = {
    "empty": (b"", "The file is empty: choose"),
    "blank": (b"\xef\xbb\xbf \r\n\n  ", "The file is empty: choose"),
    "header only": (b"a,b,label\n", "a header without data: add rows"),
    "one column": (b"a\n" + b"1\n" * 30, "Only one column was found .* separate"),
    "another delimiter": (b"a b label\n" + b"1 2 x\n" * 30, "commas, semicolons or tabs"),
    "image": (
        (ROOT / "docs" / "pictures" / "page_toggle_neurons_light.png").read_bytes()[:50_000],
        "not text .* save the table as CSV",
    ),
    "random": (random.Random(0).randbytes(20_000), "not text .* save the table as CSV"),
    "nul": (PLAIN.encode().replace(b"x", b"\x00"), "not text"),
    "cut utf-16": (PLAIN.encode("utf-16")[:-1], "not text"),
    "spreadsheet": (spreadsheet(), "This is a spreadsheet .* save it as CSV"),
    "5,000 columns": (
        (",".join(f"c{i}" for i in range(5_000)) + "\n").encode() + (b"1," * 4_999 + b"1\n") * 30,
        "5,000 columns and at most 500",
    ),
    "10 million cells": (b"a," * 999 + b"a\n" + (b"1," * 999 + b"1\n") * 10_000, "about 10,0"),
    "10 million empty lines": (b"a,b\n" + b"\n" * 10_000_000, "at most 1,000,000"),
    "too long": (b"a,b\n" + b"x" * 6 * 2**20 + b",1\n", "6.0 MB and at most 5 MB"),
    "unclosed quote": (PLAIN.encode() + b'5,"6,x\n7,8,y\n', "begins in line 32 .*quotation mark"),
    "quote within": (b'a,label\n1,x\n2,"y"z\n' + b"1,x\n" * 20, "begins in line 3 .*twice"),
    "long cell": (PLAIN.encode() + b"7" * 6_000 + b",8,x\n", "line 32 has 6,000 characters"),
    "huge cell": (PLAIN.encode() + b"7" * 200_000 + b",8,x\n", "line 32 has 131,072 characters"),
    "long unclosed quote": (b'a,label\n"' + b"1,x\n" * 90_000, "quotation mark that was left open"),
    "wide row": (PLAIN.encode() + b"1,2,x,4\n", "Line 32 has 4 cells and the table has 3 columns"),
    "narrow row": (PLAIN.encode() + b"1,2\n", "Line 32 has 2 cells"),
    "line after a mark": (b"sep=,\n" + PLAIN.encode() + b"1,2\n", "Line 33 has 2 cells"),
    "comments only": (b"# a,b\n# 1,2\nx,y\n# z\n\n", "a header without data"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_gets_one_sentence(name: str) -> None:
    data, words = REFUSED[name]
    start = time.process_time()
    with pytest.raises(BadCsv, match=words) as caught:
        csv_rows(data)
    assert time.process_time() - start < 1
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert ". " not in sentence
    assert len(sentence) < 220


def test_cells_are_counted_before_anything_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_text, "_decoded", lambda _: pytest.fail("was parsed"))
    start = time.process_time()
    with pytest.raises(BadCsv, match="about 10,000,000 cells and at most 1,000,000"):
        csv_rows(b"1,2,3,4,5,6,7,8\n" * 1_250_000)
    assert time.process_time() - start < 0.5


def test_the_largest_file_is_that_of_the_uploader() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["maxUploadSize"] * 2**20 == csv_text.MAX_BYTES


@pytest.mark.alone
def test_a_file_of_the_largest_size_is_read_in_a_moment() -> None:
    data = b"a,b,c,d,label\n" + b"1.2345,-2.3456,3.4567,x,y\n" * 199_990
    assert 4.9 < len(data) / 2**20 < csv_text.MAX_BYTES / 2**20
    start = time.process_time()
    rows, _, _ = csv_rows(data)
    assert len(rows) == 199_991
    assert time.process_time() - start < 3


def test_names_become_distinct() -> None:
    assert distinct_names(["x", "", "x", "x (2)", "", "x"]) == [
        "x",
        "column 2",
        "x (2)",
        "x (2) (2)",
        "column 5",
        "x (3)",
    ]
    long = distinct_names(["n" * 100, "n" * 200])
    assert long[0] == "n" * 57 + "..."
    assert len(set(long)) == 2


def test_text_of_a_file_stays_on_one_line_of_a_sentence() -> None:
    assert shown("a\n b\t c") == "'a b c'"
    assert shown("x" * 100) == "'" + "x" * 37 + "...'"
    assert quoted(["a", "b"]) == "'a', 'b'"
    assert listed([str(i) for i in range(7)]) == "0, 1, 2, 3, 4 and 2 more"

"""What stands around a table, and marks that no one sees: left out, and said."""

from __future__ import annotations

import pytest

from dropviz.data.csv_header import named_columns
from dropviz.data.csv_rows import csv_rows

BODY = [[f"S{i}", f"{i % 7}.5", "xy"[i % 2]] for i in range(30)]
HEAD = ["store", "size", "label"]


def text(rows: list[list[str]], mark: str = ",") -> str:
    return "".join(f"{mark.join(row)}\n" for row in rows)


TABLE = text([HEAD, *BODY])


def rows_of(content: str) -> list[list[str]]:
    return csv_rows(content.encode())[0]


def notices_of(content: str) -> list[str]:
    return csv_rows(content.encode())[2]


@pytest.mark.parametrize(
    "above",
    [
        "Report\n",
        "Report,,\n",
        "Report,,\n,,\nPrepared by: nobody,,\n",
        "Report\n\nAll stores of 2024\n",
        "Report; second version\n",
        "a, b, c, d and e\n",
        "Report,2024\n",
    ],
)
def test_titles_above_the_header_are_left_out_and_said(above: str) -> None:
    assert rows_of(above + TABLE) == [HEAD, *BODY]
    (notice,) = notices_of(above + TABLE)
    assert notice.startswith("Lines above the names of columns were left out: '")
    assert notice.count("', '") + 1 == sum(bool(line.strip(",")) for line in above.splitlines())


@pytest.mark.parametrize(
    "below",
    [
        "Total,99.5,\n",
        "Grand total:,99.5,\n",
        "Sum,99.5\n",
        "Gesamt,99.5,\n",
        "\nTotal,99.5,x\nSource: nobody\n",
        "Source: the office, 2024\n",
        "* without stores that closed\n",
        "Exported by nobody,,\n",
        "made up,,\n",
    ],
)
def test_totals_and_sources_below_the_data_are_left_out_and_said(below: str) -> None:
    assert rows_of(TABLE + below) == [HEAD, *BODY]
    (notice,) = notices_of(TABLE + below)
    assert notice.startswith("Lines below the data were left out: '")


def test_a_last_row_of_data_is_kept() -> None:
    totals = [[["total", "part"][i % 2], str(i), "x"] for i in range(31)]
    for rows in ([HEAD, *totals], [HEAD, *BODY, ["S30", "", ""][:3], ["S31", "1", "y"]]):
        assert rows_of(text(rows)) == rows
        assert notices_of(text(rows)) == []


def test_a_table_without_header_loses_no_sparse_first_row() -> None:
    rows = [["1", "", ""], *[[str(i), "2", "x"] for i in range(30)]]
    assert rows_of(text(rows)) == rows


def test_comments_are_left_out_wherever_they_stand() -> None:
    lines = TABLE.splitlines()
    content = "\n".join(["# made by: nobody, 2024", "#", *lines[:9], "# lamp, changed", *lines[9:]])
    assert rows_of(content) == [HEAD, *BODY]
    assert notices_of(content) == ["Lines that begin with # were left out: 3."]


def test_a_header_in_a_comment_is_read() -> None:
    content = "# made by nobody\n#store,size,label\n" + text(BODY)
    assert rows_of(content) == [HEAD, *BODY]
    assert notices_of(content) == [
        "The names of columns were read from a line that begins with #.",
        "Lines that begin with # were left out: 1.",
    ]


def test_what_only_begins_like_a_comment_is_data() -> None:
    colours = [["colour", "x", "label"], *[[f"#ff00{i:02}", "1", "x"] for i in range(30)]]
    errors = [HEAD, *BODY, ["#N/A", "1", "x"], ["#DIV/0!", "1", "x"]]
    quotes = '"a\n# b",1,x\n'
    assert rows_of(text(colours)) == colours
    assert rows_of(text(errors)) == errors
    assert rows_of(TABLE + quotes)[-1] == ["a\n# b", "1", "x"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_row_names_without_a_header_cell(mark: str, quote: str) -> None:
    rows = [[f"{quote}{i + 1}{quote}", *row] for i, row in enumerate(BODY)]
    content = text([HEAD, *rows], mark)
    assert rows_of(content) == [["", *HEAD], *([str(i + 1), *row] for i, row in enumerate(BODY))]
    assert "The first column has no name above it and was read as names of rows." in notices_of(
        content
    )


def test_a_header_that_stands_again_is_no_row() -> None:
    names, body, notices = named_columns(rows_of(TABLE + TABLE + TABLE), ",")
    assert (names, body) == (HEAD, [*BODY, *BODY, *BODY])
    assert notices == ["Rows that repeat the names of columns were left out: 2."]


def test_a_first_row_of_data_may_stand_again() -> None:
    for rows in ([["1", "x"], ["2", "y"]] * 15, [["red", "no"]] * 15 + [["blue", "yes"]] * 15):
        assert named_columns(rows, ",")[1] == rows
    rare = [["1", "x"], *[["2", "y"], ["3", "x"]] * 30, ["1", "x"]]
    assert named_columns(rare, ",")[1] == rare


def test_characters_that_cannot_be_seen_are_removed_and_said() -> None:
    hidden = TABLE.replace("S1", "S\u200b1").replace("label", "la\u00adbel\ufeff")
    assert rows_of(hidden) == [HEAD, *BODY]
    (notice,) = notices_of(hidden)
    assert notice == f"Characters that cannot be seen were removed: {len(hidden) - len(TABLE)}."


def test_blanks_at_the_ends_of_cells_are_taken_off_and_said() -> None:
    assert rows_of(TABLE.replace("x\n", "x \n")) == [HEAD, *BODY]
    assert notices_of(TABLE.replace("x\n", "x \n")) == [
        "Blanks at the ends of cells were taken off."
    ]
    assert notices_of(TABLE + " \n") == []


def test_decimal_commas_without_a_header_are_not_delimiters() -> None:
    assert csv_rows(b"1,5;2,5;3,5\n" * 30)[1] == ";"
    assert csv_rows(b"1,234\t2,345\tx\n" * 30)[1] == "\t"


@pytest.mark.parametrize(
    ("rows", "has_names"),
    [
        ([["n", "label"], *[["1.5", "x"]] * 30], True),
        ([["5.1", "setosa"], *[["4.9", "setosa"], ["6.1", "virginica"]] * 15], False),
        ([["1", "2"]] * 30, False),
        ([["2019", "2020", "kind"], *[["1", "2", "x"], ["2", "1", "y"]] * 15], True),
        ([["red", "yes"], *[["red", "no"], ["blue", "yes"]] * 15], False),
        ([["colour", "answer"], *[["red", "no"], ["blue", "yes"]] * 15], True),
        ([["when", "kind"], *[["2024-01-02", "x"]] * 30], True),
        ([["2024-01-01", "x"], *[["2024-01-02", "x"]] * 30], False),
        ([["price", "x"], *[["$1,234", "x"]] * 30], True),
        ([["", "n"], *[["1", "2"]] * 30], True),
    ],
)
def test_whether_the_first_row_holds_names(rows: list[list[str]], has_names: bool) -> None:
    names, body, notices = named_columns(rows, ",")
    assert len(body) == len(rows) - has_names
    assert (names[-1] == rows[0][-1]) == has_names
    assert has_names != any("no names" in notice for notice in notices)

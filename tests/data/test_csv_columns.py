from __future__ import annotations

import numpy as np
import pytest

from dropviz.data.csv_columns import Column, column_of
from dropviz.data.csv_notices import left_out_notices, repair_notices


def test_a_column_of_numbers_is_moved_and_shrunk_only() -> None:
    raw = np.array([1.7e9, 1.7e9 + 1, 1.7e9 + 50, 1.7e9 + 2])
    found = column_of("time", [f"{value:.1f}" for value in raw], ",")
    assert found.kind == "number"
    assert found.width == 1
    block = found.block()[:, 0].astype(np.float64)
    assert (block.min(), block.max()) == (-1, 1)
    assert np.allclose((block - block.mean()) / block.std(), (raw - raw.mean()) / raw.std())


@pytest.mark.parametrize("cells", [["1.7e308", "-1.7e308", "0"], ["1e-320", "2e-320", "9e-320"]])
def test_extreme_numbers_overflow_nothing(cells: list[str]) -> None:
    found = column_of("x", cells, ",")
    assert found.kind == "number"
    assert np.isfinite(found.block()).all()


def test_missing_infinite_and_odd_cells_are_counted_and_left_open() -> None:
    cells = ["1", "2.5"] * 30 + ["", "NA", "NaN", "#DIV/0!", "inf", "-inf", "oops"]
    found = column_of("x", cells, ",")
    assert (found.kind, found.missing, found.infinite, found.odd) == ("number", 5, 2, ("oops",))
    assert np.isnan(found.values[60:]).all()
    assert found.values[:2, 0].tolist() == [-1, 1]


def test_categories_become_columns_of_zeros_and_ones() -> None:
    cells = ["red", "blue", "", "red", "green"]
    found = column_of("colour", cells, ",")
    assert (found.kind, found.parts, found.missing) == ("category", ("blue", "green", "red"), 1)
    assert found.features == ["colour = blue", "colour = green", "colour = red"]
    assert found.block().tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 0], [0, 0, 1], [0, 1, 0]]


def test_spellings_that_differ_in_case_are_one_category() -> None:
    found = column_of("smoker", ["No", "no", "YES", "yes", "no"] * 5, ",")
    assert found.parts == ("no", "yes")
    assert found.merged == ("No", "YES")
    assert found.block()[:3].tolist() == [[1, 0], [1, 0], [0, 1]]


def test_dates_become_day_weekday_month_and_hour() -> None:
    texts = ["2024-01-01 06:00", "2024-01-31 18:30", "", "2024-12-31 00:00"] * 6
    found = column_of("when", texts, ",")
    assert found.features == ["when: day", "when: weekday", "when: month", "when: hour"]
    day, weekday, month, hour = found.values[:4].T
    assert day[[0, 3]].tolist() == [-1, 1]
    assert day[1] == pytest.approx(-1 + 2 * 30 / 365)
    assert weekday[[0, 1, 3]].tolist() == [-1, 1, 0 - 1 + 2 * 1 / 2]  # Monday, Wednesday, Tuesday
    assert month[[0, 1, 3]].tolist() == [-1, -1, 1]
    assert hour[[0, 1, 3]] == pytest.approx([6 / 9.25 - 1, 1, -1])
    assert np.isnan(found.values[2]).all()
    assert found.missing == 6


def test_parts_of_dates_that_never_change_are_left_out() -> None:
    assert column_of("d", ["01.03.2024", "15.03.2024"] * 9, ",").parts == ("day",)
    assert column_of("d", ["2024-03-01", "2024-03-01"] * 9, ",", kind="date").why != ""


ZIP = ["10115", "20095", "80331"] * 10
MIXED = ["1", "2", "three", "four"] * 5


@pytest.mark.parametrize(
    ("texts", "kind", "becomes", "width"),
    [
        (ZIP, "category", "category", 3),
        (ZIP, "left out", "left out", 0),
        (ZIP, "id", "id", 0),
        (ZIP, "date", "left out", 0),
        (MIXED, "number", "number", 1),
        (["a", "b"] * 10, "number", "left out", 0),
        (["one", "One"] * 10, "category", "left out", 0),
        ([f"t{i}" for i in range(40)], "category", "category", 40),
        ([str(i) for i in range(40)], "number", "number", 1),
    ],
)
def test_a_person_says_what_a_column_is(
    texts: list[str], kind: str, becomes: str, width: int
) -> None:
    found = column_of("x", texts, ",", kind=kind)
    assert (found.kind, found.width, found.block().shape[1]) == (becomes, width, width)
    assert bool(found.why) == (width == 0)


def test_categories_that_are_numbers_stand_in_their_order() -> None:
    assert column_of("x", ["10", "9", "1"] * 9, ",", kind="category").parts == ("1", "9", "10")


def test_a_number_that_may_mean_missing_is_one_until_a_person_says_so() -> None:
    texts = ["1", "2.5", "3"] * 9 + ["-999"] * 3
    found = column_of("x", texts, ",")
    assert (found.missing, found.suspects) == (0, {-999.0: 3})
    assert found.values[-1, 0] == -1
    said = column_of("x", texts, ",", missing=frozenset([-999.0]))
    assert (said.missing, said.suspects) == (3, {})
    assert np.isnan(said.values[-3:]).all()
    assert said.values[:2, 0].tolist() == [-1, 0.5]


@pytest.mark.parametrize(
    ("texts", "found", "example"),
    [
        (["$1,000", "($2)", "", "inf"] * 9, "-2 to 1000 $; 9 missing; 9 infinite", "$1,000 = 1000"),
        (["1.5", "3"] * 9, "1.5 to 3", "1.5"),
        (["", "a", "b"] * 9, "2 kinds; 9 missing", "a"),
        (["2/1/2024", "13/1/2024"] * 9, "day, weekday", "2/1/2024 = Tue, 2 Jan 2024"),
        ([f"t{i}" for i in range(50)], "text of more than 30 kinds", "t0"),
        ([""] * 9, "no cell is filled; 9 missing", ""),
    ],
)
def test_what_was_found_in_a_few_words(texts: list[str], found: str, example: str) -> None:
    column = column_of("x", texts, ",")
    assert (column.found, column.example) == (found, example)


def notices(*columns: Column) -> list[str]:
    return [*left_out_notices(columns), *repair_notices(columns)]


def test_notices_gather_columns_of_a_kind_in_a_sentence() -> None:
    columns = [column_of(f"c{i}", ["7"] * 50, ",") for i in range(8)]
    columns.append(column_of("hole", ["1", "2.5"] * 24 + ["", "x y"], ","))
    columns.append(column_of("euro", ["1,5 €", "2,5 €"] * 25, ";"))
    columns.append(column_of("debt", ["(1)", "2"] * 24 + ["inf", "−3"], ";"))
    columns.append(column_of("sex", ["Male", "male"] * 24 + ["female", ""], ";"))
    columns.append(column_of("day", ["1/2/2024", "1/3/2024"] * 25, ";"))
    columns.append(column_of("fine", ["1", "2.5"] * 25, ","))
    assert notices(*columns) == [
        "Left out (all values are the same): 'c0', 'c1', 'c2', 'c3', 'c4' and 3 more.",
        "Numbers read with decimal commas: 'euro'.",
        "Numbers read with brackets as a minus: 'debt'.",
        "Numbers read with a dash as a minus: 'debt'.",
        "Units taken off: 'euro' (€).",
        "Dates became numbers: 'day' (day, weekday, month).",
        "Order of day and month in dates: 'day' (day before month, which nothing in them tells).",
        "Spellings that differ in case or blanks only became one: 'sex' ('Male').",
        "Cells that are not numbers, in columns of numbers, count as missing: 'hole' ('x y').",
        "Infinite values are replaced by the mean of the training part: 'debt' (1).",
        "Missing values are replaced by the mean of the training part: 'hole' (2).",
        "Missing cells belong to no category: 'sex' (1).",
    ]


def test_nothing_done_is_nothing_said() -> None:
    assert notices(column_of("fine", ["1", "2.5"] * 9, ",")) == []

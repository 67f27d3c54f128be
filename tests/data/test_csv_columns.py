from __future__ import annotations

import numpy as np
import pytest

from dropviz.data.csv_columns import column_notices, column_of, number_meanings


def numbers(*cells: str, delimiter: str = ",") -> dict[str, float]:
    return number_meanings(cells, delimiter)[0]


@pytest.mark.parametrize(
    "cell", ["1", "-1.5", "+2", ".5", "3.", "1e-3", "1E5", "007", "123456789012345678901234567890"]
)
def test_a_number_is_what_python_reads(cell: str) -> None:
    assert numbers(cell) == {cell: float(cell)}


@pytest.mark.parametrize("cell", ["1_000", "0x1", "1 2", "=1+1", "1e", "abc", "١٢", "--1", "1.2.3"])
def test_other_texts_are_not(cell: str) -> None:
    assert numbers(cell) == {}


@pytest.mark.parametrize("cell", ["inf", "-Inf", "+Infinity", "∞", "-∞", "1e999"])
def test_infinities_are_recognised(cell: str) -> None:
    assert numbers(cell) == {cell: np.inf}


@pytest.mark.parametrize(
    ("cells", "delimiter", "values", "style"),
    [
        (["3,14", "2", "-0,5"], ";", [3.14, 2, -0.5], "decimal commas"),
        (["3,14", "2"], ",", [3.14, 2], "decimal commas"),
        (["1.234,5", "1.000"], ";", [1234.5, 1000], "decimal commas"),
        (["1,234", "999"], ",", [1234, 999], "commas in thousands"),
        (["1,234", "999"], ";", [1.234, 999], "decimal commas"),
        (["1,234,567", "1,234"], ";", [1234567, 1234], "commas in thousands"),
        (["1,234.5", "1,000"], ";", [1234.5, 1000], "commas in thousands"),
        (["1.5", "2"], ";", [1.5, 2], "plain"),
    ],
)
def test_commas_are_read_one_way_in_a_column(
    cells: list[str], delimiter: str, values: list[float], style: str
) -> None:
    meanings, found = number_meanings(cells, delimiter)
    assert [meanings[cell] for cell in cells] == values
    assert found == style


def test_a_column_of_numbers_is_moved_and_shrunk_only() -> None:
    raw = np.array([1.7e9, 1.7e9 + 1, 1.7e9 + 5, 1.7e9 + 2])
    found = column_of("time", [f"{value:.1f}" for value in raw], ",")
    assert found.kind == "numbers"
    assert found.width == 1
    block = found.block([])[:, 0].astype(np.float64)
    assert (block.min(), block.max()) == (-1, 1)
    assert np.allclose((block - block.mean()) / block.std(), (raw - raw.mean()) / raw.std())


@pytest.mark.parametrize("cells", [["1.7e308", "-1.7e308", "0"], ["1e-320", "2e-320", "9e-320"]])
def test_extreme_numbers_overflow_nothing(cells: list[str]) -> None:
    found = column_of("x", cells, ",")
    assert found.kind == "numbers"
    assert np.isfinite(found.block(cells)).all()


def test_missing_infinite_and_odd_cells_are_counted_and_left_open() -> None:
    cells = ["1", "2.5"] * 30 + ["", "NA", "NaN", "#DIV/0!", "inf", "-inf", "oops"]
    found = column_of("x", cells, ",")
    assert (found.kind, found.missing, found.infinite, found.odd) == ("numbers", 5, 2, ("oops",))
    assert np.isnan(found.values[60:]).all()
    assert found.values[:2].tolist() == [-1, 1]


def test_categories_become_columns_of_zeros_and_ones() -> None:
    cells = ["red", "blue", "", "red", "green"]
    found = column_of("colour", cells, ",")
    assert (found.kind, found.categories, found.missing) == (
        "categories",
        ("blue", "green", "red"),
        1,
    )
    assert found.block(cells).tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 0], [0, 0, 1], [0, 1, 0]]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["7", "7.0", "7"], "constant"),
        (["7", "", "7"], "constant"),
        (["x", "x", "x"], "constant"),
        (["", "NA", "null"], "constant"),
        (["inf", "inf", "-inf"], "constant"),
        ([str(i) for i in range(100)], "row numbers"),
        ([str(i * i) for i in range(100)], "numbers"),
        ([str(i) for i in range(100) if i % 7], "row numbers"),
        ([str(i) for i in range(100, 0, -1)], "numbers"),
        ([f"{i}.5" for i in range(100)], "numbers"),
        ([f"name {i}" for i in range(31)], "text"),
        ([f"name {i % 30}" for i in range(100)], "categories"),
        (["1", "2", "three", "four"], "categories"),
        (["=A1+B1", "=SUM(A:A)", "=A1+B1"], "categories"),
        (["2024-01-01", "2024-01-02"] * 3, "categories"),
    ],
)
def test_kinds_of_columns(cells: list[str], kind: str) -> None:
    assert column_of("x", cells, ",").kind == kind


def test_what_is_left_out_has_no_inputs() -> None:
    for cells in (["7"] * 9, [str(i) for i in range(9)], [f"name {i}" for i in range(50)]):
        assert column_of("x", cells, ",").width == 0


def test_notices_gather_columns_of_a_kind_in_a_sentence() -> None:
    columns = [column_of(f"c{i}", ["7"] * 50, ",") for i in range(8)]
    columns.append(column_of("hole", ["1", "2.5"] * 24 + ["", "x y"], ","))
    columns.append(column_of("euro", ["1,5", "2,5"] * 25, ";"))
    columns.append(column_of("fine", ["1", "2.5"] * 25, ","))
    assert column_notices(columns) == [
        "Columns left out, as all their values are the same: "
        "'c0', 'c1', 'c2', 'c3', 'c4' and 3 more.",
        "Columns read with decimal commas: 'euro'.",
        "Cells that are not numbers, in columns of numbers, count as missing: 'hole' ('x y').",
        "Missing values are replaced by the mean of the training part: 'hole' (2).",
    ]


def test_nothing_done_is_nothing_said() -> None:
    columns = [column_of("fine", ["1", "2.5"] * 9, ",")]
    assert column_notices(columns) == []

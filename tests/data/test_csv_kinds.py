from __future__ import annotations

import numpy as np
import pytest

from dropviz.data.csv_kinds import cells_of, folded, guessed_kind, suspects

DRAWS = np.random.default_rng(0)


def kind_of(cells: list[str], name: str = "x", *, is_first: bool = False) -> tuple[str, str]:
    return guessed_kind(name, cells_of(cells, ","), is_first=is_first)


def shuffled(first: int, n: int) -> list[str]:
    return [str(value) for value in DRAWS.permutation(np.arange(first, first + n))]


@pytest.mark.parametrize(
    ("cells", "kind", "why"),
    [
        (["7", "7.0", "7"], "left out", "all values are the same"),
        (["7", "", "7"], "left out", "all values are the same"),
        (["xyz", "XYZ ", "xyz"], "left out", "all values are the same"),
        (["", "NA", "null"], "left out", "no cell is filled"),
        (["7", "inf", "7"], "left out", "all values that are not infinite are the same"),
        (["inf", "inf", "-inf"], "left out", "all values are infinite"),
        ([str(i) for i in range(100)], "id", "it numbers the rows"),
        ([str(i) for i in range(100) if i % 7], "id", "it numbers the rows"),
        ([str(i) for i in range(100, 0, -1)], "id", "it numbers the rows"),
        (shuffled(480_001, 120), "id", "it numbers the rows"),
        ([str(i * i) for i in range(100)], "number", ""),
        ([f"{i}.5" for i in range(100)], "number", ""),
        ([str(i % 50) for i in range(100)], "number", ""),
        ([f"{i / 10:.1f} kg" for i in range(100)], "number", ""),
        ([f"name {i}" for i in range(31)], "left out", "text of more than 30 kinds"),
        ([f"name {i % 30}" for i in range(100)], "category", ""),
        (["1", "2", "three", "four"], "category", ""),
        (["=A1+B1", "=SUM(A:A)", "=A1+B1"], "category", ""),
        (["2024-01-01", "2024-01-02"] * 3, "date", ""),
        (["2024-01-01", ""] * 3, "left out", "all values are the same"),
        (["t", "f", "T"], "category", ""),
        ([f"C{i % 26}" for i in range(28)] + [""] * 122, "left out", "few cells of each kind"),
        ([f"C{i % 8}" for i in range(30)] + [""] * 122, "left out", "few cells of each kind"),
        (["low", "high"] * 9 + [""] * 122, "category", ""),
        ([f"C{i % 26}" for i in range(40)], "left out", "few cells of each kind"),
    ],
)
def test_kinds_of_columns(cells: list[str], kind: str, why: str) -> None:
    assert kind_of(cells) == (kind, why)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("id", "id"), ("ID", "id"), ("customer_id", "id"), ("orderId", "id"), ("Patient ID", "id"),
        ("uuid", "id"), ("height", "number"), ("humidity", "number"), ("idle", "number"),
    ],
)  # fmt: skip
def test_a_name_that_says_id_is_believed(name: str, kind: str) -> None:
    visits = [str(1_000 + 97 * (i % 40)) for i in range(120)]
    assert kind_of(visits, name)[0] == kind


@pytest.mark.parametrize("name", ["passengerid", "case no", "Nr", "order number", "#", "code"])
def test_a_name_that_says_number_is_believed_where_each_row_has_its_own(name: str) -> None:
    assert kind_of([str(i * i) for i in range(40)], name) == ("id", "its name says so")
    assert kind_of([str(i * i % 37) for i in range(40)], name) == ("number", "")
    assert kind_of([f"A-{i}" for i in range(25)], name) == ("id", "its name says so")


def test_few_values_under_the_name_of_an_id_are_no_ids() -> None:
    assert kind_of(["1", "2", "3"] * 20, "treatment id") == ("number", "")
    assert kind_of(["a", "b", "c"] * 20, "treatment id") == ("category", "")


def test_another_text_in_each_row_of_the_first_column_names_the_rows() -> None:
    for n in (20, 45):
        names = [f"S{i}" for i in range(n)]
        assert kind_of(names, is_first=True) == ("row name", "another text in each row")
        assert kind_of(names)[0] == "left out"


def test_spellings_are_folded_but_not_genes() -> None:
    assert folded(["Yes", "yes", "No "]) == {"Yes": "yes", "yes": "yes", "No ": "No"}
    assert folded(["a  b", "A b"]) == {"a  b": "a b", "A b": "a b"}
    assert folded(["T", "t", "f"]) == {"T": "t", "t": "t", "f": "f"}
    genes = {"AA": "AA", "Aa": "Aa", "aa": "aa"}
    assert folded(genes) == genes


@pytest.mark.parametrize(
    ("others", "value", "is_suspect"),
    [
        ([0.5, 3, 7], -999, True),
        ([0.5, 3, 7], 9999, True),
        ([0.5, 3, 7], -99.9, True),
        ([18, 40, 80], 99, True),
        ([10, 50, 98], 99, False),
        ([0, 100_000], 9999, False),
        ([-2_000, 500], -999, False),
        ([0.5, 3, 7], 1000, False),
        ([0.5, 3, 7], 9, False),
        ([0.5, 3, 7], 888, True),
        ([5, 5], 999, False),
    ],
)
def test_numbers_that_may_mean_missing(others: list[float], value: float, is_suspect: bool) -> None:
    values = np.array([*others * 5, value, value, np.nan, np.inf])
    assert suspects(values) == ({value: 2} if is_suspect else {})

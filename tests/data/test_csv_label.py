from __future__ import annotations

import numpy as np
import pytest

from dropviz.data.csv_label import guessed_label, label_classes, majority_error
from dropviz.data.csv_text import BadCsv

QUANTITY = "different numbers, which is a quantity, and only classes can be predicted"


def test_classes_are_sorted_and_numbered() -> None:
    y, classes, notices = label_classes("kind", ["b", "a", "c"] * 10, ",")
    assert classes == ["a", "b", "c"]
    assert y.tolist() == [1, 0, 2] * 10
    assert notices == []


def test_numbers_that_are_equal_are_one_class_in_their_own_order() -> None:
    y, classes, _ = label_classes("kind", ["10", "2", "2.0", "02", "1e1"] * 6, ",")
    assert classes == ["2", "10"]
    assert y.tolist() == [1, 0, 0, 0, 1] * 6


def test_rows_without_a_label_and_rare_classes_are_left_out_and_told() -> None:
    cells = ["a"] * 12 + ["b"] * 12 + ["rare"] * 4 + ["", "NaN"]
    y, classes, notices = label_classes("kind", cells, ",")
    assert classes == ["a", "b"]
    assert y.tolist() == [0] * 12 + [1] * 12 + [-1] * 6
    assert notices == [
        "Rows without a label were left out: 2.",
        "Classes with fewer than 5 rows were left out: 'rare'.",
    ]


def test_spellings_that_differ_in_case_or_blanks_are_one_class() -> None:
    y, classes, notices = label_classes("kind", ["True", "TRUE", "false", "no  way"] * 10, ",")
    assert classes == ["false", "no way", "true"]
    assert y.tolist() == [2, 2, 0, 1] * 10
    assert notices == [
        "Spellings of the label that differ in case or blanks only became one: "
        "'True', 'TRUE', 'no way'."
    ]


def test_an_infinite_label_is_called_infinite() -> None:
    y, classes, notices = label_classes("kind", ["0"] * 20 + ["1"] * 20 + ["inf"] * 6, ",")
    assert classes == ["0", "1"]
    assert y.tolist() == [0] * 20 + [1] * 20 + [-1] * 6
    assert notices == ["Rows whose label is infinite were left out: 6."]


def test_a_number_that_means_missing_is_no_class() -> None:
    cells = ["0"] * 20 + ["1"] * 20 + ["-999"] * 6
    assert label_classes("kind", cells, ",")[1] == ["-999", "0", "1"]
    assert label_classes("kind", cells, ",", frozenset([-999.0]))[1] == ["0", "1"]


def test_ages_and_digits() -> None:
    """Many whole numbers, each with rows enough, are classes; with few rows each a quantity."""
    assert len(label_classes("digit", [str(i % 16) for i in range(320)], ",")[1]) == 16
    with pytest.raises(BadCsv, match="a quantity"):
        label_classes("age", [str(i % 45) for i in range(90)], ",")


@pytest.mark.parametrize(
    ("names", "columns", "guess"),
    [
        ("a b label", "num num two", "label"),
        ("Label b c", "two num two", "Label"),
        ("a label c", "num num two", "label"),  # a quantity, which is then said
        ("Survived b c", "two num two", "Survived"),
        ("a grade c", "num num two", "c"),  # likely only where it can be one
        ("a b c", "two num two", "c"),
        ("a b c", "two two num", "a"),
        ("a b c", "num two num", "b"),
        ("a b c", "ten num two", "c"),
        ("a b", "num num", "b"),
    ],
)
def test_the_label_is_guessed_by_name_then_place(names: str, columns: str, guess: str) -> None:
    cells = {
        "num": [f"{i / 7:.3f}" for i in range(60)],
        "two": ["x", "y"] * 30,
        "ten": [f"k{i % 10}" for i in range(60)],
    }
    table = dict(zip(names.split(), (cells[kind] for kind in columns.split()), strict=True))
    assert guessed_label(table, ",") == guess


def test_the_majority_errs_on_all_others() -> None:
    assert majority_error(np.array([0] * 7 + [1] * 2 + [2])) == pytest.approx(0.3)


def test_a_few_fractions_may_be_classes() -> None:
    assert label_classes("dose", ["0.5", "1", "2"] * 10, ",")[1] == ["0.5", "1", "2"]


def test_none_is_a_class_like_any_other() -> None:
    assert label_classes("therapy", ["none", "drug"] * 20, ",")[1] == ["drug", "none"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["a"] * 50, "Column 'kind' holds only one class, 'a', and two are needed: choose another"),
        ([""] * 50, "holds only no class"),
        ([f"row {i}" for i in range(50)], "of the classes 'row 0' .1., .* and 45 more in column"),
        (["a"] * 46 + ["b"] * 4, "Too few rows are of class 'b' .4. in column 'kind'"),
        (["a"] * 40 + ["b"] * 4 + ["c"], "of the classes 'b' .4., 'c' .1. in column 'kind'"),
        ([str(i) for i in range(200)], f"200 {QUANTITY}"),
        ([str(i % 60) for i in range(600)], f"60 {QUANTITY}"),
        ([f"{i / 7:.4f}" for i in range(200)], f"200 {QUANTITY}"),
        ([f"{i / 7:.4f}".replace(".", ",") for i in range(99)], f"99 {QUANTITY}"),
        ([f"${i},000" for i in range(99)], f"99 {QUANTITY}"),
        ([f"class {i % 60}" for i in range(600)], "60 classes and at most 50 .* join classes"),
        (["a"] * 8 + ["b"] * 8 + [""] * 40, "Only 16 rows .* at least 20 are needed"),
    ],
)
def test_a_column_that_is_no_label_gets_one_sentence(cells: list[str], words: str) -> None:
    with pytest.raises(BadCsv, match=words) as caught:
        label_classes("kind", cells, ";")
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)

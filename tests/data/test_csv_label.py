from __future__ import annotations

import pytest

from dropviz.data.csv_label import label_classes
from dropviz.data.csv_text import BadCsv


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


def test_a_few_fractions_may_be_classes() -> None:
    assert label_classes("dose", ["0.5", "1", "2"] * 10, ",")[1] == ["0.5", "1", "2"]


def test_none_is_a_class_like_any_other() -> None:
    assert label_classes("therapy", ["none", "drug"] * 20, ",")[1] == ["drug", "none"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["a"] * 50, "Column 'kind' holds only one class, 'a', and two are needed: choose another"),
        ([""] * 50, "holds only no class"),
        ([f"row {i}" for i in range(50)], "Of the 50 classes in column 'kind' 0 have 5 rows"),
        ([str(i) for i in range(200)], "Of the 200 classes in column 'kind' 0 have 5 rows"),
        (["a"] * 46 + ["b"] * 4, "Of the 2 classes in column 'kind' 1 have 5 rows"),
        ([f"{i / 7:.4f}" for i in range(200)], "200 different numbers, a quantity and not classes"),
        ([f"{i / 7:.4f}".replace(".", ",") for i in range(99)], "a quantity and not classes"),
        ([f"class {i % 60}" for i in range(600)], "60 classes and at most 50 .* join classes"),
        (["a"] * 8 + ["b"] * 8 + [""] * 40, "Only 16 rows .* at least 20 are needed"),
    ],
)
def test_a_column_that_is_no_label_gets_one_sentence(cells: list[str], words: str) -> None:
    with pytest.raises(BadCsv, match=words) as caught:
        label_classes("kind", cells, ";")
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)

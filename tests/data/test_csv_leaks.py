from __future__ import annotations

import numpy as np
import pytest

from dropviz.data.csv_columns import column_of
from dropviz.data.csv_leaks import determines
from dropviz.data.own_csv import read_as, read_csv
from dropviz.data.splits import largest_train_size, split

DRAWS = np.random.default_rng(0)
N = 200
NOISE = [f"{value:.4f}" for value in DRAWS.normal(size=N)]
LABEL = [f"{'xyz'[i % 3]}" for i in range(N)]
Y = np.array([i % 3 for i in range(N)])


def notices(rows: list[tuple[str, ...]]) -> tuple[str, ...]:
    head = [f"c{i}" for i in range(len(rows[0]) - 1)]
    content = "\n".join(",".join(row) for row in [(*head, "label"), *rows])
    return read_as(read_csv(content.encode()), "label").dataset().notices


def test_rows_that_training_and_test_part_share_are_counted() -> None:
    rows = list(zip(NOISE, LABEL, strict=True))
    assert notices(rows) == ()
    content = "\n".join(",".join(row) for row in [("c0", "label"), *rows, *rows[:60]])
    data = read_as(read_csv(content.encode()), "label").dataset()
    parts = split(data, 0, largest_train_size(data))
    known = {tuple(row) for row in np.column_stack([parts.x_train, parts.y_train]).tolist()}
    tests = np.column_stack([parts.x_test, parts.y_test]).tolist()
    shared = sum(tuple(row) in known for row in tests)
    assert shared > 10
    (notice,) = data.notices
    assert f"share rows: {shared} of {len(tests)} test rows" in notice


def test_two_rows_that_are_alike_by_chance_are_no_leak() -> None:
    rows = list(zip(NOISE, LABEL, strict=True))
    assert notices([*rows, rows[0], rows[1]]) == ()


def test_a_column_that_tells_the_label_is_named() -> None:
    codes = [str(100 + "zxy".index(label)) for label in LABEL]
    rows = list(zip(NOISE, codes, LABEL, strict=True))
    assert notices(rows) == (
        "One column alone tells the label: 'c1'. If it is not known before the label is, leave it "
        "out.",
    )


@pytest.mark.parametrize(
    ("cells", "tells"),
    [
        ([f"{label}!" for label in LABEL], True),
        ([f"{label}{i % 4}" for i, label in enumerate(LABEL)], True),
        (["", *(f"{label}!" for label in LABEL[1:])], True),
        (["odd", "odd", *LABEL[2:]], True),
        (["odd"] * 20 + LABEL[20:], False),
        (["a", "b"] * (N // 2), False),
        ([f"{i % 3 + 0.001 * i:.3f}" for i in range(N)], True),
        ([f"{i % 3 + 0.01 * i:.3f}" for i in range(N)], False),
        (NOISE, False),
    ],
)
def test_whether_a_column_determines_the_classes(cells: list[str], tells: bool) -> None:
    assert determines(column_of("c", cells, ","), Y) == tells


def test_of_a_rare_class_the_few_errors_count() -> None:
    rare = np.array([i < 6 for i in range(600)], dtype=np.int64)
    assert not determines(
        column_of("c", [f"{value:.4f}" for value in DRAWS.normal(size=600)], ","), rare
    )
    assert determines(
        column_of("c", [f"{3 * one + 0.001 * i:.3f}" for i, one in enumerate(rare)], ","), rare
    )

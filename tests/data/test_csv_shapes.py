"""Whole tables in shapes that people bring, each read as a person would; hostile ones refused."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from dropviz.data.csv_kinds import ColumnKind
from dropviz.data.own_csv import BadCsv, Reading, Table, read_as, read_csv
from dropviz.data.splits import split

FOLDER = Path(__file__).with_name("csv")


@dataclass(frozen=True)
class Shape:
    """How a table is to be read; ``says`` holds parts of what is said about it."""

    label: str
    classes: dict[str, int]
    kinds: dict[str, str]
    missing: dict[str, int] = field(default_factory=dict)
    values: dict[str, list[float]] = field(default_factory=dict)
    says: tuple[str, ...] = ()


SHAPES = {
    "03_titanic_like_nan_text.csv": Shape(
        "Survived",
        {"0": 82, "1": 68},
        {
            "Pclass": "number", "Name": "left out", "Sex": "category", "Age": "number",
            "SibSp": "number", "Ticket": "left out", "Fare": "number", "Cabin": "left out",
            "Embarked": "category",
        },
        {"Age": 32, "Cabin": 122, "Embarked": 2},
        says=("'Name', 'Ticket'", "'Cabin'", "'Age' (32)"),
    ),
    "05_ids_and_dates.csv": Shape(
        "late",
        {"no": 76, "yes": 44},
        {"order_id": "id", "created": "date", "delivery": "date", "amount": "number"},
        says=("it numbers the rows): 'order_id'", "'delivery' (day before month)"),
    ),
    "06_percent_currency_thousands.csv": Shape(
        "grade",
        {"high": 21, "low": 39},
        {
            "region": "category", "growth": "number", "revenue": "number", "profit": "number",
            "weight": "number",
        },
        values={
            "growth": [0.0, 4.4, -2.5], "revenue": [28_673, 34_848, 28_770],
            "profit": [-301.97, -379.96, -1_623.19], "weight": [70.3, 71.7, 66.8],
        },
        says=("'growth' (%), 'revenue' ($), 'profit' ($), 'weight' (kg)", "brackets as a minus"),
    ),
    "07_boolean_label_mixed_case_spaces.csv": Shape(
        "event",
        {"false": 43, "true": 37},
        {"smoker": "category", "active": "category", "bmi": "number"},
        says=("'smoker' ('No', 'Yes')", "Blanks at the ends", "Spellings of the label"),
    ),
    "11_tab_with_hash_comments.tsv": Shape(
        "class",
        {"A": 26, "B": 34},
        {"wavelength": "number", "absorbance": "number"},
        values={"wavelength": [567.9, 576.2, 553.6], "absorbance": [0.7995, 0.3487, 0.5784]},
        says=("tabs between its cells", "begin with # were left out: 4"),
    ),
    "15_title_rows_and_totals.csv": Shape(
        "rating",
        {"good": 19, "poor": 26},
        {"store": "row name", "units": "number", "returns": "number"},
        values={"units": [240, 264, 179], "returns": [8, 4, 2]},
        says=("'Quarterly report', 'Prepared by: nobody'", "'Total 10022'"),
    ),
}  # fmt: skip


def test_each_file_has_its_reading() -> None:
    assert {path.name for path in FOLDER.glob("*.?sv")} == SHAPES.keys()


def read(name: str) -> tuple[Table, Reading]:
    table = read_csv((FOLDER / name).read_bytes())
    return table, read_as(table, table.guessed_label)


@pytest.mark.parametrize("name", SHAPES)
def test_a_real_shape_is_read_right(name: str) -> None:
    shape, (table, reading) = SHAPES[name], read(name)
    assert reading.label == shape.label
    sizes = dict(zip(reading.classes, np.bincount(reading.y).tolist(), strict=True))
    assert sizes == shape.classes
    assert table.n_rows == sum(sizes.values()) == len(reading.y)
    assert {column.name: column.kind for column in reading.columns} == shape.kinds
    found = {column.name: column.missing for column in reading.columns if column.missing}
    assert found == shape.missing
    assert not reading.suspects
    said = " ".join((*table.notices, *reading.notices))
    assert all(words in said for words in shape.says)


@pytest.mark.parametrize("name", SHAPES)
def test_its_values_are_those_in_the_file(name: str) -> None:
    """Columns are shrunk to [-1, 1]; with the range of the first rows the others follow."""
    columns = {column.name: column for column in read(name)[1].columns}
    for column, values in SHAPES[name].values.items():
        found = columns[column].values[:3, 0]
        a, b, c = values
        assert (found[1] - found[0]) / (found[2] - found[0]) == pytest.approx((b - a) / (c - a))


@pytest.mark.parametrize("name", SHAPES)
def test_it_can_be_trained_on_and_has_the_same_name_each_time(name: str) -> None:
    data = read(name)[1].dataset(name)
    assert data.name == read(name)[1].dataset("another name").name
    assert np.isfinite(split(data, 0, 10).x_test).all()


def damaged(content: bytes, draws: np.random.Generator) -> bytes:
    """Lines dropped, doubled and swapped; marks and signs put in at random."""
    lines = content.splitlines(keepends=True)
    for _ in range(draws.integers(1, 12)):
        place = int(draws.integers(len(lines)))
        match draws.integers(4):
            case 0:
                lines[place:place] = [lines[int(draws.integers(len(lines)))]]
            case 1:
                del lines[place]
            case 2:
                marks = ["#", "\u200b", "(", "−", "$", "%", "=", "Total", "é", " ", "9" * 99, "\r"]
                at = int(draws.integers(len(lines[place]) + 1))
                put = str(draws.choice(marks)).encode()
                lines[place] = lines[place][:at] + put + lines[place][at:]
            case _:
                lines[place] = lines[place].replace(b",", b";" * int(draws.integers(2)), 1)
    return b"".join(lines)


def outcome(content: bytes, draws: np.random.Generator) -> str:
    """What is said against a table, in a sentence; nothing if it can be trained on."""
    try:
        table = read_csv(content)
        kinds: dict[str, ColumnKind] = {
            str(name): "number" for name in draws.choice(table.columns, 2)
        }
        data = read_as(table, table.guessed_label, kinds, frozenset([9.0, -999.0])).dataset()
    except BadCsv as error:
        return str(error)
    assert np.isfinite(split(data, 0, data.n_classes).x_test).all()
    return ""


@pytest.mark.parametrize("name", SHAPES)
def test_a_damaged_file_is_read_or_refused_in_a_sentence(name: str) -> None:
    content = (FOLDER / name).read_bytes()
    draws = np.random.default_rng(0)
    said = [outcome(damaged(content, draws), draws) for _ in range(60)]
    assert 0 < sum(map(bool, said)) < len(said)
    assert all(words.endswith(".") and "\n" not in words for words in said if words)


CHARACTERS = '0123456789,;.\t|"#-+()%$€ \n\r=\u200b\u2212\u00a0abAB\\<>[]{}_*'


def test_random_text_is_read_or_refused_in_a_sentence() -> None:
    for seed in range(300):
        draws = np.random.default_rng(seed)
        text = "".join(draws.choice(list(CHARACTERS), int(draws.integers(1, 400))))
        rows = int(draws.integers(1, 40)) * (text[:20].replace("\n", ",") + "\n")
        words = outcome((text + rows).encode(), draws)
        assert not words or words.endswith(".")


@pytest.mark.alone
@pytest.mark.parametrize("filling", ["1.25", "$1,234", "2024-01-02", "Yes", "(1", "9" * 30])
def test_a_large_table_is_read_in_a_moment(filling: str) -> None:
    rows = "".join(f'"{filling}",{i % 997},"{filling}{i}",{"xy"[i % 2]}\n' for i in range(60_000))
    content = f"a,b,c,label\n{rows}".encode()
    start = time.process_time()
    table = read_csv(content)
    reading = read_as(table, table.guessed_label)
    assert "b" in [column.name for column in reading.inputs]
    assert time.process_time() - start < 4

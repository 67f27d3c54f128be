"""A person's own CSV file, from its bytes to a data set: what is mended, and what is refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.preprocessing import OneHotEncoder

from dropviz.data import own_csv
from dropviz.data.datasets import Dataset
from dropviz.data.own_csv import BadCsv, dataset_from, read_as, read_csv
from dropviz.data.splits import largest_train_size, split
from dropviz.experiments.experiment import Experiment

DRAWS = np.random.default_rng(0)


def as_csv(header: Sequence[str], *columns: Sequence[object], **style: str) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, **style)
    writer.writerow(header)
    writer.writerows(zip(*columns, strict=True))
    return file.getvalue().encode()


def made(data: bytes, label: str = "label") -> Dataset:
    return dataset_from(read_csv(data), label)


LABEL = ["x", "y"] * 30
NUMBERS = DRAWS.normal(size=60).round(3).tolist()
OTHERS = DRAWS.normal(size=60).round(3).tolist()


def test_iris_comes_through_as_it_is() -> None:
    bunch = load_iris()
    names = bunch.target_names[bunch.target]
    data = as_csv([*bunch.feature_names, "species"], *bunch.data.T, names)
    table = read_csv(data)
    assert table.notices == ()
    assert table.guessed_label == "species"
    iris = dataset_from(table, "species")
    assert iris.notices == ()
    assert iris.classes == ("setosa", "versicolor", "virginica")
    assert iris.features == tuple(bunch.feature_names)
    assert np.array_equal(iris.y, bunch.target)
    assert (iris.x.dtype, iris.y.dtype) == (np.float32, np.int64)
    assert iris.standardise.all()
    scaled = (bunch.data - bunch.data.mean(axis=0)) / bunch.data.std(axis=0)
    assert np.allclose((iris.x - iris.x.mean(axis=0)) / iris.x.std(axis=0), scaled, atol=1e-5)
    parts = split(iris, 0, largest_train_size(iris), 0.1)
    assert np.allclose(parts.x_train.std(axis=0), 1, atol=1e-5)


def test_categories_are_those_of_scikit_learn() -> None:
    colours = ["red", "green", "blue"] * 20
    data = made(as_csv(["n", "colour", "label"], NUMBERS, colours, LABEL))
    expected = OneHotEncoder(sparse_output=False).fit_transform(np.array(colours)[:, None])
    assert data.features == ("n", "colour = blue", "colour = green", "colour = red")
    assert np.array_equal(data.x[:, 1:], expected)
    assert data.standardise.tolist() == [True, False, False, False]


def test_its_name_is_that_of_the_data_as_used() -> None:
    dozens = [i // 12 for i in range(60)]
    content = as_csv(["n", "dozen", "label"], NUMBERS, dozens, LABEL)
    table = read_csv(content)
    data = dataset_from(table, "label")
    assert Experiment(dataset=data.name, train_size=10, batch_size=10).dataset == data.name
    assert dataset_from(table, "label").name == data.name
    assert dataset_from(read_csv(content.replace(b",", b";")), "label").name == data.name
    assert dataset_from(table, "dozen").name != data.name
    assert read_as(table, "label", {"dozen": "number"}).dataset().name == data.name
    names = {data.name}
    for kind in ("category", "left out"):
        names.add(read_as(table, "label", {"dozen": kind}).dataset().name)
    names.add(read_as(table, "label", missing=frozenset([4.0])).dataset().name)
    names.add(made(as_csv(["n", "dozen", "label"], [0, *NUMBERS[1:]], dozens, LABEL)).name)
    assert len(names) == 5


def test_a_data_set_with_holes_survives_its_bytes_and_can_be_split() -> None:
    data = made(as_csv(["n", "m", "label"], ["", *NUMBERS[1:]], OTHERS, LABEL))
    assert np.isnan(data.x[0, 0])
    again = Dataset.from_bytes(data.to_bytes())
    assert np.array_equal(again.x, data.x, equal_nan=True)
    assert again.notices == data.notices != ()
    for seed in range(5):
        parts = split(again, seed, 20)
        for x in (parts.x_train, parts.x_validation, parts.x_test):
            assert np.isfinite(x).all()


MENDED = {
    "semicolons": (
        as_csv(["n", "label"], NUMBERS, LABEL, delimiter=";"),
        "The file was read with semicolons between its cells.",
    ),
    "decimal commas": (
        as_csv(["n", "label"], [str(n).replace(".", ",") for n in NUMBERS], LABEL, delimiter=";"),
        "Numbers read with decimal commas: 'n'.",
    ),
    "windows": (
        as_csv(["n", "label"], NUMBERS, ["ä", "ö"] * 30).decode().encode("cp1252"),
        "The file is not in UTF-8 and was read as Windows-1252: if letters look wrong, save it as "
        "UTF-8.",
    ),
    "constant": (
        as_csv(["n", "seven", "nothing", "label"], NUMBERS, [7] * 60, [""] * 60, LABEL),
        "Left out (all values are the same): 'seven'.",
    ),
    "row numbers": (
        as_csv(["", "n", "label"], range(60), NUMBERS, LABEL),
        "Left out (id: it numbers the rows): 'column 1'.",
    ),
    "free text": (
        as_csv(["name", "n", "label"], [f"person {i}" for i in range(60)], NUMBERS, LABEL),
        "Left out (row name: another text in each row): 'name'.",
    ),
    "missing": (
        as_csv(["n", "label"], ["NaN", "", *NUMBERS[2:]], LABEL),
        "Missing values are replaced by the mean of the training part: 'n' (2).",
    ),
    "infinite": (
        as_csv(["n", "label"], ["inf", "-inf", *NUMBERS[2:]], LABEL),
        "Infinite values are replaced by the mean of the training part: 'n' (2).",
    ),
    "not a number": (
        as_csv(["n", "label"], ["about 3", *NUMBERS[1:]], LABEL),
        "Cells that are not numbers, in columns of numbers, count as missing: 'n' ('about 3').",
    ),
    "missing category": (
        as_csv(["n", "c", "label"], NUMBERS, ["", *["a", "b"] * 29, "a"], LABEL),
        "Missing cells belong to no category: 'c' (1).",
    ),
    "double names": (
        as_csv(["n", "n", "label"], NUMBERS, OTHERS, LABEL),
        "Names that were double or very long were changed to 'n (2)'.",
    ),
    "no names": (
        as_csv(["n", "", "label"], NUMBERS, OTHERS, LABEL),
        "Columns without a name were called 'column 2'.",
    ),
    "formula": (
        as_csv(["n", "f", "label"], NUMBERS, ["=1+1", '=cmd|" /C calc"!A0'] * 30, LABEL),
        "Formulas are not computed but read as text, in 'f': save the file with values instead.",
    ),
    "no label": (
        as_csv(["n", "label"], NUMBERS, ["", "", *LABEL[2:]]),
        "Rows without a label were left out: 2.",
    ),
    "rare class": (
        as_csv(["n", "label"], NUMBERS, ["z", "z", *LABEL[2:]]),
        "Classes with fewer than 5 rows were left out: 'z'.",
    ),
}


@pytest.mark.parametrize("name", MENDED)
def test_what_can_be_mended_is_with_a_notice(name: str) -> None:
    content, notice = MENDED[name]
    table = read_csv(content)
    data = dataset_from(table, "label")
    assert notice in table.notices + data.notices
    assert data.n_classes == 2
    assert data.x.shape == (data.n_rows, len(data.features))
    assert np.isfinite(split(data, 0, 20).x_test).all()


def test_a_file_without_a_header_keeps_its_first_row() -> None:
    rows = as_csv(["1.5", "2"], NUMBERS, [1, 2] * 30)
    table = read_csv(rows)
    assert table.columns == ("column 1", "column 2")
    assert table.n_rows == 61
    assert table.notices == (
        "The first row holds no names, so columns are called by their number.",
    )
    assert dataset_from(table, "column 2").classes == ("1", "2")


def test_formulas_and_markup_stay_the_text_they_are() -> None:
    markup = ["<script>alert(1)</script>", "![x](http://example.org/x.png)"] * 30
    data = made(as_csv(["=1+1", "m", "label"], NUMBERS, markup, ["=A1", "<b>"] * 30))
    assert data.classes == ("<b>", "=A1")
    assert data.features[0] == "=1+1"
    assert "m = <script>alert(1)</script>" in data.features


def test_row_numbers_do_not_betray_the_class_of_a_sorted_file() -> None:
    cells = sorted(["x"] * 40 + ["y"] * 19 + [""])
    data = made(as_csv(["id", "n", "label"], range(1, 61), NUMBERS, cells))
    assert data.features == ("n",)


REFUSED = {
    "no data": (b"", "file is empty"),
    "header": (b"n,label\n", "header without data"),
    "few rows": (as_csv(["n", "label"], NUMBERS[:19], LABEL[:19]), "has 19 rows and at least 20"),
    "one class": (as_csv(["n", "label"], NUMBERS, ["x"] * 60), "only one class, 'x'"),
    "a class a row": (
        as_csv(["n", "label"], NUMBERS, [f"c{i}" for i in range(60)]),
        "Too few rows are of the classes 'c0' .1., ",
    ),
    "a quantity": (
        as_csv(["n", "label"], OTHERS, NUMBERS),
        "a quantity, and only classes can be predicted",
    ),
    "all text": (
        as_csv(["a", "label"], [f"essay {i}" for i in range(60)], LABEL),
        "No column beside 'label' can be an input, as all are left out: add columns",
    ),
    "all constant": (
        as_csv(["a", "b", "label"], [1] * 60, ["k"] * 60, LABEL),
        "No column beside 'label' can be an input, as all are left out",
    ),
    "another label": (as_csv(["n", "kind"], NUMBERS, LABEL), "no column 'label': choose 'n', 'kin"),
    "many categories": (
        as_csv(
            [*(f"c{i}" for i in range(40)), "label"],
            *[[f"k{(i * 7 + j) % 30}" for i in range(60)] for j in range(40)],
            LABEL,
        ),
        "has 1,200 inputs for 60 rows, and at most 1,000 can be used: leave out",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_gets_one_sentence(name: str) -> None:
    content, words = REFUSED[name]
    with pytest.raises(BadCsv, match=words) as caught:
        made(content)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_many_rows_of_many_categories_are_refused_before_memory_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own_csv, "MAX_INPUT_CELLS", 120)
    with pytest.raises(BadCsv, match=r"has 3 inputs for 60 rows, and at most 2 can be used"):
        made(as_csv(["n", "c", "label"], NUMBERS, ["a", "b"] * 30, LABEL))


def damaged(content: bytes, draws: np.random.Generator) -> bytes:
    """Bytes changed, dropped and doubled at random."""
    data = bytearray(content)
    for _ in range(draws.integers(1, 40)):
        place = int(draws.integers(len(data)))
        match draws.integers(3):
            case 0:
                data[place] = int(draws.choice(list(b',;"\n\r\t= 1e-.\x00\xff')))
            case 1:
                del data[place : place + int(draws.integers(1, 20))]
            case _:
                data[place:place] = data[place : place + int(draws.integers(1, 20))]
    return bytes(data)


def test_a_damaged_file_is_read_or_refused_and_nothing_else() -> None:
    content = as_csv(["n", "c", "label"], NUMBERS, ["a", "b, c"] * 30, LABEL)
    sentences = []
    for seed in range(200):
        try:
            table = read_csv(damaged(content, np.random.default_rng(seed)))
            data = dataset_from(table, table.guessed_label)
        except BadCsv as error:
            sentences.append(str(error))
        else:
            assert np.isfinite(split(data, 0, 4).x_test).all()
    assert 20 < len(sentences) < 200
    assert all(sentence.endswith(".") for sentence in sentences)

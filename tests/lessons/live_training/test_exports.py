"""What is exported is read back, by pandas and by us, as the same numbers."""

from __future__ import annotations

import io
import json

import numpy as np
import pandas as pd
import pytest

from dropviz.data.datasets import Dataset, dataset
from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import CURVES, Film
from dropviz.lessons.live_training.exports import (
    LARGEST_JSON,
    BadExperiment,
    curves_csv,
    dataset_csv,
    experiment_from,
    experiment_json,
    named_curves_csv,
    results_csv,
)
from dropviz.training.engine import train

SMALL = Experiment(
    train_size=20, hidden=(4,), batch_size=10, steps=10, pairs=3, first_seed=5,
    arms=(Arm(), Arm(p_hidden=0.5), Arm(p_hidden=0.5, early_stopping=True)),
)  # fmt: skip


@pytest.fixture(scope="module")
def film() -> Film:
    made = train(SMALL, dataset("digits"))
    made.snapshot.curves[:, -1, 1, 2] = np.nan
    made.outcome.test_loss[1, 2] = np.nan
    return made


def test_curves_come_back_as_they_were(film: Film) -> None:
    table = pd.read_csv(io.StringIO(curves_csv(film)))
    assert list(table.columns) == ["arm", "name", "seed", "step", *CURVES]
    t, a, s = film.snapshot.curves.shape[1:]
    assert len(table) == t * a * s
    for index, name in enumerate(CURVES):
        values = table[name].to_numpy("float32").reshape(a, s, t).transpose(2, 0, 1)
        np.testing.assert_array_equal(values, film.snapshot.curves[index])
    assert table["seed"].unique().tolist() == [5, 6, 7]
    assert table["name"].unique().tolist()[0] == "no dropout"
    assert table["step"].iloc[:t].tolist() == film.snapshot.steps.tolist()


def test_results_come_back_as_they_were(film: Film) -> None:
    table = pd.read_csv(io.StringIO(results_csv(film)))
    for name in ("test_loss", "test_error", "chosen_step", "stopped_at"):
        expected = getattr(film.outcome, name)
        values = table[name].to_numpy(expected.dtype).reshape(expected.shape)
        np.testing.assert_array_equal(values, expected)


def test_several_runs_carry_their_names_and_no_formula(film: Film) -> None:
    table = pd.read_csv(io.StringIO(named_curves_csv([("=1+1", film), ("b", film)])))
    assert table["run_name"].unique().tolist() == ["'=1+1", "b"]
    assert table["run"].unique().tolist() == [film.experiment.hash]
    assert len(table) == 2 * curves_csv(film).count("\n") - 2


def test_a_data_set_comes_back_with_missing_values_and_odd_names() -> None:
    x = np.array([[1.5, 0.1], [np.nan, 1.0], [3.0, 0.0]], np.float32)
    data = Dataset(
        "csv-0000000000000000", "t", x, np.array([0, 1, 0]), ("a", "b"),
        ("=cmd|' /C calc'!A0", 'colour, "dark"'), np.array([True, False]),
    )  # fmt: skip
    table = pd.read_csv(io.StringIO(dataset_csv(data)))
    assert list(table.columns) == ["'=cmd|' /C calc'!A0", 'colour, "dark"', "class"]
    np.testing.assert_array_equal(table.iloc[:, :-1].to_numpy("float32"), x)
    assert table["class"].tolist() == [0, 1, 0]


@pytest.mark.parametrize("experiment", [Experiment(), SMALL])
def test_an_experiment_comes_back(experiment: Experiment) -> None:
    text = experiment_json(experiment)
    assert experiment_from(text.encode()).hash == experiment.hash
    assert experiment_from(b"\xef\xbb\xbf" + text.encode()) == experiment  # as Windows saves it


def test_what_a_file_does_not_name_is_the_default() -> None:
    assert experiment_from(b'{"pairs": 3}') == Experiment(pairs=3)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "not JSON"),
        (b"[1, 2]", "must be a JSON object"),
        (b'{"pairs": 1e9}', "pairs is"),
        (b'{"pairs": 101}', "from 1 to 100"),
        (b'{"steps": "many"}', "steps is 'many'"),
        (b'{"learning_rate": NaN}', "learning_rate is nan"),
        (b'{"arms": [{"p_hidden": 1.5}, {}]}', "p_hidden"),
        (b'{"hidden": [99999999999999999999]}', "hidden"),
        (b'{"spam": 1}', "spam is not a setting"),
        (b'{"dataset": "../../etc/passwd"}', "dataset is '../../etc/passwd'"),
        (b"\xff\xfe\x00\x01", "no text in UTF-8"),
        (b"[" * 50_000, "not JSON"),
        (b" " * (LARGEST_JSON + 1), "at most 100,000 are read"),
        (json.dumps({f"x{i}": i for i in range(9)}).encode(), "And 5 more."),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_experiment_gets_sentences(data: bytes, says: str) -> None:
    with pytest.raises(BadExperiment) as found:
        experiment_from(data)
    assert says in str(found.value)
    assert len(str(found.value)) < 1200

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.datasets import load_breast_cancer, load_digits, load_wine

from dropviz.data.datasets import DATASETS, Dataset, dataset
from dropviz.data.plane import XOR_SPREAD, xor
from dropviz.experiments.experiment import Experiment

LOCAL = [name for name in DATASETS if name != "mnist"]
PLANE = [name for name in LOCAL if DATASETS[name].is_plane]


@pytest.mark.parametrize("name", LOCAL)
def test_a_data_set_is_what_its_entry_says(name: str) -> None:
    entry, data = DATASETS[name], dataset(name)
    assert data.name == name
    assert data.title == entry.title
    assert data.x.shape == (entry.n_rows, entry.n_features) == (data.n_rows, data.n_features)
    assert data.x.dtype == np.float32
    assert data.y.dtype == np.int64
    assert data.standardise.dtype == np.bool_
    assert np.isfinite(data.x).all()
    assert np.array_equal(np.unique(data.y), np.arange(entry.n_classes))
    assert len(data.classes) == entry.n_classes
    assert len(data.features) == len(data.standardise) == entry.n_features
    assert entry.why_not() == ""
    assert entry.sentence.endswith(".")
    assert dataset(name) is data


@pytest.mark.parametrize("name", DATASETS)
def test_an_experiment_can_name_it(name: str) -> None:
    assert Experiment(dataset=name).dataset == name


def test_the_classical_sets_are_those_of_scikit_learn() -> None:
    assert np.array_equal(dataset("digits").x * 16, load_digits().data)
    assert np.array_equal(dataset("digits").y, load_digits().target)
    for name, bunch in (("cancer", load_breast_cancer()), ("wine", load_wine())):
        data = dataset(name)
        assert np.array_equal(data.x, bunch.data.astype(np.float32))
        assert np.array_equal(data.y, bunch.target)
        assert data.standardise.all()
    assert dataset("cancer").classes == tuple(load_breast_cancer().target_names)
    assert not dataset("digits").standardise.any()


@pytest.mark.parametrize("name", PLANE)
def test_points_of_the_plane_are_balanced_and_centred(name: str) -> None:
    data = dataset(name)
    assert np.bincount(data.y).tolist() == [1_000, 1_000]
    assert np.abs(data.x.mean(axis=0)).max() < 0.1
    assert 1.2 < np.abs(data.x).max() < 3
    assert not data.standardise.any()


def test_four_sets_lie_in_the_plane() -> None:
    assert PLANE == ["moons", "circles", "spirals", "xor"]


def test_xor_has_the_error_it_says() -> None:
    """The best rule says the sign of the product of both coordinates."""
    x, y = xor()
    q = norm.cdf(-1 / XOR_SPREAD)
    best = 2 * q * (1 - q)
    error = np.mean((x.prod(axis=1) < 0) != y)
    assert error == pytest.approx(best, abs=4 * np.sqrt(best * (1 - best) / len(y)))


def test_what_sessions_share_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        dataset("wine").x[0, 0] = 1.0


def test_a_data_set_survives_its_bytes() -> None:
    x = np.array([[1.5, np.nan], [0.0, 1.0]], dtype=np.float32)
    data = Dataset(
        name="csv-0123456789abcdef",
        title="Über <b>all</b>",
        x=x,
        y=np.array([1, 0]),
        classes=("ja", "nein"),
        features=("größe", "farbe = rot"),
        standardise=np.array([True, False]),
        notices=("Something was done.",),
    )
    again = Dataset.from_bytes(data.to_bytes())
    for field in ("name", "title", "classes", "features", "notices"):
        assert getattr(again, field) == getattr(data, field)
    for field in ("x", "y", "standardise"):
        assert getattr(again, field).dtype == getattr(data, field).dtype
        assert np.array_equal(getattr(again, field), getattr(data, field), equal_nan=field == "x")


def test_an_unknown_data_set_is_named_with_the_known_ones() -> None:
    with pytest.raises(KeyError, match=r"no data set 'iris'; there are digits, moons, .*mnist"):
        dataset("iris")


def test_neither_the_registry_nor_a_csv_file_needs_scikit_learn() -> None:
    script = (
        "import sys\n"
        "from dropviz.data.datasets import DATASETS\n"
        "from dropviz.data import own_csv, splits\n"
        "[(entry.why_not(), splits.largest_train_size(entry)) for entry in DATASETS.values()]\n"
        "print([name for name in ('sklearn', 'pandas', 'torch') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"

"""The data sets that networks can be trained on: one registry, loaded when first asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from safetensors.numpy import save

from dropviz.core.tensors import tensors_and_words
from dropviz.data.digits import LARGEST_PIXEL
from dropviz.data.mnist import DataUnavailable, mnist, why_no_mnist
from dropviz.data.plane import N_POINTS, Points, circles, moons, spirals, xor

__all__ = ["DATASETS", "DataUnavailable", "Dataset", "DatasetEntry", "dataset"]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Rows, each of one of several classes. Arrays are read-only: sessions share them.

    x : float32 of shape (n, features); categories as 0/1 columns; NaN, in columns to be
        standardised only, where a value is missing
    y : int64 of shape (n,), the class of each row
    classes, features : their names
    standardise : bool of shape (features,): columns scaled by mean and standard deviation of the
        training part; the others stay as they are
    notices : sentences on what was done to a person's file
    """

    name: str
    title: str
    x: NDArray[np.float32]
    y: NDArray[np.int64]
    classes: tuple[str, ...]
    features: tuple[str, ...]
    standardise: NDArray[np.bool_]
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for array in (self.x, self.y, self.standardise):
            array.flags.writeable = False

    @property
    def n_rows(self) -> int:
        """Number of rows in all parts together: training, validation and test."""
        return len(self.y)

    @property
    def n_features(self) -> int:
        """Number of features, which is that of a network's inputs."""
        return len(self.features)

    @property
    def n_classes(self) -> int:
        """Number of classes, which is that of a network's outputs."""
        return len(self.classes)

    def to_bytes(self) -> bytes:
        """The data set as bytes in the safetensors format, for ``from_bytes``."""
        about = {
            key: json.dumps(getattr(self, key))
            for key in ("name", "title", "classes", "features", "notices")
        }
        return save({"x": self.x, "y": self.y, "standardise": self.standardise}, about)

    @classmethod
    def from_bytes(cls, data: bytes) -> Dataset:
        """The data set that ``to_bytes`` wrote."""
        arrays, about = tensors_and_words(data)
        words = {key: json.loads(text) for key, text in about.items()}
        return cls(
            name=words["name"],
            title=words["title"],
            x=arrays["x"],
            y=arrays["y"],
            classes=tuple(words["classes"]),
            features=tuple(words["features"]),
            standardise=arrays["standardise"],
            notices=tuple(words["notices"]),
        )


@dataclass(frozen=True)
class Rows:
    """What a loader returns: a data set without its name and title."""

    x: ArrayLike
    y: ArrayLike
    classes: tuple[str, ...]
    features: tuple[str, ...]
    standardise: bool


@dataclass(frozen=True)
class DatasetEntry:
    """A data set on offer; its size is known without loading it.

    why_not : says in one sentence why it cannot be had now; empty where it can
    """

    title: str
    sentence: str
    n_rows: int
    n_features: int
    n_classes: int
    rows: Callable[[], Rows]
    why_not: Callable[[], str] = str

    @property
    def is_plane(self) -> bool:
        """Whether there are two features, so that a decision surface can be drawn."""
        return self.n_features == 2


def _digits() -> Rows:
    from sklearn.datasets import load_digits

    bunch = load_digits()
    names = tuple(f"row {i // 8 + 1}, column {i % 8 + 1}" for i in range(64))
    ten = tuple("0123456789")
    return Rows(bunch.data / LARGEST_PIXEL, bunch.target, ten, names, standardise=False)


def _cancer() -> Rows:
    from sklearn.datasets import load_breast_cancer

    bunch = load_breast_cancer()
    names = tuple(map(str, bunch.feature_names))
    return Rows(bunch.data, bunch.target, ("malignant", "benign"), names, standardise=True)


def _wine() -> Rows:
    from sklearn.datasets import load_wine

    bunch = load_wine()
    classes = ("cultivar 1", "cultivar 2", "cultivar 3")
    return Rows(bunch.data, bunch.target, classes, tuple(bunch.feature_names), standardise=True)


def _mnist() -> Rows:
    pixels, labels = mnist()
    names = tuple(f"row {i // 28 + 1}, column {i % 28 + 1}" for i in range(784))
    scaled = np.divide(pixels, 255, dtype=np.float32)
    return Rows(scaled, labels, tuple("0123456789"), names, standardise=False)


def _plane(points: Callable[[], Points]) -> Callable[[], Rows]:
    def rows() -> Rows:
        x, y = points()
        return Rows(x, y, ("class 1", "class 2"), ("x", "y"), standardise=False)

    return rows


def _plane_entry(title: str, sentence: str, points: Callable[[], Points]) -> DatasetEntry:
    return DatasetEntry(title, sentence, N_POINTS, 2, 2, _plane(points))


DATASETS: dict[str, DatasetEntry] = {
    "digits": DatasetEntry(
        "Digits", "Handwritten digits of 8 by 8 pixels.", 1_797, 64, 10, _digits
    ),
    "moons": _plane_entry("Moons", "Two crescents that interlock, with noise.", moons),
    "circles": _plane_entry("Circles", "A ring around a smaller ring, with noise.", circles),
    "spirals": _plane_entry("Spirals", "Two arms wound around each other, with noise.", spirals),
    "xor": _plane_entry("XOR", "Four clouds; opposite corners are of one class.", xor),
    "cancer": DatasetEntry(
        "Breast cancer",
        "Measurements of cell nuclei from tumours, malignant or benign.",
        569,
        30,
        2,
        _cancer,
    ),
    "wine": DatasetEntry(
        "Wine", "Chemical analyses of wines from three cultivars.", 178, 13, 3, _wine
    ),
    "mnist": DatasetEntry(
        "MNIST",
        "Handwritten digits of 28 by 28 pixels, 70,000 of them.",
        70_000,
        784,
        10,
        _mnist,
        why_no_mnist,
    ),
}


@cache
def dataset(name: str) -> Dataset:
    """A registered data set, loaded once.

    Raises
    ------
    KeyError
        For an unknown name; the sentence lists the known ones.
    DataUnavailable
        Where it cannot be had; the sentence says why.
    """
    if name not in DATASETS:
        raise KeyError(f"There is no data set {name!r}; there are {', '.join(DATASETS)}.")
    entry = DATASETS[name]
    rows = entry.rows()
    return Dataset(
        name=name,
        title=entry.title,
        x=np.ascontiguousarray(rows.x, dtype=np.float32),
        y=np.ascontiguousarray(rows.y, dtype=np.int64),
        classes=rows.classes,
        features=rows.features,
        standardise=np.full(len(rows.features), rows.standardise),
    )

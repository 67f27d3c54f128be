"""One data set, split anew for each seed: training, validation and test part.

Stratified and standardised by scikit-learn, the scaling fitted on the training part only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dropviz.core.arrays import Float32Array
from dropviz.data.datasets import Dataset

TEST_SHARE, MOST_TEST_ROWS = 0.3, 10_000
VALIDATION_SHARE, MOST_VALIDATION_ROWS = 0.15, 300
NOISE_STREAM = 1
"""Beside the seed, so that wrong labels come from a generator of their own."""

Labels = NDArray[np.int64]


class Sized(Protocol):
    """What has a number of rows and of classes: a data set, or its entry in the registry."""

    @property
    def n_rows(self) -> int: ...  # noqa: D102

    @property
    def n_classes(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, eq=False)
class InputScaling:
    """x becomes (x - mean) / scale, both of shape (features,); missing values become the mean."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]

    def __call__(self, x: Float32Array) -> Float32Array:
        """Scaled copy of shape (n, features)."""
        return np.nan_to_num((x - self.mean) / self.scale).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Split:
    """Training, validation and test part of one seed, scaled: x (n, features) and y (n,).

    y_train : as trained on, wrong labels included
    wrong : bool of shape (n_train,), which labels of the training part are wrong
    """

    x_train: Float32Array
    y_train: Labels
    wrong: NDArray[np.bool_]
    x_validation: Float32Array
    y_validation: Labels
    _data: Dataset
    _test_rows: NDArray[np.int64]
    _scaling: InputScaling | None

    @property
    def x_test(self) -> Float32Array:
        """The scaled inputs of the test part, float32 of shape (n_test, features).

        Made when asked for: the test parts of many seeds would fill the memory.
        """
        return _scaled(self._data.x[self._test_rows], self._scaling)

    @property
    def y_test(self) -> Labels:
        """The labels of the test part, int64 of shape (n_test,)."""
        return self._data.y[self._test_rows]


def part_sizes(data: Sized) -> tuple[int, int]:
    """Number of rows kept for validation and for testing: at least one for each class."""
    validation = min(round(VALIDATION_SHARE * data.n_rows), MOST_VALIDATION_ROWS)
    test = min(round(TEST_SHARE * data.n_rows), MOST_TEST_ROWS)
    return max(validation, data.n_classes), max(test, data.n_classes)


def largest_train_size(data: Sized) -> int:
    """Rows left for training, of a data set or of its entry in the registry."""
    return data.n_rows - sum(part_sizes(data))


def split(data: Dataset, seed: int, train_size: int, label_noise: float = 0.0) -> Split:
    """Split a data set into training, validation and test part, anew for each seed.

    Test and validation part depend on the seed alone; the training rows of a smaller
    ``train_size`` are among those of a larger one, and so are the wrong labels of a smaller
    ``label_noise``. Every class is in the training part where it has room for all classes.

    Parameters
    ----------
    data : Dataset with at least five rows of each class
    seed : int, not negative
    train_size : rows of the training part
    label_noise : share of training labels replaced by a wrong one, each wrong class alike

    Raises
    ------
    ValueError
        If the training part would be empty or larger than ``largest_train_size``.
    """
    largest = largest_train_size(data)
    if not 1 <= train_size <= largest:
        raise ValueError(
            f"train_size is {train_size}; {data.title} has room for 1 to {largest}, as the other "
            f"{data.n_rows - largest} rows are kept for validation and testing."
        )
    pool, validation, test = part_rows(data, seed)
    y = data.y
    train = pool[np.sort(fair_order(y[pool])[:train_size])]
    y_train, wrong = noisy_labels(y[train], data.n_classes, label_noise, seed)
    scaling = _scaling(data.x[train], data.standardise)
    return Split(
        x_train=_scaled(data.x[train], scaling),
        y_train=y_train,
        wrong=wrong,
        x_validation=_scaled(data.x[validation], scaling),
        y_validation=y[validation],
        _data=data,
        _test_rows=test,
        _scaling=scaling,
    )


def part_rows(data: Dataset, seed: int) -> tuple[Labels, Labels, Labels]:
    """Numbers of the rows that are left for training, for validation and for testing."""
    from sklearn.model_selection import train_test_split

    n_validation, n_test = part_sizes(data)
    rest, test = train_test_split(
        np.arange(data.n_rows), test_size=n_test, stratify=data.y, random_state=seed
    )
    pool, validation = train_test_split(
        rest, test_size=n_validation, stratify=data.y[rest], random_state=seed
    )
    return pool, validation, test


def fair_order(y: Labels) -> NDArray[np.int64]:
    """An order of rows in which every beginning has the classes in proportion, shape (n,).

    First one row of each class; then by Sainte-Laguë's rule: the k-th of m rows of a class has its
    turn at (k - 1/2) / m. Within a class rows keep their order.
    """
    by_class = np.argsort(y, kind="stable")
    counts = np.bincount(y)
    rank = np.empty(len(y), dtype=np.int64)
    rank[by_class] = np.arange(len(y)) - np.repeat(np.cumsum(counts) - counts, counts)
    turn = np.where(rank == 0, 0.0, (rank + 0.5) / counts[y])
    return np.argsort(turn, kind="stable")


def noisy_labels(
    y: Labels, n_classes: int, share: float, seed: int
) -> tuple[Labels, NDArray[np.bool_]]:
    """Labels with round(share * n) wrong ones, and which these are; shape (n,) each."""
    draws = np.random.default_rng([seed, NOISE_STREAM])
    wrong_class = (y + draws.integers(1, n_classes, len(y))) % n_classes
    wrong = np.zeros(len(y), dtype=np.bool_)
    wrong[draws.permutation(len(y))[: round(share * len(y))]] = True
    return np.where(wrong, wrong_class, y), wrong


def majority_error(trained: Labels, tested: Labels) -> float:
    """Share of wrong answers of always saying the class that is most frequent in training.

    Labels of any shape; of classes that are equally frequent the first.
    """
    return float((tested != np.bincount(trained.ravel()).argmax()).mean())


def _scaling(x_train: Float32Array, standardise: NDArray[np.bool_]) -> InputScaling | None:
    if not standardise.any():
        return None
    from sklearn.preprocessing import StandardScaler

    with np.errstate(invalid="ignore"):  # a column may have no value here: its mean is NaN
        scaler = StandardScaler().fit(x_train[:, standardise])
    mean, scale = np.zeros(len(standardise)), np.ones(len(standardise))
    mean[standardise], scale[standardise] = scaler.mean_, scaler.scale_
    return InputScaling(mean, scale)


def _scaled(x: Float32Array, scaling: InputScaling | None) -> Float32Array:
    return x if scaling is None else scaling(x)

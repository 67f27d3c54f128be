"""The 8x8 digits of scikit-learn: one fixed split, and the test part as shipped with the app.

The shipped file lets pages that only show digits open without importing scikit-learn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from dropviz.files import ASSETS

TEST_FILE = ASSETS / "digits_test.safetensors"
LARGEST_PIXEL = 16
SPLIT_SEED = 0


@dataclass(frozen=True)
class Digits:
    """``pixels`` uint8 of shape (n, 64) in 0..16 and ``labels`` uint8 of shape (n,) in 0..9."""

    pixels: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    @property
    def images(self) -> NDArray[np.float32]:
        """Pixels scaled to [0, 1], as the networks take them."""
        return (self.pixels / np.float32(LARGEST_PIXEL)).astype(np.float32)


def split_digits() -> tuple[Digits, Digits]:
    """Training part (1347 digits) and test part (450), stratified by class."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    bunch = load_digits()
    x_train, x_test, y_train, y_test = train_test_split(
        bunch.data.astype(np.uint8),
        bunch.target.astype(np.uint8),
        test_size=450,
        random_state=SPLIT_SEED,
        stratify=bunch.target,
    )
    return Digits(x_train, y_train), Digits(x_test, y_test)


@cache
def test_digits() -> Digits:
    """The test part, from the file shipped in ``assets/``."""
    tensors = load_file(TEST_FILE)
    return Digits(tensors["pixels"], tensors["labels"])


def save_test_digits(digits: Digits) -> None:
    """Write the test part to ``assets/``."""
    pixels, labels = np.ascontiguousarray(digits.pixels), np.ascontiguousarray(digits.labels)
    save_file({"pixels": pixels, "labels": labels}, TEST_FILE)

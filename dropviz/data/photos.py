"""Two photographs, and filters learned from their patches, as shipped with the app.

The photographs are the sample images of scikit-learn, cut and made smaller: *china* by
danielbuechele (https://www.flickr.com/photos/danielbuechele/6061409035) and *flower* by vultilion
(https://www.flickr.com/photos/vultilion/6056698931), both under CC BY 2.0
(https://creativecommons.org/licenses/by/2.0/).
"""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from dropviz.core.photo_filters import PhotoFilters
from dropviz.files import ASSETS

PhotoName = Literal["china", "flower"]
PHOTOS: tuple[PhotoName, ...] = get_args(PhotoName)
PHOTOGRAPHERS: dict[PhotoName, str] = {"china": "danielbuechele", "flower": "vultilion"}
LICENCE = "CC BY 2.0"
PHOTO_FILE = ASSETS / "photos" / "photos.safetensors"
FILTER_FILE = ASSETS / "photos" / "filters.safetensors"
SHRINK, ROWS, COLUMNS = 6, 64, 96
"""Each pixel is the mean of SHRINK x SHRINK pixels of the original, around its middle."""


def sample_photos() -> dict[str, NDArray[np.uint8]]:
    """The photographs as scikit-learn has them, cut and averaged: uint8 (64, 96, 3) by name."""
    from sklearn.datasets import load_sample_image

    return {name: _shrunk(load_sample_image(f"{name}.jpg")) for name in PHOTOS}


def _shrunk(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = ROWS * SHRINK, COLUMNS * SHRINK
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    cut = image[top : top + height, left : left + width].astype(np.float64)
    means = cut.reshape(ROWS, SHRINK, COLUMNS, SHRINK, 3).mean((1, 3))
    return np.asarray(np.rint(means), np.uint8)


@cache
def shipped_photos() -> dict[str, NDArray[np.uint8]]:
    """The photographs by name, uint8 of shape (64, 96, 3)."""
    return load_file(PHOTO_FILE)


def photo_pixels(name: PhotoName) -> NDArray[np.float32]:
    """A shipped photograph in [0, 1], of shape (64, 96, 3)."""
    return (shipped_photos()[name] / np.float32(255)).astype(np.float32)


@cache
def shipped_filters() -> PhotoFilters:
    """16 filters learned from the patches of both photographs, the weightiest first."""
    return PhotoFilters(**load_file(FILTER_FILE))


def save_photos(photos: dict[str, NDArray[np.uint8]], filters: PhotoFilters) -> None:
    """Write the photographs and their filters to two files in ``assets/``."""
    PHOTO_FILE.parent.mkdir(exist_ok=True)
    save_file({name: np.ascontiguousarray(photo) for name, photo in photos.items()}, PHOTO_FILE)
    tensors = {name: np.ascontiguousarray(value) for name, value in vars(filters).items()}
    save_file(tensors, FILTER_FILE)

import numpy as np
import torch
from torch.nn import functional

from dropviz.core.photo_filters import (
    PhotoFilters,
    explained,
    photo_maps,
    pixels_of_squares,
    rebuilt_photo,
    squares_of_pixels,
)

RNG = np.random.default_rng(0)
FILTERS = PhotoFilters(
    RNG.normal(size=(4, 3, 5, 5)),
    RNG.normal(size=4),
    RNG.normal(size=(12, 4, 3, 3)),
    RNG.normal(size=12),
)
PHOTO = RNG.random((8, 6, 3))


def edged(x: torch.Tensor, around: int) -> torch.Tensor:
    return functional.pad(x, (around,) * 4, mode="replicate")


def test_maps_and_rebuilt_photo_are_those_of_torch() -> None:
    x = torch.from_numpy(PHOTO).permute(2, 0, 1)[None]
    kernels, biases, decoder, bias = (torch.from_numpy(part) for part in vars(FILTERS).values())
    maps = functional.conv2d(edged(x, 2), kernels, biases).relu()
    np.testing.assert_allclose(photo_maps(FILTERS, PHOTO), maps[0], atol=1e-12)
    keep = torch.from_numpy(RNG.random((4, 8, 6)) < 0.5)
    pooled = functional.max_pool2d(maps * keep, 2)
    squares = functional.conv2d(edged(pooled, 1), decoder, bias)[0]
    # The first axis is row, column, colour; pixel_shuffle wants colour, row, column.
    shuffled = squares.reshape(2, 2, 3, 4, 3).permute(2, 0, 1, 3, 4).reshape(12, 4, 3)
    theirs = functional.pixel_shuffle(shuffled, 2).permute(1, 2, 0)
    ours = rebuilt_photo(FILTERS, maps[0].numpy(), keep.numpy())
    np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_squares_and_pixels_are_inverse() -> None:
    np.testing.assert_array_equal(pixels_of_squares(squares_of_pixels(PHOTO), 4, 3), PHOTO)


def test_explained_is_1_for_the_photo_and_0_for_its_mean() -> None:
    assert explained(PHOTO, PHOTO) == 1.0
    assert abs(explained(PHOTO, np.broadcast_to(PHOTO.mean((0, 1)), PHOTO.shape))) < 1e-12

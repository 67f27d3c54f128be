import numpy as np
import pytest

from dropviz.core.photo_filters import PhotoFilters, explained, photo_maps, rebuilt_photo
from dropviz.data.filter_learning import learned_filters
from dropviz.data.photos import PHOTOS, photo_pixels, sample_photos, shipped_filters, shipped_photos


def rebuilding(filters: PhotoFilters, name: str, multipliers: np.ndarray | float = 1.0) -> float:
    photo = photo_pixels(name)
    return explained(photo, rebuilt_photo(filters, photo_maps(filters, photo), multipliers))


def test_the_shipped_photos_are_the_sample_images() -> None:
    photos = sample_photos()
    assert list(photos) == list(PHOTOS)
    for name, photo in photos.items():
        assert photo.shape == (64, 96, 3)
        # Versions of the decoder of JPEG may round a pixel differently.
        assert np.abs(photo.astype(int) - shipped_photos()[name]).max() <= 2


@pytest.mark.slow
def test_learning_again_gives_the_shipped_filters() -> None:
    again = learned_filters([photo_pixels(name) for name in PHOTOS])
    for name in PHOTOS:
        assert rebuilding(again, name) == pytest.approx(
            rebuilding(shipped_filters(), name), abs=0.02
        )


@pytest.mark.parametrize("name", PHOTOS)
def test_the_photo_is_rebuilt_and_loses_what_the_silent_maps_held(name: str) -> None:
    filters = shipped_filters()
    whole = rebuilding(filters, name)
    assert whole > 0.85
    for silent in (1, 5):
        multipliers = (np.arange(filters.n_maps) >= silent)[:, None, None]
        assert rebuilding(filters, name, multipliers) < whole
    assert rebuilding(filters, name, 0.0) < 0.0


def test_a_frame_of_the_browser_can_rebuild_it() -> None:
    """At most three million multiply-adds."""
    assert shipped_filters().decoder.size * 32 * 48 < 3e6

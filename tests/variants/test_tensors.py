import numpy as np
import pytest
from scipy.signal import correlate2d

from dropviz.core.arrays import FloatArray
from dropviz.data.digits import test_digits as shipped_digits
from dropviz.variants import VARIANTS
from dropviz.variants.embedding import TEXTS
from dropviz.variants.parts.tensors import DIGITS, FILTERS


def example_tensor(slug: str) -> FloatArray:
    return VARIANTS[slug].example_tensor


@pytest.mark.parametrize("slug", VARIANTS)
def test_every_variant_has_a_tensor_and_a_sentence(slug: str) -> None:
    x = example_tensor(slug)
    assert x.shape == VARIANTS[slug].shape
    assert np.isfinite(x).all()
    assert x.std() > 0.1
    assert VARIANTS[slug].what


def test_maps_are_digits_through_filters() -> None:
    image = shipped_digits().images[DIGITS[1]].reshape(8, 8).astype(float)
    maps = example_tensor("spatial_2d")[1]
    for found, kernel in zip(maps, FILTERS, strict=True):
        assert found == pytest.approx(correlate2d(image, kernel, mode="valid"), abs=0.006)
    assert example_tensor("input_dropout")[1] == pytest.approx(image, abs=0.006)


def test_frames_move_by_a_pixel() -> None:
    frames = example_tensor("spatial_3d")[0, 0]
    assert frames[0][:, 1:].tolist() == frames[1][:, :-1].tolist()


def test_rows_of_attention_sum_to_one_over_what_is_seen() -> None:
    x = example_tensor("attention")
    assert x.sum(-1) == pytest.approx(np.ones(x.shape[:-1]), abs=0.03)
    assert not x[VARIANTS["attention"].absent].any()


def test_what_is_the_same_is_the_same() -> None:
    for slug in ("early", "late", "r_drop", "drop_connect"):
        x = example_tensor(slug)
        assert (x == x[:1]).all()
    words = example_tensor("embedding")
    d, again = TEXTS[0].index("d"), TEXTS[0].rindex("d")
    assert words[0, d].tolist() == words[0, again].tolist()

"""What is measured of each variant agrees with theory where there is one."""

import numpy as np
import pytest

from dropviz.layers.measured import Measured
from dropviz.lessons.variants.comparison import EntryOverMasks, compare
from dropviz.variants import VARIANTS
from dropviz.variants.parts.measuring import measured


def measure(slug: str, p: float, **settings: int) -> Measured:
    return measured(VARIANTS[slug], p, **settings)


def comparison(slug: str, p: float = 0.3, **settings: int) -> EntryOverMasks:
    variant = VARIANTS[slug]
    found = measure(slug, variant.usable(p), **settings)
    return compare(variant, found.outputs, found.inference, p, settings.get("block", 3))


@pytest.mark.parametrize("slug", VARIANTS)
def test_theory_is_within_four_standard_errors(slug: str) -> None:
    now = comparison(slug)
    if now.theory is None:
        assert slug == "drop_block" or VARIANTS[slug].family == "recurrent"
        assert now.why
        return
    assert abs(now.mean.value - now.theory.mean) < 4 * now.mean.error
    assert abs(now.variance.value - now.theory.variance) < 4 * now.variance.error
    if now.neighbour:
        assert now.neighbour.value == pytest.approx(1.0 if now.shares else 0.0, abs=0.07)


def test_masks_come_again_and_differ() -> None:
    first, again = measure("dropout", 0.5), measure("dropout", 0.5)
    assert (first.outputs == again.outputs).all()
    assert not (first.outputs[0] == first.outputs[1]).all()


@pytest.mark.parametrize("slug", ["dropout", "alpha", "drop_connect", "layer_drop", "lstm_h"])
@pytest.mark.parametrize("p", [0.0, 1.0])
def test_at_the_ends_of_the_slider_nothing_varies(slug: str, p: float) -> None:
    now = comparison(slug, p)
    assert not now.varies
    assert now.neighbour is None


@pytest.mark.parametrize("p", [0.3, 0.9])
@pytest.mark.parametrize("block", [1, 6])
def test_blocks_of_a_pixel_or_of_the_map_agree_with_theory(p: float, block: int) -> None:
    now = comparison("drop_block", p, block=block)
    assert abs(now.mean.value - now.theory.mean) < 4 * now.mean.error
    assert abs(now.variance.value - now.theory.variance) < 4 * now.variance.error
    assert now.shares is (True if block == 6 else None)
    assert (now.neighbour.value == pytest.approx(1.0)) == (block == 6)


def test_blocks_of_the_whole_map_share_a_coin() -> None:
    outputs = measure("drop_block", 0.4, block=6).outputs
    whole = (outputs[:, 0, 2] == 0).all((1, 2))
    some = (outputs[:, 0, 2] != 0).any((1, 2))
    assert (whole ^ some).all()
    assert whole.mean() == pytest.approx(0.4, abs=0.03)


def test_inference_is_what_the_contract_says() -> None:
    for slug in ("dropout", "spatial_3d", "embedding"):
        assert (measure(slug, 0.3).inference == VARIANTS[slug].example_tensor).all()
    total = VARIANTS["layer_drop"].example_tensor.sum(0)
    assert np.allclose(measure("layer_drop", 0.3).inference, total)

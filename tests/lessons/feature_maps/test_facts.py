"""What the lesson says is true of what it shows; its code runs and agrees."""

import contextlib
import io
from pathlib import Path

import numpy as np
import pytest

from dropviz.core.feature_probe import MapProbe, Rebuilt
from dropviz.core.map_masks import expected_square_share, share_dropped
from dropviz.lessons.feature_maps.code import code
from dropviz.lessons.feature_maps.facts import DigitFacts, coin_masks, facts, pixels_off
from dropviz.lessons.feature_maps.formulas import formulas
from dropviz.lessons.feature_maps.view import N_PIXELS, FeatureMapsView

NAN = np.nan
PROBES = {
    "photos": MapProbe(
        Rebuilt(np.array([0.9, 1.0]), np.array([0.1, 0.0]), (11.0, 7.0)),
        Rebuilt(np.array([1.0, 1.0]), np.array([0.4, 0.5]), (71.0, 67.0)),
        3,
    ),
    "block 1": MapProbe(
        Rebuilt(np.array([0.6, NAN]), np.array([0.5, NAN]), (6.8, 3.5)),
        Rebuilt(np.array([0.9, NAN]), np.array([0.8, NAN]), (29.0, 27.0)),
        9,
    ),
}
ROOT = Path(__file__).resolve().parents[3]
PIXELS = "8" + "0" * 126 + "1" + "f" * 4 + "0" * 60
VIEWS = [
    FeatureMapsView(),
    FeatureMapsView(mask="0" * 3 + "-" * 21, pixels=PIXELS, network="spatial"),
    FeatureMapsView(way="element", p=0.4, mask="1" + "-" * 22 + "0", drawn="0g8" * 21 + "0"),
    FeatureMapsView(way="spatial", p=0.55, pixels=PIXELS),
    FeatureMapsView(way="block", p=0.3, block=3, mask="-1" + "-" * 22),
    FeatureMapsView(way="block", p=1.0, block=8),
    FeatureMapsView(way="element", p=1.0, mask="1" * 24),
    FeatureMapsView(way="spatial", p=0.0),
    FeatureMapsView(source="photo"),
    FeatureMapsView(source="photo", photo="china", photo_mask="0-0" + "-" * 13),
    FeatureMapsView(source="photo", way="element", p=0.2, photo_mask="0" + "-" * 14 + "1"),
    FeatureMapsView(source="photo", way="spatial", p=0.3, seed=9999),
    FeatureMapsView(source="photo", way="block", p=0.3, block=5, photo_mask="1" * 3 + "-" * 13),
    FeatureMapsView(source="photo", way="block", p=1.0),
]


@pytest.mark.parametrize("view", VIEWS)
def test_the_code_runs_as_it_stands_and_says_what_the_stage_says(
    view: FeatureMapsView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    now = facts(view)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code(now), {})
    if isinstance(now, DigitFacts):
        share = now.thinned.probabilities[0].max()
        assert printed.getvalue() == f"says {now.after}, at {share:.1%}\n"
    else:
        assert printed.getvalue() == f"R2 = {now.r2:.3f}\n"


@pytest.mark.parametrize("view", VIEWS)
def test_formulas_hold_at_every_rate(view: FeatureMapsView) -> None:
    now = facts(view)
    texts = [formula.says + formula.latex for formula in formulas(now, PROBES)]
    assert len(texts) == 3
    for text in texts:
        assert "nan" not in text
        assert "inf" not in text
    assert rf"{100 * share_dropped(now.masks):.1f}\,\%" in texts[1]


def test_the_formula_of_blocks_has_the_numbers_of_both_blocks() -> None:
    text = formulas(facts(FeatureMapsView(way="block", p=0.36, block=3)), PROBES)[1].latex
    assert r"\frac{0.36}{9} \cdot \frac{64}{36} = 0.0711" in text
    assert r"\frac{0.36}{9} \cdot \frac{16}{4} = 0.1600" in text


def test_blocks_that_fill_a_map_are_not_said_to_overlap() -> None:
    texts = {
        block: formulas(facts(FeatureMapsView(way="block", p=0.4, block=block)), PROBES)[1].says
        for block in (1, 3, 5, 8)
    }
    assert [block for block, says in texts.items() if "overlap" in says] == [3, 5]
    assert "A square fills the map in block 2:" in texts[5]
    assert "A square fills the map: the mask is that of whole maps" in texts[8]
    now = facts(FeatureMapsView(way="block", p=0.4, block=8))
    assert all(set(mask.multipliers.ravel()) <= {0.0, 1.0} for mask in now.masks)


def test_the_formula_of_the_probe_has_its_means() -> None:
    says, latex = vars(formulas(facts(FeatureMapsView()), PROBES)[2]).values()
    assert "left out (12)" in says
    assert "6.8 values on average, against 3.5" in says
    assert r"\text{photos} & 0.95 & 0.05 & 1.00 & 0.45" in latex
    assert r"\text{block 1} & 0.60 & 0.50 & 0.90 & 0.80" in latex


def test_what_is_set_by_hand_is_named() -> None:
    view = FeatureMapsView(way="element", mask="100" + "-" * 21, pixels="1" + "0" * 191)
    by_hand = "Set by hand instead: 1 map switched on, 2 maps switched off, 1 pixel dropped."
    assert by_hand in formulas(facts(view), PROBES)[1].says
    assert "by hand" not in formulas(facts(FeatureMapsView(way="element")), PROBES)[1].says


def test_pixels_are_numbered_as_the_view_says() -> None:
    assert not pixels_off(FeatureMapsView()).any()
    off = pixels_off(FeatureMapsView(pixels=PIXELS))
    first = np.flatnonzero(off)[:2].tolist()
    assert len(off) == N_PIXELS
    assert first == [0, 4 * 127 + 3]


def test_a_map_by_hand_and_a_pixel_by_hand_lie_where_they_should() -> None:
    first, second = facts(FeatureMapsView(mask="-" * 9 + "0" + "-" * 14, pixels=PIXELS)).masks
    assert np.argwhere(~first.kept).tolist() == [[0, 0, 0], [7, 7, 7]]
    assert not second.kept[1].any()
    assert not second.kept[0].any()  # the sixteen pixels that follow those of block 1


def test_the_three_ways_drop_about_the_same_share() -> None:
    squares = (2 * expected_square_share(0.3, 3, 8, 8) + expected_square_share(0.3, 3, 4, 4)) / 3
    for way, expected in (("element", 0.3), ("spatial", 0.3), ("block", squares)):
        views = [FeatureMapsView(p=0.3, seed=seed) for seed in range(60)]
        shares = [share_dropped(coin_masks(view, way)) for view in views]
        error = np.std(shares) / np.sqrt(len(shares))
        assert np.mean(shares) == pytest.approx(expected, abs=3 * error)

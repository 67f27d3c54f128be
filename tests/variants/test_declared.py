import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import dropviz.variants
from dropviz.variants import VARIANTS, in_order, variant
from dropviz.variants.base import Variant
from dropviz.variants.embedding import TEXTS
from dropviz.variants.facts import FAMILIES, N_STEPS
from dropviz.variants.parts import usages
from tests.variants.rates import rates_of

all_variants = pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)


@all_variants
def test_a_picture_lays_out_every_axis_once(variant: Variant) -> None:
    layout = variant.layout
    assert sorted(layout.rows + layout.columns) == sorted(layout.axes)
    assert set(variant.shared) <= set(layout.axes)
    assert variant.family in FAMILIES


@all_variants
def test_entries_share_a_coin_along_shared_axes_alone(variant: Variant) -> None:
    coin_of = variant.coin_of
    assert coin_of.shape == variant.shape
    if variant.words:
        return
    n_own = math.prod(variant.layout.axes[axis] for axis in variant.own)
    assert sorted(set(coin_of.ravel())) == list(range(n_own))
    for number, axis in enumerate(variant.layout.axes):
        same = (np.diff(coin_of, axis=number) == 0).all()
        assert same == (axis in variant.shared)


def test_a_word_has_one_coin_in_its_sequence_wherever_it_comes() -> None:
    coin_of = VARIANTS["embedding"].coin_of
    for text, coins in zip(TEXTS, coin_of, strict=True):
        for one, first in zip(coins, text, strict=True):
            for other, second in zip(coins, text, strict=True):
                assert (one == other).all() == (first == second)
    assert not set(coin_of[0].ravel()) & set(coin_of[1].ravel())


def test_a_query_sees_no_later_key() -> None:
    absent = VARIANTS["attention"].absent
    for query in range(6):
        assert absent[0, 0, query].tolist() == [key > query for key in range(6)]
    assert not VARIANTS["residual"].absent.any()


def test_rates_follow_steps_and_blocks() -> None:
    assert rates_of(VARIANTS["early"], 0.4, 2).ravel().tolist() == [0.4] * 2 + [0.0] * (N_STEPS - 2)
    assert rates_of(VARIANTS["late"], 0.4, 2).ravel().tolist() == [0.0] * 2 + [0.4] * (N_STEPS - 2)
    linear = rates_of(VARIANTS["stochastic_depth_row"], 0.6).ravel()
    assert linear == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
    assert set(rates_of(VARIANTS["dropout"], 0.4).ravel()) == {0.4}


@pytest.mark.parametrize(
    ("slug", "p", "expected"),
    [("variational_gaussian", 0.9, 0.5), ("concrete", 1.0, 0.99), ("concrete", 0.0, 0.01),
     ("dropout", 1.0, 1.0)],
)  # fmt: skip
def test_learnt_rates_have_limits(slug: str, p: float, expected: float) -> None:
    assert VARIANTS[slug].usable(p) == expected


def test_modules_are_named_as_their_variants() -> None:
    files = Path(dropviz.variants.__file__).parent.glob("*.py")
    declaring = {file.stem for file in files if "\nVARIANT = " in file.read_text("utf-8")}
    assert set(VARIANTS) == declaring


def test_two_variants_have_neither_one_slug_nor_one_place() -> None:
    one = VARIANTS["dropout"]
    with pytest.raises(ValueError, match="two variants have one slug"):
        in_order([one, replace(one, order=99)])
    with pytest.raises(ValueError, match="dropout and other both have order 0 in the family dense"):
        in_order([one, replace(one, slug="other")])


def test_an_unknown_variant_is_named() -> None:
    with pytest.raises(ValueError, match="'nothing'"):
        variant("nothing")


@all_variants
def test_every_usual_rate_says_how_firm_it_is(variant: Variant) -> None:
    firmness = {usages.READ, usages.TOLD, usages.TRIED, usages.HABIT, usages.COMPUTED}
    assert variant.usages
    assert variant.sources
    assert {use.firm for use in variant.usages} <= firmness


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_each_says_in_a_sentence_why_it_exists_and_in_one_when_to_choose_it(
    variant: Variant,
) -> None:
    assert variant.choose.startswith("Choose it ")
    for sentence in (variant.purpose, variant.choose):
        assert sentence.endswith(".")
        assert sentence.count(". ") == 0
        assert 5 <= len(sentence.split()) <= 25


def test_no_two_say_the_same() -> None:
    said = [one for each in VARIANTS.values() for one in (each.purpose, each.choose)]
    assert len(set(said)) == len(said)

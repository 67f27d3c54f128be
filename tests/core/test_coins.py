import itertools
import math

import numpy as np
import pytest
from scipy import stats

from dropviz.core.coins import coins, keep_mask, log10_mask_probability, scattered_coins


def test_coins_belong_to_their_seed_and_a_longer_row_begins_with_the_shorter() -> None:
    assert np.array_equal(coins(3, 128), coins(3, 128))
    assert np.array_equal(coins(3, 128)[:64], coins(3, 64))
    assert not np.array_equal(coins(3, 64), coins(4, 64))


def test_coins_leave_the_global_generator_alone() -> None:
    before = np.random.get_state()[1].copy()
    coins(3, 10)
    assert np.array_equal(before, np.random.get_state()[1])


def test_units_go_out_one_by_one_as_the_rate_rises() -> None:
    u = coins(0, 200)
    masks = [keep_mask(u, p) for p in np.linspace(0, 1, 21)]
    assert masks[0].all()
    assert not masks[-1].any()
    for earlier, later in itertools.pairwise(masks):
        assert not (later & ~earlier).any()


def test_the_kept_share_is_one_minus_p() -> None:
    u = coins(0, 40_000)
    for p in (0.1, 0.4, 0.5, 0.8):
        spread = math.sqrt(p * (1 - p) / u.size)
        assert abs(keep_mask(u, p).mean() - (1 - p)) < 5 * spread


@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize(("kept", "dropped"), [(3, 4), (0, 5), (6, 0)])
def test_mask_probability(p: float, kept: int, dropped: int) -> None:
    plain = p**dropped * (1 - p) ** kept
    expected = math.log10(plain) if plain else -math.inf
    assert log10_mask_probability(kept, dropped, p) == pytest.approx(expected, abs=1e-12)


def test_scattered_coins_are_the_hash_in_whole_numbers() -> None:
    found = scattered_coins(9999, 3)
    for place, coin in enumerate(found, 1):
        bits = (place * 0x9E3779B1 ^ 10_000 * 0x85EBCA6B) % 2**32
        bits = (bits ^ bits >> 16) * 0x7FEB352D % 2**32
        bits = (bits ^ bits >> 15) * 0x846CA68B % 2**32
        assert coin == ((bits ^ bits >> 16) >> 8) / 2**24


def test_scattered_coins_are_uniform_and_unrelated() -> None:
    rows = [scattered_coins(seed, 16 * 96 * 64) for seed in (0, 7, 8, 9999)]
    for u in rows:
        assert 0 <= u.min() < u.max() < 1
        assert stats.kstest(u, "uniform").pvalue > 1e-3
        for lag in (1, 96, 96 * 64):
            assert abs(np.corrcoef(u[:-lag], u[lag:])[0, 1]) < 0.02
    for one, other in itertools.combinations(rows, 2):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.02

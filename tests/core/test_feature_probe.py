import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from dropviz.core.feature_probe import map_probe, neighbourhoods

RNG = np.random.default_rng(0)


def test_each_r2_is_the_score_of_linear_regression() -> None:
    fit, test = RNG.random((200, 3, 2, 2)), RNG.random((90, 3, 2, 2))
    for maps in (fit, test):  # something to find: pixels and maps that go along
        maps[:, 1] += maps[:, 0]
        maps[:, 2, 0, 1] += 2.0 * maps[:, 2, 0, 0]
    found = map_probe(fit, test)
    for channel in range(3):
        others = [other for other in range(3) if other != channel]
        errors, deviations = np.zeros(3), 0.0
        for pixel in range(4):
            flat = [maps.reshape(len(maps), 3, 4) for maps in (fit, test)]
            rest = [other for other in range(4) if other != pixel]
            near, across = (
                [part[:, channel, rest] for part in flat],
                [p[:, others, pixel] for p in flat],
            )
            both = [np.hstack(pair) for pair in zip(near, across, strict=True)]
            truth = flat[1][:, channel, pixel]
            deviation = ((truth - truth.mean()) ** 2).sum()
            for kind, (x, x_test) in enumerate((near, across, both)):
                score = LinearRegression().fit(x, flat[0][:, channel, pixel]).score(x_test, truth)
                errors[kind] += (1.0 - score) * deviation
            deviations += deviation
        r2 = (found.neighbours[channel], found.other_maps[channel], found.both[channel])
        np.testing.assert_allclose(r2, 1.0 - errors / deviations, atol=1e-9)


def test_known_shares() -> None:
    """A map of equal pixels is told by its neighbours alone, two equal maps by one another."""
    flat = np.broadcast_to(RNG.normal(size=(400, 1, 1, 1)), (400, 1, 3, 3))
    twins = np.repeat(RNG.normal(size=(400, 1, 3, 3)), 2, axis=1)
    noisy = flat + RNG.normal(size=(400, 1, 3, 3))
    found = map_probe(*np.split(np.concatenate([flat, twins, noisy], axis=1), 2))
    np.testing.assert_allclose(found.neighbours[0], 1.0)
    np.testing.assert_allclose(found.other_maps[1:3], 1.0)
    assert np.all(found.neighbours[1:3] < 0.05)
    # Half of the variance of ``noisy`` is what all its pixels, and ``flat``, have in common.
    assert found.other_maps[3] == pytest.approx(0.5, abs=0.05)
    assert found.n_constant == 0


def test_constant_pixels_are_left_out_and_counted() -> None:
    maps = RNG.random((60, 2, 3, 3))
    maps[:, 0, 0, 0] = 0.0
    maps[:30, 1] = 0.5
    found = map_probe(*np.split(maps, 2))
    assert found.n_constant == 1 + 9
    assert np.isfinite(found.neighbours[0])
    assert np.isnan([found.neighbours[1], found.other_maps[1], found.both[1]]).all()


def test_inputs_that_repeat_one_another_change_nothing() -> None:
    maps = RNG.random((80, 2, 2, 2)) + RNG.random((80, 1, 2, 2))
    once, thrice = (map_probe(*np.split(maps[:, [0] + [1] * times], 2)) for times in (1, 3))
    np.testing.assert_allclose(thrice.other_maps[0], once.other_maps[0], atol=1e-9)


def test_one_pixel_of_the_neighbourhoods_of_large_maps() -> None:
    maps = RNG.random((2, 12, 9))
    around = neighbourhoods(maps)
    assert around.shape == (70, 2, 3, 3)
    np.testing.assert_array_equal(around[8], maps[:, 1:4, 1:4])
    found = map_probe(around, around, only=(1, 1))
    x = np.delete(around[:, 0].reshape(70, 9), 4, axis=1)
    score = LinearRegression().fit(x, around[:, 0, 1, 1]).score(x, around[:, 0, 1, 1])
    assert found.neighbours[0] == pytest.approx(score)

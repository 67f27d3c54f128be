import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from dropviz.core.feature_probe import MapProbe, map_probe, neighbourhoods

RNG = np.random.default_rng(0)


def kept_all(fit: np.ndarray, test: np.ndarray, **options: object) -> MapProbe:
    """The probe under masks that drop nothing but the pixel, or the map, that is predicted."""
    return map_probe(fit, test, RNG, p_drop=0.0, n_masks=1, **options)


def test_each_r2_is_the_score_of_linear_regression() -> None:
    fit, test = RNG.random((200, 3, 2, 2)), RNG.random((90, 3, 2, 2))
    for maps in (fit, test):  # something to find: pixels and maps that go along
        maps[:, 1] += maps[:, 0]
        maps[:, 2, 0, 1] += 2.0 * maps[:, 2, 0, 0]
    found = kept_all(fit, test)
    flat = [maps.reshape(len(maps), 3, 4) for maps in (fit, test)]
    for channel in range(3):
        others = [other for other in range(3) if other != channel]
        errors, deviations = np.zeros(4), 0.0
        for pixel in range(4):
            rest = [other for other in range(4) if other != pixel]
            own, across, all_others = (
                [part[:, channel, rest] for part in flat],
                [part[:, others, pixel] for part in flat],
                [part[:, others].reshape(len(part), -1) for part in flat],
            )
            near, around = (
                [np.hstack(pair) for pair in zip(own, more, strict=True)]
                for more in (across, all_others)
            )
            truth = flat[1][:, channel, pixel]
            deviation = ((truth - truth.mean()) ** 2).sum()
            for kind, (x, x_test) in enumerate((near, across, around, all_others)):
                score = LinearRegression().fit(x, flat[0][:, channel, pixel]).score(x_test, truth)
                errors[kind] += (1.0 - score) * deviation
            deviations += deviation
        r2 = [
            part[channel]
            for kind in (found.near, found.around)
            for part in (kind.pixel, kind.whole_map)
        ]
        np.testing.assert_allclose(r2, 1.0 - errors / deviations, atol=1e-9)
    assert (found.near.n_left, found.around.n_left) == ((5.0, 2.0), (11.0, 8.0))


def test_errors_are_the_mean_over_all_masks() -> None:
    """Two maps of 1 by 2 pixels: what is left of them can be enumerated."""
    fit, test = (RNG.random((40, 2, 1, 2)) + RNG.random((40, 1, 1, 1)) for _ in range(2))
    found = map_probe(fit, test, np.random.default_rng(1), p_drop=0.3, n_masks=4000, only=(0, 0))
    neighbour, other = 1, 2  # places in an image
    truth = test[:, 0, 0, 0]
    deviation = ((truth - truth.mean()) ** 2).sum()

    def error(inputs: tuple[int, ...]) -> float:
        x, x_test = (part.reshape(40, 4)[:, inputs] for part in (fit, test))
        y = fit[:, 0, 0, 0]
        if not inputs:
            return float(((truth - y.mean()) ** 2).sum())
        return float(((LinearRegression().fit(x, y).predict(x_test) - truth) ** 2).sum())

    pixel = 0.49 * error((neighbour, other)) + 0.21 * error((neighbour,))
    pixel += 0.21 * error((other,)) + 0.09 * error(())
    whole_map = 0.7 * error((other,)) + 0.3 * error(())
    expected = 1.0 - np.array([pixel, whole_map]) / deviation
    np.testing.assert_allclose([found.near.pixel[0], found.near.whole_map[0]], expected, atol=0.02)
    assert found.near.n_left == pytest.approx((1.4, 0.7), abs=0.05)


def test_known_shares() -> None:
    """A map of equal pixels is told by its neighbours alone, two equal maps by one another."""
    flat = np.broadcast_to(RNG.normal(size=(400, 1, 1, 1)), (400, 1, 3, 3))
    twins = np.repeat(RNG.normal(size=(400, 1, 3, 3)), 2, axis=1)
    noisy = flat + RNG.normal(size=(400, 1, 3, 3))
    found = kept_all(*np.split(np.concatenate([flat, twins, noisy], axis=1), 2))
    np.testing.assert_allclose(found.near.pixel[:3], 1.0)
    np.testing.assert_allclose(found.near.whole_map[1:3], 1.0)
    # Half of the variance of ``noisy`` is what all its pixels, and ``flat``, have in common.
    assert found.near.whole_map[3] == pytest.approx(0.5, abs=0.05)
    assert found.n_constant == 0


def test_constant_pixels_are_left_out_and_counted() -> None:
    maps = RNG.random((60, 2, 3, 3))
    maps[:, 0, 0, 0] = 0.0
    maps[:30, 1] = 0.5
    found = kept_all(*np.split(maps, 2))
    assert found.n_constant == 1 + 9
    assert np.isfinite(found.near.pixel[0])
    assert np.isnan([found.near.pixel[1], found.near.whole_map[1], found.around.pixel[1]]).all()


def test_inputs_that_repeat_one_another_change_nothing() -> None:
    maps = RNG.random((80, 2, 2, 2)) + RNG.random((80, 1, 2, 2))
    once, thrice = (kept_all(*np.split(maps[:, [0] + [1] * times], 2)) for times in (1, 3))
    np.testing.assert_allclose(thrice.near.whole_map[0], once.near.whole_map[0], atol=1e-9)


def test_one_pixel_of_the_neighbourhoods_of_large_maps() -> None:
    maps = RNG.random((2, 12, 9))
    around = neighbourhoods(maps)
    assert around.shape == (70, 2, 3, 3)
    np.testing.assert_array_equal(around[8], maps[:, 1:4, 1:4])
    found = kept_all(around, around, only=(1, 1))
    x = np.delete(around.reshape(70, 18), 4, axis=1)
    score = LinearRegression().fit(x, around[:, 0, 1, 1]).score(x, around[:, 0, 1, 1])
    assert found.around.pixel[0] == pytest.approx(score)

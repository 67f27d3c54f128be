import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from dropviz.core.feature_probe import probe

rng = np.random.default_rng(0)


def drawn(n: int, maps: int, side: int) -> np.ndarray:
    """Maps that share a picture and have noise of their own."""
    picture = rng.normal(size=(n, 1, side, side))
    picture[..., 1:] += picture[..., :-1]
    return picture * np.arange(1, maps + 1)[:, None, None] + rng.normal(size=(n, maps, side, side))


def test_it_is_the_r2_of_scikit_learn() -> None:
    train, test = drawn(200, 3, 3), drawn(80, 3, 3)
    found = probe(train, test)
    sides = {"neighbours": 0.0, "same_pixel": 0.0, "around": 0.0}
    total = 0.0
    at = [(row, column) for row in range(3) for column in range(3)]
    for row, column in at:
        near = [(r, c) for r, c in at if abs(r - row) <= 1 and abs(c - column) <= 1]
        sets = {
            "neighbours": [(1, r, c) for r, c in near if (r, c) != (row, column)],
            "same_pixel": [(m, row, column) for m in (0, 2)],
            "around": [(m, r, c) for m in (0, 2) for r, c in near],
        }
        y_train, y_test = train[:, 1, row, column], test[:, 1, row, column]
        total += ((y_test - y_train.mean()) ** 2).sum()
        for name, chosen in sets.items():
            x_train, x_test = (
                np.stack([part[:, m, r, c] for m, r, c in chosen], 1) for part in (train, test)
            )
            guessed = LinearRegression().fit(x_train, y_train).predict(x_test)
            sides[name] += ((y_test - guessed) ** 2).sum()
    for name, errors in sides.items():
        assert getattr(found, name)[1] == pytest.approx(1 - errors / total, abs=1e-6)
    assert found.n_pixels.tolist() == [9, 9, 9]


def test_what_is_told_by_others_alone_and_what_by_neighbours_alone() -> None:
    n, side = 400, 4
    copy = rng.normal(size=(n, 1, side, side))
    flat = np.broadcast_to(rng.normal(size=(n, 1, 1, 1)), (n, 1, side, side))
    maps = np.concatenate([copy, 2 * copy + 1, flat], 1)
    found = probe(maps[:300], maps[300:])
    np.testing.assert_allclose(found.same_pixel[:2], 1.0, atol=1e-6)
    assert np.abs(found.neighbours[:2]).max() < 0.15
    assert found.neighbours[2] == pytest.approx(1.0, abs=1e-6)
    assert abs(found.same_pixel[2]) < 0.15


def test_pixels_that_never_change_are_left_out() -> None:
    maps = drawn(60, 2, 3)
    maps[:, 0, 0] = 0.0
    maps[:, 1] = 5.0
    found = probe(maps[:40], maps[40:])
    assert found.n_pixels.tolist() == [6, 0]
    assert np.isnan(found.around[1])
    assert np.isfinite(found.around[0])

import numpy as np

from dropviz.core.network import forward
from dropviz.core.robustness import _accuracy_when_silenced, accuracy, robustness_curve
from dropviz.data.digits import test_digits as shipped_digits
from dropviz.data.networks import shipped_network


def test_leaving_units_out_equals_multiplying_them_by_zero() -> None:
    network, digits = shipped_network("with"), shipped_digits()
    rng = np.random.default_rng(0)
    for share in (0.0, 0.2, 0.6, 1.0):
        silenced = rng.random(64) < share
        keep = [np.ones(64), *np.split((~silenced).astype(float), 2)]
        expected = forward(network, digits.images, keep).logits.argmax(axis=1) == digits.labels
        found = _accuracy_when_silenced(network, digits.images, digits.labels, silenced)
        assert found == expected.mean()


def test_the_curve_starts_at_the_accuracy_and_ends_at_one_class() -> None:
    network, digits = shipped_network("with"), shipped_digits()
    curve = robustness_curve(
        network, digits.images, digits.labels, n_draws=3, rng=np.random.default_rng(0)
    )
    assert len(curve.k) == 65
    assert np.isclose(curve.mean[0], accuracy(network, digits.images, digits.labels))
    assert curve.low[-1] == curve.high[-1] < 0.2
    assert (curve.low <= curve.mean + 1e-12).all()
    assert (curve.mean <= curve.high + 1e-12).all()


def test_dropout_made_the_network_sturdier() -> None:
    """What the lesson shows: at 16 of 64 silenced the bands do not overlap."""
    digits = shipped_digits()
    curves = [
        robustness_curve(
            shipped_network(name),
            digits.images,
            digits.labels,
            n_draws=20,
            rng=np.random.default_rng(0),
        )
        for name in ("with", "without")
    ]
    assert curves[0].low[16] > curves[1].high[16]

import numpy as np
import pytest

from dropviz.core.conv_network import conv_forward, silenced
from dropviz.core.map_silencing import silencing_accuracies
from dropviz.core.robustness import share_right, silencing_curve
from dropviz.data.conv_networks import DESCRIPTIONS, shipped_conv_network
from dropviz.data.digits import test_digits as shipped_digits


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_silencing_maps_is_multiplying_them_by_zero(name: str) -> None:
    network, digits = shipped_conv_network(name), shipped_digits()
    off = np.random.default_rng(0).random((40, network.n_maps)) < np.linspace(0, 1, 40)[:, None]
    found = silencing_accuracies(network, digits.images, digits.labels)(off)
    for share, mask in list(zip(found, off, strict=True))[::7]:
        logits = conv_forward(network, digits.images, silenced(network, mask)).logits
        assert share == pytest.approx(share_right(logits, digits.labels), abs=1e-9)


@pytest.mark.slow
def test_spatial_dropout_made_the_network_sturdier() -> None:
    """What the lesson shows: at 6 of 24 silenced the bands do not overlap."""
    digits = shipped_digits()
    curves = {}
    for name in DESCRIPTIONS:
        accuracies = silencing_accuracies(shipped_conv_network(name), digits.images, digits.labels)
        curves[name] = silencing_curve(accuracies, 24, n_draws=30, rng=np.random.default_rng(0))
        assert curves[name].low[-1] == curves[name].high[-1] < 0.2
    assert curves["spatial"].low[6] > curves["plain"].high[6]

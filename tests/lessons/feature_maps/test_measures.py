"""What the lesson measures, against what is computed otherwise, and what its page says of it."""

import numpy as np
import pytest

from dropviz.core.conv_network import conv_forward, silenced
from dropviz.core.feature_probe import MapProbe
from dropviz.core.robustness import share_right
from dropviz.data.conv_networks import shipped_conv_network
from dropviz.data.digits import test_digits as shipped_digits
from dropviz.data.feature_probes import shipped_probes
from dropviz.experiments.trial import feature_maps_trial
from dropviz.lessons.feature_maps.measures import (
    NETWORKS,
    PROBED,
    map_curves,
    map_probes,
    matched_shares,
    shipped_map_losses,
)
from dropviz.variants.drop_block import block_rate


def test_losses_and_curves_are_of_the_shipped_networks() -> None:
    digits, losses, curves = shipped_digits(), shipped_map_losses(), map_curves()
    for key, name in NETWORKS.items():
        network = shipped_conv_network(name)
        whole = share_right(conv_forward(network, digits.images).logits, digits.labels)
        off = silenced(network, np.arange(24) == 8)
        without = share_right(conv_forward(network, digits.images, off).logits, digits.labels)
        assert losses[key].whole == pytest.approx(whole)
        assert [len(block) for block in losses[key].alone] == [8, 16]
        assert losses[key].alone[1][0] == pytest.approx(without)
        assert curves[key].mean[0] == pytest.approx(whole)


def assert_same(shipped: dict[str, MapProbe], measured: dict[str, MapProbe]) -> None:
    """What the page shows is what is measured (``python -m scripts.probe_maps``)."""
    assert list(shipped) == list(measured)
    for name, probe in measured.items():
        assert shipped[name].n_constant == probe.n_constant
        for look in ("near", "around"):
            found, expected = getattr(shipped[name], look), getattr(probe, look)
            np.testing.assert_allclose(found.pixel, expected.pixel, atol=1e-6)
            np.testing.assert_allclose(found.whole_map, expected.whole_map, atol=1e-6)
            assert found.n_left == expected.n_left


@pytest.mark.parametrize("name", ["plain", "spatial"])
def test_the_usual_reason_holds_strongly_on_photos_and_weakly_on_digits(name: str) -> None:
    """What the page concludes; where it changed, the words beside the figure would, too."""
    probes = map_probes(name)
    if name == PROBED:
        assert_same(shipped_probes(), probes)
    photos, *digits = probes.values()
    for probe in probes.values():
        assert np.nanmean(probe.near.pixel) > np.nanmean(probe.near.whole_map)
        assert probe.near.n_left[0] > probe.near.n_left[1]
    assert np.nanmean(photos.near.pixel - photos.near.whole_map) > 0.5
    assert np.nanmean(photos.around.pixel - photos.around.whole_map) > 0.4
    for block in digits:  # "the other maps tell nearly as much"
        assert 0 < np.nanmean(block.around.pixel - block.around.whole_map) < 0.06


def test_what_the_trial_drops_is_said_as_it_is() -> None:
    says = matched_shares(0.3, 3)
    assert says.startswith("Each of the three drops 30\u00a0%")
    assert f"p = {feature_maps_trial(0.3, 3).arms[-1].p:.2f}" in says
    assert "overlap" not in matched_shares(0.3, 1)
    assert f"at most {100 * block_rate(0.9, 3)[1]:.0f}\u00a0%" in matched_shares(0.9, 3)
    assert matched_shares(1.0, 3).startswith("Each of the three drops 100\u00a0%")

"""What the lesson measures, against what is computed otherwise, and what its page says of it."""

import numpy as np
import pytest

from dropviz.core.conv_network import conv_forward, silenced
from dropviz.core.robustness import share_right
from dropviz.data.conv_networks import shipped_conv_network
from dropviz.data.digits import test_digits as shipped_digits
from dropviz.experiments.trial import feature_maps_trial
from dropviz.lessons.feature_maps.measures import (
    NETWORKS,
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


@pytest.mark.parametrize("name", ["plain", "spatial"])
def test_the_usual_reason_holds_on_photos_and_not_in_the_second_block(name: str) -> None:
    """What the page concludes; where it changed, the words beside the figure would, too."""
    probes = map_probes(name)
    photos, _, second = probes.values()
    assert np.all(photos.neighbours > photos.other_maps)
    assert photos.neighbours.mean() > 0.9
    assert np.all(second.neighbours < second.other_maps)
    for probe in probes.values():
        assert np.all(probe.both > np.maximum(probe.neighbours, probe.other_maps) - 0.02)


def test_what_the_trial_drops_is_said_as_it_is() -> None:
    says = matched_shares(0.3, 3)
    assert says.startswith("Each of the three drops 30\u00a0%")
    assert f"p = {feature_maps_trial(0.3, 3).arms[-1].p:.2f}" in says
    assert "overlap" not in matched_shares(0.3, 1)
    assert f"at most {100 * block_rate(0.9, 3)[1]:.0f}\u00a0%" in matched_shares(0.9, 3)
    assert matched_shares(1.0, 3).startswith("Each of the three drops 100\u00a0%")

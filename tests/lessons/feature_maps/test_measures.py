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
def test_the_usual_reason_holds_strongly_on_photos_and_weakly_on_digits(name: str) -> None:
    """What the page concludes; where it changed, the words beside the figure would, too."""
    probes = map_probes(name)
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

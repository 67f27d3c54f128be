"""What the lesson *Feature maps* measures on its networks and filters, all of it from the files."""

from __future__ import annotations

import numpy as np

from dropviz.core.conv_network import conv_forward
from dropviz.core.feature_probe import MapProbe, map_probe, neighbourhoods
from dropviz.core.map_silencing import MapLosses, map_losses, silencing_accuracies
from dropviz.core.photo_filters import photo_maps
from dropviz.core.robustness import RobustnessCurve, silencing_curve
from dropviz.data.conv_networks import ConvName, shipped_conv_network
from dropviz.data.digits import split_digits, test_digits
from dropviz.data.photos import COLUMNS, PHOTOS, photo_pixels, shipped_filters
from dropviz.variants.drop_block import block_rate

N_ORDERS = 30
PHOTO_MASKS = 60
"""Of each kind: a map of photos has only one pixel that is predicted."""
NETWORKS: dict[str, ConvName] = {"without": "plain", "with": "spatial"}
"""Trained without and with spatial dropout."""
PROBED: ConvName = "plain"
"""The reason to drop whole maps is sought where none was dropped."""


def shipped_map_losses() -> dict[str, MapLosses]:
    """Which map matters to each network, on the test digits."""
    digits = test_digits()
    return {
        key: map_losses(shipped_conv_network(name), digits.images, digits.labels)
        for key, name in NETWORKS.items()
    }


def map_curves() -> dict[str, RobustnessCurve]:
    """How each network stands up to losing maps, on the test digits."""
    digits = test_digits()
    return {
        key: silencing_curve(
            silencing_accuracies(shipped_conv_network(name), digits.images, digits.labels),
            shipped_conv_network(name).n_maps,
            n_draws=N_ORDERS,
            rng=np.random.default_rng(0),
        )
        for key, name in NETWORKS.items()
    }


def map_probes(name: ConvName = PROBED) -> dict[str, MapProbe]:
    """The probe of the filters on photos and of each block of a network, by what it is.

    Digits: fitted on the training part, measured on the test part. Photos: fitted on the left
    halves of both, measured on the right ones.
    """
    network, (train, test) = shipped_conv_network(name), split_digits()
    blocks = [conv_forward(network, part.images).maps for part in (train, test)]
    probes = {"photos": _photo_probe()}
    for depth, (fit, measured) in enumerate(zip(*blocks, strict=True)):
        probes[f"digits, block {depth + 1}"] = map_probe(fit, measured, np.random.default_rng(0))
    return probes


def _photo_probe() -> MapProbe:
    maps = [photo_maps(shipped_filters(), photo_pixels(name)) for name in PHOTOS]
    left, right = (
        np.concatenate([neighbourhoods(each[:, :, half]) for each in maps])
        for half in (slice(COLUMNS // 2), slice(COLUMNS // 2, None))
    )
    rng = np.random.default_rng(0)
    return map_probe(left, right, rng, n_masks=PHOTO_MASKS, only=(1, 1))


def matched_shares(p_drop: float, block: int) -> str:
    """What the arms of ``feature_maps_trial`` drop, in a sentence."""
    rate, dropped = block_rate(p_drop, block)
    share = f"{100 * p_drop:.0f}\u00a0%"
    if abs(dropped - p_drop) > 0.005:
        largest = f"{100 * dropped:.0f}\u00a0%"
        return (
            f"Single pixels and whole maps are dropped at p = {p_drop:.2f}. Blocks of {block} "
            f"cannot drop {share} of the pixels: at most {largest} on average, as they do here."
        )
    overlap = (
        f" Blocks of {block} overlap, so it takes p = {rate:.2f} for that." if rate > p_drop else ""
    )
    return f"Each of the three drops {share} of the pixels of both blocks on average.{overlap}"

"""Typed face of the moving picture on the home page."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from dropviz.core.network import forward, plain_multipliers
from dropviz.data.digits import test_digits
from dropviz.data.networks import shipped_network
from dropviz.stage.component import Imposed, packed, packed_coins, packed_network, stage_component

P_DROP = 0.4
HEIGHT = 330

_mount = stage_component("home")


def _one_of_each_digit() -> list[int]:
    """For each digit, the test image the network gets right with the least confidence.

    On these a thinned network is seen to hesitate; on most others it stays sure.
    """
    digits, network = test_digits(), shipped_network("with")
    shares = forward(network, digits.images, plain_multipliers(network)).probabilities
    right = shares.argmax(axis=1) == digits.labels
    confidence = np.where(right, shares.max(axis=1), np.inf)
    return [
        int(min(np.flatnonzero(digits.labels == digit), key=lambda image: confidence[image]))
        for digit in range(10)
    ]


@cache
def _constant_data() -> dict[str, Any]:
    digits, network = test_digits(), shipped_network("with")
    return {
        "network": packed_network(network),
        "pixels": packed(digits.pixels[_one_of_each_digit()]),
        "coins": packed_coins(0, network.n_droppable),
        "p": P_DROP,
        "height": HEIGHT,
    } | Imposed({}).as_data()


def home(*, key: str) -> None:
    """Show the network with a new mask each beat; it stands still where motion is not wanted."""
    _mount(key=key, data=_constant_data())

"""The moving picture on the home page: what Python sends to it."""

from __future__ import annotations

from functools import cache

import numpy as np
from typing_extensions import TypedDict

from dropviz.core.network import forward, plain_multipliers
from dropviz.data.digits import LARGEST_PIXEL, test_digits
from dropviz.data.networks import shipped_network
from dropviz.stage.coin_rows import PackedCoins, packed_coins
from dropviz.stage.packing import PackedNetwork, packed, packed_network

P_DROP = 0.4
HEIGHT = 330


class HomePayload(TypedDict):
    """The network, a digit of each kind (64 bytes of pixels an image), and coins for its masks."""

    network: PackedNetwork
    pixels: str
    coins: PackedCoins
    largest_pixel: int
    p: float
    height: int


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
def payload() -> HomePayload:
    """What ``home/stage.js`` is sent."""
    digits, network = test_digits(), shipped_network("with")
    return {
        "network": packed_network(network),
        "pixels": packed(digits.pixels[_one_of_each_digit()]),
        "coins": packed_coins(0, network.n_droppable),
        "largest_pixel": LARGEST_PIXEL,
        "p": P_DROP,
        "height": HEIGHT,
    }

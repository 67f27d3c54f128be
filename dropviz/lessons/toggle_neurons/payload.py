"""What Python sends to the stage of *Toggle neurons*."""

from __future__ import annotations

from functools import cache

import numpy as np
from typing_extensions import TypedDict

from dropviz.core.network import forward, plain_multipliers
from dropviz.data.digits import LARGEST_PIXEL, test_digits
from dropviz.data.networks import DESCRIPTIONS, SHIPPED_RATES, NetworkName, shipped_network
from dropviz.lessons.toggle_neurons.view import N_UNITS, ToggleView
from dropviz.stage.coin_rows import PackedCoins, packed_coins
from dropviz.stage.packing import PackedNetwork, packed, packed_network

N_HARD = 20
HEIGHT = 470


class _Constant(TypedDict):
    networks: dict[NetworkName, PackedNetwork]
    pixels: str
    labels: str
    largest_pixel: int
    hard: dict[NetworkName, list[int]]
    options: list[tuple[NetworkName, str, str]]
    height: int


class TogglePayload(_Constant):
    """The networks, the test digits, and coins.

    pixels : 64 bytes an image, in base64; labels : a byte each
    hard : for each network the images that it is least sure of, first the worst
    options : the networks, with their names and how they were trained
    height : of the drawing, in px
    """

    coins: PackedCoins


@cache
def least_confident(name: NetworkName) -> list[int]:
    """Test images with the smallest largest probability, least confident first."""
    network = shipped_network(name)
    probabilities = forward(network, test_digits().images, plain_multipliers(network)).probabilities
    order = np.argsort(probabilities.max(axis=1), kind="stable")
    return [int(index) for index in order[:N_HARD]]


@cache
def _constant() -> _Constant:
    digits = test_digits()
    return {
        "networks": {name: packed_network(shipped_network(name)) for name in DESCRIPTIONS},
        "pixels": packed(digits.pixels),
        "labels": packed(digits.labels),
        "largest_pixel": LARGEST_PIXEL,
        "hard": {name: least_confident(name) for name in DESCRIPTIONS},
        "options": _options(),
        "height": HEIGHT,
    }


def _options() -> list[tuple[NetworkName, str, str]]:
    p_input, p_hidden = SHIPPED_RATES["with"]
    return [
        ("with", "trained with dropout", f"Hidden rate {p_hidden}, input rate {p_input}"),
        ("without", "trained without", "Same start, same batches, no dropout"),
    ]


def payload(view: ToggleView) -> TogglePayload:
    """What ``toggle_neurons/stage.js`` is sent."""
    return {**_constant(), "coins": packed_coins(view.seed, N_UNITS)}

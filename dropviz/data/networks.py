"""The trained networks shipped with the app."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from dropviz.core.network import Network, load_network
from dropviz.files import ASSETS

NetworkName = Literal["with", "without"]
SHIPPED_RATES: dict[NetworkName, tuple[float, float]] = {"with": (0.1, 0.4), "without": (0.0, 0.0)}
"""(input rate, hidden rate) each shipped network was trained with, by inverted scaling."""

DESCRIPTIONS: dict[NetworkName, str] = {
    "with": "trained with dropout",
    "without": "trained without dropout",
}


def network_file(name: NetworkName) -> Path:
    """Path of the file that holds a shipped network."""
    return ASSETS / "networks" / f"{name}_dropout.safetensors"


@cache
def shipped_network(name: NetworkName) -> Network:
    """A shipped 64-32-32-10 network, trained on the training part of the digits."""
    return load_network(network_file(name))

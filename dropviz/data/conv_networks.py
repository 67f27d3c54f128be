"""The convolutional networks shipped with the app, with the tensor names of a torch network."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from safetensors.numpy import load_file, save_file

from dropviz.core.conv_network import ConvNetwork
from dropviz.files import ASSETS

ConvName = Literal["plain", "spatial"]
SPATIAL_RATES: dict[ConvName, float] = {"plain": 0.0, "spatial": 0.25}
"""Rate of spatial dropout on the maps of both blocks that each was trained with."""

DESCRIPTIONS: dict[ConvName, str] = {
    "plain": "trained without dropout",
    "spatial": "trained with spatial dropout",
}
CONVOLUTIONS, LINEAR = ("0", "4"), "9"
"""Places in the ``torch.nn.Sequential`` that ``training.cnn.build_cnn`` makes."""


def conv_file(name: ConvName) -> Path:
    """Path of the file that holds a shipped convolutional network."""
    return ASSETS / "networks" / f"conv_{name}.safetensors"


@cache
def shipped_conv_network(name: ConvName) -> ConvNetwork:
    """A shipped network of 8 and 16 maps, trained on the training part of the digits."""
    tensors = load_file(conv_file(name))
    return ConvNetwork(
        tuple(tensors[f"{place}.weight"] for place in CONVOLUTIONS),
        tuple(tensors[f"{place}.bias"] for place in CONVOLUTIONS),
        tensors[f"{LINEAR}.weight"],
        tensors[f"{LINEAR}.bias"],
    )


def save_conv_network(network: ConvNetwork, path: Path) -> None:
    """Write a network so that the ``Sequential`` of ``training.cnn.build_cnn`` can load it."""
    parts = zip(
        (*CONVOLUTIONS, LINEAR),
        (*network.kernels, network.weight),
        (*network.kernel_biases, network.bias),
        strict=True,
    )
    tensors = {}
    for place, weight, bias in parts:
        tensors[f"{place}.weight"] = np.ascontiguousarray(weight)
        tensors[f"{place}.bias"] = np.ascontiguousarray(bias)
    save_file(tensors, path)

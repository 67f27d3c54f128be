"""Arrays and networks as the browser takes them: bytes in base64, in JSON."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from typing_extensions import TypedDict

from dropviz.core.network import Network


def packed(values: NDArray[Any]) -> str:
    """An array's bytes (little-endian, row-major) as base64."""
    little = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
    return base64.b64encode(little.tobytes()).decode("ascii")


class PackedNetwork(TypedDict):
    """A dense network; float32 in base64.

    sizes : units of each layer, input first
    weights : of each layer, of shape (n_out, n_in); biases : of shape (n_out,)
    """

    sizes: list[int]
    weights: list[str]
    biases: list[str]


@dataclass(frozen=True)
class DumpOf:
    """A note on the type of a dict in a payload: the dict has the fields of this model."""

    model: type

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        return handler.generate_schema(self.model)


def packed_network(network: Network) -> PackedNetwork:
    """A network for ``decodeNetwork`` in ``shared/arithmetic.js``: float32 weights and biases."""
    return {
        "sizes": list(network.sizes),
        "weights": [packed(weight) for weight in network.weights],
        "biases": [packed(bias) for bias in network.biases],
    }

"""Arrays and networks as the browser takes them: bytes in base64, in JSON."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropviz.core.network import Network


def packed(values: NDArray[Any]) -> str:
    """An array's bytes (little-endian, row-major) as base64."""
    little = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
    return base64.b64encode(little.tobytes()).decode("ascii")


def packed_network(network: Network) -> dict[str, Any]:
    """A network for ``decodeNetwork`` in ``shared/arithmetic.js``: float32 weights and biases."""
    return {
        "sizes": list(network.sizes),
        "weights": [packed(weight) for weight in network.weights],
        "biases": [packed(bias) for bias in network.biases],
    }

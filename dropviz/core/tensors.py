"""Arrays and a few words beside them, from bytes in the safetensors format."""

from __future__ import annotations

import json
from typing import Any

from numpy.typing import NDArray
from safetensors.numpy import load


def tensors_and_words(data: bytes) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """Arrays by name, and the metadata; ``safetensors.numpy`` writes both and reads only arrays.

    Raises
    ------
    KeyError, TypeError, ValueError, safetensors.SafetensorError
        If the bytes are not in that format, or hold no metadata.
    """
    length = int.from_bytes(data[:8], "little")
    words: dict[str, str] = json.loads(data[8 : 8 + length])["__metadata__"]
    return load(data), words

"""The transformer shipped with the app, which predicts the next character of ``data/text.py``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from dropviz.core.tensors import tensors_and_words
from dropviz.files import ASSETS

FILE = ASSETS / "networks" / "transformer.safetensors"


@dataclass(frozen=True)
class ShippedTransformer:
    """The transformer that is shipped with the app: its weights and its losses.

    tensors : by the names of ``training.char_transformer.CharTransformer``
    losses : mean cross-entropy in nats a character on the end of the text, which it was not
        trained on: its own ("test"), and what "uniform", "unigram" and "bigram" guesses have there
    """

    tensors: Mapping[str, NDArray[np.float32]]
    losses: Mapping[str, float]

    @property
    def n_parameters(self) -> int:
        """Number of parameters that were learnt."""
        return sum(tensor.size for tensor in self.tensors.values())


@cache
def shipped_transformer() -> ShippedTransformer:
    """Read the transformer that is shipped in ``assets/``."""
    tensors, words = tensors_and_words(FILE.read_bytes())
    return ShippedTransformer(tensors, {name: float(loss) for name, loss in words.items()})


def save_transformer(network: ShippedTransformer) -> None:
    """Write a transformer and its losses to the file in ``assets/``."""
    words = {name: f"{loss:.4f}" for name, loss in network.losses.items()}
    save_file(dict(network.tensors), FILE, metadata=words)

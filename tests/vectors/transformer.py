"""One pass of the shipped character transformer on the coins of the stage, by PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from numpy.typing import NDArray

from dropviz.core.transformer import CONTEXT, N_HEADS, PLACES
from dropviz.data.text import VOCABULARY, codes
from dropviz.data.transformer import shipped_transformer
from dropviz.lessons.variants.transformer import N_COINS, SHAPES, packed_transformer
from dropviz.stage.coin_rows import whole_coins
from dropviz.training.char_transformer import CharTransformer
from scripts.vectors import rounded

CASES: list[tuple[str, Sequence[str], float, int]] = [
    ("and of having no", (), 0.3, 1),
    ("and of having no", PLACES, 0.3, 2),
    ("the white rabbit", ("attention",), 0.5, 3),
    ("oh dear!", ("embedding", "mlp"), 0.25, 4),
    ("a", ("attention", "block"), 0.6, 5),
    ("off with her", ("after_attention", "after_mlp"), 0.77, 6),
    ("curious", PLACES, 1.0, 7),
]
"""What is typed, the places that drop, the rate, the seed of the coins."""


def laid_out(seed: int) -> dict[str, NDArray[Any]]:
    """The coins of each place."""
    ends = np.cumsum([np.prod(shape) for shape in SHAPES.values()])
    parts = np.split(whole_coins(seed, N_COINS), ends[:-1])
    return {place: part.reshape(SHAPES[place]) for place, part in zip(PLACES, parts, strict=True)}


def torch_pass(
    typed: str, coins: dict[str, NDArray[Any]], on: Sequence[str], p: float
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Attention weights as used, and probabilities, of the torch module on these coins."""
    n = len(typed)
    shown = {
        "embedding": coins["embedding"][None],
        "attention": coins["attention"][None, :, :n, :n],
        "after_attention": coins["after_attention"][None, :n],
        "mlp": coins["mlp"][None, :n],
        "after_mlp": coins["after_mlp"][None, :n],
        "block": coins["block"].reshape(1, 1, 1),
    }
    left = [torch.from_numpy(shown[place] / 100 + 0.005) for place in PLACES if place in on]

    def thrown(shape: Any, like: Any, generator: Any = None) -> torch.Tensor:
        coin = left.pop(0)
        assert tuple(shape) == tuple(coin.shape)
        return coin

    network = CharTransformer(len(VOCABULARY), dict.fromkeys(on, p)).double()
    tensors = shipped_transformer().tensors.items()
    network.load_state_dict({name: torch.from_numpy(value) for name, value in tensors})
    layers = "dropviz.layers"
    with patch(f"{layers}.masks.coins", thrown), patch(f"{layers}.transformer.coins", thrown):
        scores = network(torch.from_numpy(codes(typed))[None])[0]
    assert not left or p == 0
    assert network.block.attention is not None
    return network.block.attention[0].detach().numpy(), scores.softmax(-1).detach().numpy()


def _bits(kept: NDArray[np.bool_]) -> str:
    return "".join(map(str, kept.astype(int).ravel()))


def cases() -> dict[str, Any]:
    """The network, and what it reads and says in each case."""
    found = []
    for typed, on, p, seed in CASES:
        coins = laid_out(seed)
        attention, probabilities = torch_pass(typed, coins, on, p)
        seen = [[rounded(row[: query + 1]) for query, row in enumerate(head)] for head in attention]
        found.append(
            {
                "codes": codes(typed).tolist(),
                "p": p,
                "kept": {place: _bits(coins[place] >= round(100 * p)) for place in on},
                "attention": seen,
                "probabilities": rounded(probabilities),
            }
        )
    size = {"heads": N_HEADS, "context": CONTEXT}
    return {"tensors": packed_transformer(), "size": size, "cases": found}

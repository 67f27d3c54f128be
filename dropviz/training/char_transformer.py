"""A transformer of one block that predicts the next character, and its training.

It is shipped with the app (``python -m scripts.train_transformer``) and drawn with its places of
dropout; the browser has the same pass (``stage/browser/transformer/pass.js``).
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from dropviz.core.transformer import CONTEXT, N_HEADS, N_UNITS
from dropviz.layers.transformer import EmbeddingDropout, TransformerBlock

BATCH = 64


class CharTransformer(nn.Module):
    """Embedding and place, one block, layer norm, scores of the characters.

    rates : by place, as for ``TransformerBlock``, and "embedding" for whole characters. Codes of
    shape (batch, time <= CONTEXT) go in; scores of shape (batch, time, n_characters) come out.
    """

    def __init__(self, n_characters: int, rates: dict[str, float] | None = None) -> None:
        super().__init__()
        rates = dict(rates or {})
        self.drop_embedding = EmbeddingDropout(n_characters, rates.pop("embedding", 0.0))
        self.characters = nn.Embedding(n_characters, N_UNITS)
        self.places = nn.Embedding(CONTEXT, N_UNITS)
        self.block = TransformerBlock(N_UNITS, N_HEADS, rates)
        self.norm = nn.LayerNorm(N_UNITS)
        self.scores = nn.Linear(N_UNITS, n_characters)

    def forward(self, codes: Tensor) -> Tensor:
        """Scores of the character that follows each one; (batch, time, n_characters)."""
        known = self.drop_embedding(self.characters(codes), codes)
        x = self.block(known + self.places.weight[: codes.shape[1]])
        scores: Tensor = self.scores(self.norm(x))
        return scores


def train_transformer(
    codes: NDArray[np.int64], n_characters: int, *, n_steps: int = 3000, seed: int = 0
) -> CharTransformer:
    """Train without dropout on windows of the text (Adam); the same every time on one machine."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        network = CharTransformer(n_characters)
    batches = torch.Generator().manual_seed(seed + 1)
    optimizer = torch.optim.Adam(network.parameters(), lr=6e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, n_steps)
    windows = torch.from_numpy(codes).unfold(0, CONTEXT + 1, 1)
    for _ in range(n_steps):
        rows = windows[torch.randint(len(windows), (BATCH,), generator=batches)]
        loss = loss_of(network, rows)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return network


def loss_of(network: CharTransformer, windows: Tensor) -> Tensor:
    """Mean cross-entropy in nats over all next characters of windows (n, CONTEXT + 1)."""
    scores = network(windows[:, :-1])
    return functional.cross_entropy(scores.flatten(0, 1), windows[:, 1:].flatten())

"""What a layer's masks do to one small tensor, measured over thousands of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dropviz.layers.dense import DropConnect
from dropviz.layers.recurrent import LSTM
from dropviz.layers.transformer import EmbeddingDropout


@dataclass(frozen=True)
class Measured:
    """What a layer gave under many masks, and in eval mode.

    outputs : float64 of shape (n_masks, ...), in training mode
    inference : float64 of shape (...), in eval mode
    """

    outputs: NDArray[np.float64]
    inference: NDArray[np.float64]


class BuildsLayer(Protocol):
    """Builds a layer of one input for the tensor that its masks are over."""

    def __call__(self, x: Tensor, *, generator: torch.Generator) -> nn.Module:
        """Build the layer in float64; the generator is the source of its coins."""


def measured_layer(
    made: BuildsLayer, x: NDArray[np.float64], given: NDArray[np.float64], n_masks: int
) -> Measured:
    """What comes out for ``given`` under so many masks over x; the same ones every time."""
    layer = made(torch.from_numpy(np.array(x)), generator=seeded(0))
    one = torch.from_numpy(np.ascontiguousarray(given))
    with torch.no_grad():
        outputs = torch.func.vmap(layer, randomness="different")(one.expand(n_masks, *one.shape))
        return Measured(outputs.numpy(), layer.eval()(one).numpy())


def seeded(seed: int) -> torch.Generator:
    """A generator with that seed, as a source of coins or weights of its own."""
    return torch.Generator().manual_seed(seed)


class OnFixedTokens(nn.Module):
    """Embedding dropout of fixed tokens, of shape (batch, time)."""

    def __init__(self, layer: EmbeddingDropout, tokens: Sequence[Sequence[int]]) -> None:
        super().__init__()
        self.layer = layer
        self.tokens = torch.tensor(tokens)

    def forward(self, x: Tensor) -> Tensor:
        """Drop words from vectors of shape (batch, time, n); the same shape comes out."""
        out: Tensor = self.layer(x, self.tokens)
        return out


class ConstantBranch(nn.Module):
    """A residual layer whose branch is always the same."""

    branch: Tensor

    def __init__(self, branch: Tensor) -> None:
        super().__init__()
        self.register_buffer("branch", branch)

    def forward(self, x: Tensor) -> Tensor:
        """Add the branch to x; the same shape comes out."""
        return x + self.branch


class HiddenStates(nn.Module):
    """A module that gives an LSTM's h of all times, and not its last state."""

    def __init__(self, lstm: LSTM) -> None:
        super().__init__()
        self.lstm = lstm

    def forward(self, x: Tensor) -> Tensor:
        """Return h of shape (batch, time, n_units) for x of shape (batch, time, n_inputs)."""
        states: Tensor = self.lstm(x)[0]
        return states


def drop_connect(x: Tensor, p: float, generator: torch.Generator | None) -> DropConnect:
    """A DropConnect layer in float64, with weights x (n_outputs, n_inputs) and biases of 0."""
    with torch.random.fork_rng(devices=()):  # first weights would move the global generator
        layer = DropConnect(x.shape[1], x.shape[0], p, generator=generator).double()
    with torch.no_grad():
        layer.weight.copy_(x)
        layer.bias.zero_()
    return layer

"""The layers, each with what the contract needs to know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from dropviz.layers import dense, depth, recurrent, transformer
from dropviz.variants import VARIANTS
from dropviz.variants.base import Variant
from dropviz.variants.facts import Contract

Make = Callable[..., nn.Module]
TOKENS = torch.tensor([[0, 1, 0], [2, 2, 1]])


class _Words(nn.Module):
    """Embedding dropout of fixed tokens, so that it takes one tensor as the others do."""

    def __init__(self, p: float, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.layer = transformer.EmbeddingDropout(3, p, generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x, TOKENS[: len(x)])


class _States(nn.Module):
    """An LSTM's h of all times."""

    def __init__(self, lstm: recurrent.LSTM) -> None:
        super().__init__()
        self.lstm = lstm

    def forward(self, x: Tensor) -> Tensor:
        return self.lstm(x)[0]


def lstm(
    kind: type[recurrent.LSTM], n_inputs: int = 2, n_units: int = 2, **settings: object
) -> Make:
    def make(p: float, *, generator: torch.Generator | None = None) -> nn.Module:
        with torch.random.fork_rng():
            torch.manual_seed(0)
            made = kind(n_inputs, n_units, p, **settings)
        made.generator = generator
        return _States(made)

    return make


def drop_connect(inference: str) -> Make:
    def make(p: float, *, generator: torch.Generator | None = None) -> nn.Module:
        with torch.random.fork_rng():
            torch.manual_seed(0)
            made = dense.DropConnect(3, 2, p, inference=inference, generator=generator)
        return made

    return make


def layer_drop(p: float, *, generator: torch.Generator | None = None) -> nn.Module:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        layers = [nn.Sequential(nn.Linear(3, 3), nn.Tanh()) for _ in range(3)]
    return depth.LayerDrop(layers, p, generator=generator)


@dataclass(frozen=True)
class Case:
    """A layer, a tensor to give it, and what it keeps of the contract."""

    name: str
    make: Make
    given: Tensor
    contract: Contract


def of_variant(variant: Variant) -> Case:
    x = torch.randn(variant.contract.shape, generator=torch.Generator().manual_seed(1)).double()

    def make(p: float, *, generator: torch.Generator | None = None) -> nn.Module:
        return variant.layer_on(x, p, block=2, generator=generator)

    given = torch.from_numpy(variant.given(x.numpy()))
    return Case(variant.slug, make, given, variant.contract)


def beside(name: str, make: Make, shape: tuple[int, ...], coins: int, **contract: object) -> Case:
    """A layer with weights or settings that its variant is not shown with."""
    x = torch.randn(shape, generator=torch.Generator().manual_seed(1)).double()
    return Case(name, make, x, Contract(shape, coins, **contract))


GATES = {"identity": False, "mean_is_eval": False, "why": "gates are not linear"}
CONNECT = {"identity": False, "mean_is_eval": False, "zeroes": False, "rate_one_is_zero": False}
CASES = (
    *map(of_variant, VARIANTS.values()),
    beside("embedding, tokens", _Words, (2, 3, 2), 6),
    beside("drop connect, plain", drop_connect("plain"), (1, 3), 6, **CONNECT,
           why="ReLU of the mean is not the mean of ReLU"),
    beside("drop connect, moments", drop_connect("moments"), (1, 3), 6, **CONNECT,
           why="a sum of three masked weights is not normal"),
    beside("lstm, zoneout on both", lstm(recurrent.ZoneoutLSTM, p_cell=0.3), (1, 2, 2), 8,
           **GATES, zeroes=False),
    beside("layer drop, weights", layer_drop, (2, 3), 3, identity=False, mean_is_eval=False,
           zeroes=False, rate_one_is_zero=False, why="what is kept is not scaled"),
)  # fmt: skip
"""Every variant, and layers beside them."""

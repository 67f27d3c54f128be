"""The layers, each with what the contract needs to know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from dropviz.layers import conv, dense, depth, recurrent, transformer

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
class Variant:
    """One layer.

    shape : of an x small enough that all masks can be enumerated; coins : how many it then flips
    identity : eval mode and rate 0 give x itself
    mean_is_eval : the mean over masks is what eval mode gives
    zeroes : entries of x are set to exactly 0
    rate_one_is_zero : at rate 1 it gives zeros
    rates : those it can be made with
    """

    name: str
    make: Make
    shape: tuple[int, ...]
    coins: int = 0
    identity: bool = True
    mean_is_eval: bool = True
    zeroes: bool = True
    rate_one_is_zero: bool = True
    takes_all_rates: bool = True
    why: str = field(default="", repr=False)


VARIANTS = (
    Variant("dropout", dense.Dropout, (2, 4), 8),
    Variant("spatial 1d", conv.SpatialDropout1d, (2, 3, 4), 6),
    Variant("spatial 2d", conv.SpatialDropout2d, (2, 3, 2, 2), 6),
    Variant("spatial 3d", conv.SpatialDropout3d, (2, 3, 1, 2, 2), 6),
    Variant("drop block", lambda p, **k: conv.DropBlock(p, 2, **k), (1, 1, 3, 4), 6,
            mean_is_eval=False, why="the scale follows the mask, and squares overlap"),
    Variant("gaussian", dense.GaussianDropout, (2, 4), zeroes=False),
    Variant("variational gaussian", lambda p, **k: dense.VariationalGaussianDropout(4, p, **k),
            (2, 4), zeroes=False, takes_all_rates=False),
    Variant("concrete", dense.ConcreteDropout, (2, 4), zeroes=False, takes_all_rates=False),
    Variant("alpha", dense.AlphaDropout, (2, 4), 8, mean_is_eval=False, zeroes=False,
            why="it keeps mean and variance of standardised inputs, not each entry's mean"),
    Variant("feature alpha", dense.FeatureAlphaDropout, (2, 3, 2), 6, mean_is_eval=False,
            zeroes=False, why="as alpha dropout"),
    Variant("drop connect, plain", drop_connect("plain"), (1, 3), 6, identity=False,
            mean_is_eval=False, zeroes=False, rate_one_is_zero=False,
            why="ReLU of the mean is not the mean of ReLU"),
    Variant("drop connect, moments", drop_connect("moments"), (1, 3), 6, identity=False,
            mean_is_eval=False, zeroes=False, rate_one_is_zero=False,
            why="a sum of three masked weights is not normal"),
    Variant("lstm, per step on h", lstm(recurrent.PerStepLSTM, on="h"), (1, 2, 2), 4,
            identity=False, mean_is_eval=False, zeroes=True, why="gates are not linear"),
    Variant("lstm, per step on c", lstm(recurrent.PerStepLSTM, on="c"), (1, 2, 2), 4,
            identity=False, mean_is_eval=False, zeroes=False, rate_one_is_zero=False,
            why="gates are not linear"),
    Variant("lstm, variational", lstm(recurrent.VariationalLSTM), (1, 2, 2), 4, identity=False,
            mean_is_eval=False, zeroes=False, rate_one_is_zero=False, why="gates are not linear"),
    Variant("lstm, candidate", lstm(recurrent.CandidateLSTM), (1, 2, 2), 4, identity=False,
            mean_is_eval=False, zeroes=False, why="gates are not linear"),
    Variant("lstm, zoneout", lstm(recurrent.ZoneoutLSTM, p_cell=0.3), (1, 2, 2), 8, identity=False,
            mean_is_eval=False, zeroes=False, why="gates are not linear"),
    Variant("attention", transformer.AttentionDropout, (1, 2, 2, 2), 8),
    Variant("embedding", _Words, (2, 3, 2), 6),
    Variant("residual", transformer.ResidualDropout, (2, 4), 8),
    Variant("mlp", transformer.MLPDropout, (2, 4), 8),
    Variant("stochastic depth, batch", lambda p, **k: depth.StochasticDepth(p, "batch", **k),
            (3, 2), 1),
    Variant("stochastic depth, row", lambda p, **k: depth.StochasticDepth(p, "row", **k),
            (3, 2), 3),
    Variant("layer drop", layer_drop, (2, 3), 3, identity=False, mean_is_eval=False, zeroes=False,
            rate_one_is_zero=False, why="what is kept is not scaled"),
)  # fmt: skip

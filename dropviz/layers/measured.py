"""What a layer's masks do to one small tensor, measured over thousands of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dropviz.layers import conv, dense, depth, recurrent, transformer

N_MASKS = 4_000
N_RECURRENT_MASKS = 1_000
N_INPUTS = 3
"""Of the recurrent layers."""


@dataclass(frozen=True)
class Measured:
    """outputs : float64 of shape (n_masks, ...), in training mode; inference : in eval mode."""

    outputs: NDArray[np.float64]
    inference: NDArray[np.float64]


class _OfWords(nn.Module):
    """Embedding dropout of fixed tokens."""

    def __init__(
        self, tokens: Sequence[Sequence[int]], p: float, generator: torch.Generator
    ) -> None:
        super().__init__()
        self.tokens = torch.tensor(tokens)
        n_words = int(self.tokens.max()) + 1
        self.layer = transformer.EmbeddingDropout(n_words, p, generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        out: Tensor = self.layer(x, self.tokens)
        return out


class _Adds(nn.Module):
    """A residual layer whose branch is always the same."""

    def __init__(self, branch: Tensor) -> None:
        super().__init__()
        self.branch = branch

    def forward(self, x: Tensor) -> Tensor:
        return x + self.branch


class _States(nn.Module):
    """An LSTM's h of all times."""

    def __init__(self, lstm: recurrent.LSTM) -> None:
        super().__init__()
        self.lstm = lstm

    def forward(self, x: Tensor) -> Tensor:
        states: Tensor = self.lstm(x)[0]
        return states


def drop_connect(x: Tensor, p: float, generator: torch.Generator | None) -> dense.DropConnect:
    """With the weights x of shape (n_outputs, n_inputs), biases of 0."""
    layer = dense.DropConnect(x.shape[1], x.shape[0], p, generator=generator).double()
    with torch.no_grad():
        layer.weight.copy_(x)
        layer.bias.zero_()
    return layer


def lstm(slug: str, n_units: int, p: float, generator: torch.Generator) -> nn.Module:
    """A small LSTM with weights of its own seed; of zoneout p is that of cells, h has a tenth."""
    start = torch.Generator().manual_seed(1)
    made: recurrent.LSTM
    if slug in ("lstm_h", "lstm_c"):
        on = "h" if slug == "lstm_h" else "c"
        made = recurrent.PerStepLSTM(N_INPUTS, n_units, p, on=on, generator=start)  # type: ignore[arg-type]
    elif slug == "lstm_zoneout":
        made = recurrent.ZoneoutLSTM(N_INPUTS, n_units, p / 10, p_cell=p, generator=start)
    else:
        kind = {
            "lstm_variational": recurrent.VariationalLSTM,
            "lstm_candidate": recurrent.CandidateLSTM,
        }[slug]
        made = kind(N_INPUTS, n_units, p, generator=start)
    made.generator = generator
    return _States(made).double()


Simple = Callable[..., nn.Module]
SIMPLE: dict[str, Simple] = {
    "gaussian": dense.GaussianDropout,
    "concrete": dense.ConcreteDropout,
    "alpha": dense.AlphaDropout,
    "feature_alpha": dense.FeatureAlphaDropout,
    "spatial_1d": conv.SpatialDropout1d,
    "spatial_2d": conv.SpatialDropout2d,
    "spatial_3d": conv.SpatialDropout3d,
    "attention": transformer.AttentionDropout,
    "residual": transformer.ResidualDropout,
    "mlp": transformer.MLPDropout,
    "stochastic_depth_batch": lambda p, **k: depth.StochasticDepth(p, "batch", **k),
    "stochastic_depth_row": lambda p, **k: depth.StochasticDepth(p, "row", **k),
}
"""Layers that a rate alone makes; what is not named here or in ``made_layer`` is ``Dropout``."""


def made_layer(
    slug: str,
    x: Tensor,
    p: float,
    *,
    block: int = 3,
    tokens: Sequence[Sequence[int]] = (),
    generator: torch.Generator,
) -> nn.Module:
    """The layer of a variant, for the tensor x that its mask is shown over."""
    if slug == "drop_connect":
        return drop_connect(x[0], p, generator)
    if slug == "drop_block":
        return conv.DropBlock(p, block, generator=generator)
    if slug == "variational_gaussian":
        return dense.VariationalGaussianDropout(x.shape[-1], p, generator=generator).double()
    if slug == "embedding":
        return _OfWords(tokens, p, generator)
    if slug == "layer_drop":
        return depth.LayerDrop([_Adds(branch) for branch in x], p, generator=generator)
    if slug.startswith("lstm"):
        return lstm(slug, x.shape[-1], p, generator)
    return SIMPLE.get(slug, dense.Dropout)(p, generator=generator).double()


def measured(
    slug: str,
    x: NDArray[np.float64],
    p: float,
    *,
    block: int = 3,
    tokens: Sequence[Sequence[int]] = (),
    n_masks: int | None = None,
) -> Measured:
    """Outputs for x under thousands of masks; the same ones every time.

    Of stochastic depth x is the branch of one block, of ``drop_connect`` its weights (what goes in
    is ``layer_input``), and of a recurrent layer only its shape counts.
    """
    shown = torch.from_numpy(np.ascontiguousarray(x))
    generator = torch.Generator().manual_seed(0)
    layer = made_layer(slug, shown, p, block=block, tokens=tokens, generator=generator)
    given = torch.from_numpy(layer_input(slug, x))
    with torch.no_grad():
        n_masks = n_masks or (N_RECURRENT_MASKS if slug.startswith("lstm") else N_MASKS)
        many = given.expand(n_masks, *given.shape)
        outputs = torch.func.vmap(layer, randomness="different")(many)
        return Measured(outputs.numpy(), layer.eval()(given).numpy())


def layer_input(slug: str, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the layer gets: x itself, but for layers with weights of their own."""
    rng = np.random.default_rng(6)
    if slug == "drop_connect":
        return np.round(rng.normal(size=(x.shape[0], x.shape[2])), 2)
    if slug == "layer_drop":
        return np.zeros(x.shape[1:])
    if slug.startswith("lstm"):
        return rng.normal(size=(*x.shape[:2], N_INPUTS))
    return np.ascontiguousarray(x)

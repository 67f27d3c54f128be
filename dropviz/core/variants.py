"""The variants of dropout: over which axes each draws a mask, and which entries share a coin."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Family = Literal["dense", "conv", "recurrent", "transformer", "residual"]
Kind = Literal["coin", "block", "gaussian", "concrete", "alpha", "zoneout"]
"""What a coin does: drops an entry, starts a block, becomes noise or a soft mask, replaces the
entry by a constant, or by its value of the step before."""
RateRule = Literal["constant", "early", "late", "linear"]
"""How the rate of an entry follows from p: over steps, or over blocks."""

N_STEPS = 12
"""Training steps that early and late dropout show."""
TEMPERATURE = 0.1
"""Of concrete dropout's soft mask."""
TOKENS = ("dropped", "dropout")
"""Sequences of embedding dropout: a letter stands for a word."""
WORDS = "".join(sorted(set("".join(TOKENS))))


@dataclass(frozen=True)
class Layout:
    """A small tensor and how a picture lays it out.

    axes : name and size, in the order of the layer's input (or of its weights)
    rows, columns : axes that go downwards and sideways, outer first
    """

    axes: Mapping[str, int]
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the tensor."""
        return tuple(self.axes.values())


@dataclass(frozen=True)
class Variant:
    """One variant, and the small tensor that its mask is shown over.

    layer : its module, below ``dropviz.layers``
    shared : axes whose entries have one coin together
    scaled : what is kept is divided by 1 - p
    rates : smallest and largest rate that the layer can have
    masked : which of several states is masked
    """

    slug: str
    title: str
    family: Family
    layout: Layout
    layer: str
    shared: tuple[str, ...] = ()
    kind: Kind = "coin"
    rate_rule: RateRule = "constant"
    scaled: bool = True
    rates: tuple[float, float] = (0.0, 1.0)
    masked: str = ""

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the tensor."""
        return self.layout.shape

    @property
    def own(self) -> tuple[str, ...]:
        """Axes along which coins differ."""
        return tuple(axis for axis in self.layout.axes if axis not in self.shared)

    @property
    def coin_of(self) -> NDArray[np.int64]:
        """The coin of each entry, of shape ``shape``.

        Coins are numbered row by row over the axes that are not shared.
        """
        if self.slug == "embedding":
            words = np.array([[WORDS.index(letter) for letter in text] for text in TOKENS])
            coins = words + len(WORDS) * np.arange(len(TOKENS))[:, None]
            return np.broadcast_to(coins[..., None], self.shape)
        own = [1 if axis in self.shared else size for axis, size in self.layout.axes.items()]
        return np.broadcast_to(np.arange(math.prod(own)).reshape(own), self.shape)

    @property
    def absent(self) -> NDArray[np.bool_]:
        """Entries that there are not: a query attends to no later key. Of shape ``shape``."""
        none = np.zeros(self.shape, dtype=bool)
        if self.slug == "attention":
            none |= np.triu(np.ones(self.shape[-2:], dtype=bool), 1)
        return none

    def usable(self, p: float) -> float:
        """The rate nearest to p that the layer can have."""
        return min(max(p, self.rates[0]), self.rates[1])

    def rates_of(self, p: float, at: int = N_STEPS // 2) -> NDArray[np.float64]:
        """The rate along the first axis; broadcasts with the tensor.

        ``at`` is the number of steps before early dropout ends or late dropout begins.
        """
        n = self.shape[0]
        along = {
            "constant": np.full(n, self.usable(p)),
            "early": np.where(np.arange(n) < at, p, 0.0),
            "late": np.where(np.arange(n) < at, 0.0, p),
            "linear": p * np.arange(1, n + 1) / n,
        }[self.rate_rule]
        return along.reshape(n, *(1,) * (len(self.shape) - 1))


_UNITS = Layout({"example": 4, "unit": 12}, ("example",), ("unit",))
_MAPS = Layout(
    {"example": 2, "channel": 4, "height": 6, "width": 6},
    ("example", "height"),
    ("channel", "width"),
)
_STEPS = Layout({"step": N_STEPS, "unit": 6}, ("unit",), ("step",))
_TIMES = Layout({"example": 2, "time": 12, "unit": 4}, ("example", "unit"), ("time",))
_TOKENS = Layout({"example": 2, "time": 6, "unit": 8}, ("time",), ("example", "unit"))
_BLOCKS = Layout({"block": 6, "example": 4, "unit": 3}, ("example",), ("block", "unit"))

_ALL = (
    Variant("dropout", "Dropout", "dense", _UNITS, "dense.Dropout"),
    Variant(
        "input_dropout", "Input dropout", "dense",
        Layout({"example": 3, "height": 8, "width": 8}, ("height",), ("example", "width")),
        "dense.Dropout",
    ),
    Variant("gaussian", "Gaussian dropout", "dense", _UNITS, "dense.GaussianDropout",
            kind="gaussian"),
    Variant("variational_gaussian", "Variational Gaussian", "dense", _UNITS,
            "dense.VariationalGaussianDropout", kind="gaussian", rates=(0.01, 0.5)),
    Variant("concrete", "Concrete dropout", "dense", _UNITS, "dense.ConcreteDropout",
            kind="concrete", rates=(0.01, 0.99)),
    Variant("alpha", "Alpha dropout", "dense", _UNITS, "dense.AlphaDropout", kind="alpha"),
    Variant("feature_alpha", "Feature alpha dropout", "dense", _MAPS, "dense.FeatureAlphaDropout",
            shared=("height", "width"), kind="alpha"),
    Variant(
        "drop_connect", "DropConnect", "dense",
        Layout({"example": 3, "out": 5, "in": 6}, ("out",), ("example", "in")),
        "dense.DropConnect",
    ),
    Variant("early", "Early dropout", "dense", _STEPS, "schedules.early", rate_rule="early"),
    Variant("late", "Late dropout", "dense", _STEPS, "schedules.late", rate_rule="late"),
    Variant(
        "r_drop", "R-Drop", "dense",
        Layout({"pass": 2, "example": 4, "unit": 8}, ("example",), ("pass", "unit")),
        "rdrop.RDropLoss",
    ),
    Variant(
        "spatial_1d", "Spatial dropout 1d", "conv",
        Layout({"example": 3, "channel": 5, "length": 8}, ("channel",), ("example", "length")),
        "conv.SpatialDropout1d", shared=("length",),
    ),
    Variant("spatial_2d", "Spatial dropout 2d", "conv", _MAPS, "conv.SpatialDropout2d",
            shared=("height", "width")),
    Variant(
        "spatial_3d", "Spatial dropout 3d", "conv",
        Layout({"example": 2, "channel": 2, "depth": 3, "height": 4, "width": 4},
               ("example", "height"), ("channel", "depth", "width")),
        "conv.SpatialDropout3d", shared=("depth", "height", "width"),
    ),
    Variant("drop_block", "DropBlock", "conv", _MAPS, "conv.DropBlock", kind="block"),
    Variant("lstm_h", "LSTM, fresh masks on h", "recurrent", _TIMES, "recurrent.PerStepLSTM",
            masked="h"),
    Variant("lstm_c", "LSTM, fresh masks on c", "recurrent", _TIMES, "recurrent.PerStepLSTM",
            masked="c"),
    Variant("lstm_variational", "Variational LSTM", "recurrent", _TIMES,
            "recurrent.VariationalLSTM", shared=("time",)),
    Variant("lstm_candidate", "LSTM, candidate only", "recurrent", _TIMES,
            "recurrent.CandidateLSTM", masked="g"),
    Variant("lstm_zoneout", "Zoneout", "recurrent", _TIMES, "recurrent.ZoneoutLSTM",
            kind="zoneout", scaled=False, masked="c and h"),
    Variant(
        "attention", "Attention dropout", "transformer",
        Layout({"example": 2, "head": 2, "query": 6, "key": 6}, ("example", "query"),
               ("head", "key")),
        "transformer.AttentionDropout",
    ),
    Variant(
        "embedding", "Embedding dropout", "transformer",
        Layout({"example": 2, "time": len(TOKENS[0]), "unit": 4}, ("unit",), ("example", "time")),
        "transformer.EmbeddingDropout", shared=("unit",),
    ),
    Variant("residual", "Residual dropout", "transformer", _TOKENS, "transformer.ResidualDropout"),
    Variant("mlp", "MLP dropout", "transformer", _TOKENS, "transformer.MLPDropout"),
    Variant("stochastic_depth_batch", "Stochastic depth, batch", "residual", _BLOCKS,
            "depth.StochasticDepth", shared=("example", "unit"), rate_rule="linear"),
    Variant("stochastic_depth_row", "Stochastic depth, row", "residual", _BLOCKS,
            "depth.StochasticDepth", shared=("unit",), rate_rule="linear"),
    Variant("layer_drop", "LayerDrop", "residual", _BLOCKS, "depth.LayerDrop",
            shared=("example", "unit"), scaled=False),
)  # fmt: skip

VARIANTS = {variant.slug: variant for variant in _ALL}
FAMILIES: tuple[Family, ...] = ("dense", "conv", "recurrent", "transformer", "residual")

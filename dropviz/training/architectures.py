"""One small network for each task of a trial, with an arm's dropout in its place.

All arms of a trial have the same weights in the same order; what a variant learns of its own
(``OWN``) comes beside them.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

from dropviz.data.text import VOCABULARY
from dropviz.experiments.trial import Drop, Trial
from dropviz.layers.conv import DropBlock, SpatialDropout1d, SpatialDropout2d, SpatialDropout3d
from dropviz.layers.dense import (
    AlphaDropout,
    ConcreteDropout,
    DropConnect,
    Dropout,
    FeatureAlphaDropout,
    GaussianDropout,
    VariationalGaussianDropout,
)
from dropviz.layers.depth import LayerDrop, StochasticDepth, linear_rates
from dropviz.layers.recurrent import (
    LSTM,
    CandidateLSTM,
    PerStepLSTM,
    VariationalLSTM,
    ZoneoutLSTM,
)
from dropviz.layers.transformer import EmbeddingDropout, TransformerBlock

N_PIXELS, N_DIGITS = 64, 10
WIDTH = 64
"""Units of a hidden layer, of the dense network."""
N_BLOCKS, RESIDUAL_WIDTH = 6, 32
N_SYMBOLS, N_FILLERS, MEMORY = 8, 2, 24
"""Of the memory task: symbols to recall, symbols in between, units of the LSTM."""
N_HEADS, MODEL_WIDTH, MODEL_BLOCKS = 2, 24, 2
OWN = ("log_alpha", "logit")
"""Names of parameters that belong to a variant, not to the network."""

ACTIVATIONS = {"relu": functional.relu, "selu": functional.selu}
ELEMENTWISE: dict[str, Callable[[float], nn.Module]] = {
    "dropout": Dropout,
    "early": Dropout,
    "late": Dropout,
    "r_drop": Dropout,
    "gaussian": GaussianDropout,
    "variational_gaussian": lambda p: VariationalGaussianDropout(WIDTH, p),
    "concrete": ConcreteDropout,
    "alpha": AlphaDropout,
    "feature_alpha": FeatureAlphaDropout,
    "spatial_1d": SpatialDropout1d,
    "spatial_2d": SpatialDropout2d,
    "spatial_3d": SpatialDropout3d,
}
"""Layers that follow another layer, by variant."""


def network(trial: Trial, arm: Drop) -> nn.Module:
    """From inputs of shape (batch, ...) to logits of shape (batch, ..., classes)."""
    return NETWORKS[trial.task](trial, arm)


def place(arm: Drop) -> nn.Module:
    """What follows a layer: the arm's dropout if it is one of these, else nothing."""
    return ELEMENTWISE[arm.variant](arm.p) if arm.variant in ELEMENTWISE else nn.Identity()


class Dense(nn.Module):
    """64 pixels, two hidden layers, 10 digits. DropConnect takes the second layer's weights."""

    def __init__(self, trial: Trial, arm: Drop) -> None:
        super().__init__()
        self.activation = ACTIVATIONS[trial.activation]
        self.connect = arm.variant == "drop_connect"
        self.first = nn.Linear(N_PIXELS, WIDTH)
        self.second = DropConnect(WIDTH, WIDTH, arm.p) if self.connect else nn.Linear(WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, N_DIGITS)
        self.drop_input = Dropout(arm.p) if arm.variant == "input_dropout" else nn.Identity()
        self.drops = nn.ModuleList(place(arm) for _ in range(2))

    def forward(self, x: Tensor) -> Tensor:
        """Logits from x of shape (batch, 64)."""
        x = self.drops[0](self.activation(self.first(self.drop_input(x))))
        x = self.second(x)
        logits: Tensor = self.out(self.drops[1](x if self.connect else self.activation(x)))
        return logits


class Convolutional(nn.Module):
    """Two blocks of convolution, activation, dropout and pooling; then 10 digits."""

    KINDS = ((nn.Conv1d, functional.max_pool1d), (nn.Conv2d, functional.max_pool2d),
             (nn.Conv3d, functional.max_pool3d))  # fmt: skip

    def __init__(
        self, trial: Trial, arm: Drop, channels: tuple[int, int, int], n_last: int
    ) -> None:
        super().__init__()
        convolution, self.pool = self.KINDS[CONVOLVED[trial.task] - 1]
        self.activation = ACTIVATIONS[trial.activation]
        self.first = convolution(channels[0], channels[1], 3, padding=1)
        self.second = convolution(channels[1], channels[2], 3, padding=1)
        self.out = nn.Linear(n_last, N_DIGITS)
        if arm.variant == "drop_block":
            sizes = (arm.block, min(arm.block, 4))  # maps of 8 by 8, then 4 by 4
            self.drops = nn.ModuleList(DropBlock(arm.p, size) for size in sizes)
        else:
            self.drops = nn.ModuleList(place(arm) for _ in range(2))

    def forward(self, x: Tensor) -> Tensor:
        """Logits from x of shape (batch, channel, ...)."""
        for convolution, drop in zip((self.first, self.second), self.drops, strict=True):
            x = self.pool(drop(self.activation(convolution(x))), 2)
        logits: Tensor = self.out(x.flatten(1))
        return logits


CONVOLVED = {"digits_conv_1d": 1, "digits_conv": 2, "digits_conv_3d": 3}
"""Axes that are convolved over, by task."""


class ResidualBlock(nn.Module):
    """x + branch(x), with dropout of the whole branch, or inside it."""

    def __init__(self, depth: nn.Module, inside: nn.Module) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(RESIDUAL_WIDTH)
        self.wide = nn.Linear(RESIDUAL_WIDTH, RESIDUAL_WIDTH)
        self.narrow = nn.Linear(RESIDUAL_WIDTH, RESIDUAL_WIDTH)
        self.depth, self.inside = depth, inside

    def forward(self, x: Tensor) -> Tensor:
        """The same shape comes out."""
        branch = self.narrow(self.inside(functional.relu(self.wide(self.norm(x)))))
        out: Tensor = x + self.depth(branch)
        return out


class Residual(nn.Module):
    """64 pixels, six residual blocks of 32 units, 10 digits."""

    def __init__(self, trial: Trial, arm: Drop) -> None:
        super().__init__()
        self.first = nn.Linear(N_PIXELS, RESIDUAL_WIDTH)
        blocks = [ResidualBlock(depth, place(arm)) for depth in self._depths(arm)]
        self.blocks = LayerDrop(blocks, arm.p if arm.variant == "layer_drop" else 0.0)
        self.out = nn.Linear(RESIDUAL_WIDTH, N_DIGITS)

    @staticmethod
    def _depths(arm: Drop) -> list[nn.Module]:
        if arm.variant == "stochastic_depth_batch":
            return [StochasticDepth(p, "batch") for p in linear_rates(N_BLOCKS, arm.p)]
        if arm.variant == "stochastic_depth_row":
            return [StochasticDepth(p, "row") for p in linear_rates(N_BLOCKS, arm.p)]
        return [nn.Identity() for _ in range(N_BLOCKS)]

    def forward(self, x: Tensor) -> Tensor:
        """Logits from x of shape (batch, 64)."""
        logits: Tensor = self.out(self.blocks(self.first(x)))
        return logits


class Recall(nn.Module):
    """An LSTM that reads one symbol at a time, and says at the end which was the first."""

    def __init__(self, trial: Trial, arm: Drop) -> None:
        super().__init__()
        self.lstm = lstm(arm, N_SYMBOLS + N_FILLERS, MEMORY)
        self.out = nn.Linear(MEMORY, N_SYMBOLS)

    def forward(self, x: Tensor) -> Tensor:
        """Logits from x of shape (batch, time, symbols)."""
        logits: Tensor = self.out(self.lstm(x)[0][:, -1])
        return logits


def lstm(arm: Drop, n_inputs: int, n_units: int) -> LSTM:
    """The LSTM with an arm's dropout."""
    if arm.variant in ("lstm_h", "lstm_c"):
        return PerStepLSTM(n_inputs, n_units, arm.p, on="h" if arm.variant == "lstm_h" else "c")
    if arm.variant == "lstm_zoneout":
        return ZoneoutLSTM(n_inputs, n_units, arm.p / 10, p_cell=arm.p)
    kinds = {"lstm_variational": VariationalLSTM, "lstm_candidate": CandidateLSTM}
    return kinds.get(arm.variant, LSTM)(n_inputs, n_units, arm.p)


class Transformer(nn.Module):
    """Characters in, logits of the next one at each place: embedding, two blocks, a dense layer."""

    def __init__(self, trial: Trial, arm: Drop) -> None:
        super().__init__()
        n_words = len(VOCABULARY)
        self.embedding = nn.Embedding(n_words, MODEL_WIDTH)
        self.positions = nn.Parameter(torch.zeros(trial.length, MODEL_WIDTH))
        rates = dict.fromkeys(PLACES.get(arm.variant, ()), arm.p)
        blocks = [TransformerBlock(MODEL_WIDTH, N_HEADS, rates) for _ in range(MODEL_BLOCKS)]
        self.blocks = LayerDrop(blocks, arm.p if arm.variant == "layer_drop" else 0.0)
        self.norm = nn.LayerNorm(MODEL_WIDTH)
        self.out = nn.Linear(MODEL_WIDTH, n_words)
        self.drop_words = EmbeddingDropout(n_words, arm.p if arm.variant == "embedding" else 0.0)

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits from tokens of shape (batch, time)."""
        x = self.drop_words(self.embedding(tokens), tokens) + self.positions
        logits: Tensor = self.out(self.norm(self.blocks(x)))
        return logits


PLACES = {
    "attention": ("attention",),
    "mlp": ("mlp",),
    "residual": ("after_attention", "after_mlp"),
}
"""Of a block, by variant."""

NETWORKS: dict[str, Callable[[Trial, Drop], nn.Module]] = {
    "digits_dense": Dense,
    "digits_conv": lambda trial, arm: Convolutional(trial, arm, (1, 8, 16), 64),
    "digits_conv_1d": lambda trial, arm: Convolutional(trial, arm, (8, 16, 32), 64),
    "digits_conv_3d": lambda trial, arm: Convolutional(trial, arm, (1, 4, 8), 32),
    "digits_residual": Residual,
    "recall": Recall,
    "next_character": Transformer,
}
"""By task."""

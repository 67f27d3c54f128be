"""One small network for each task of a trial, with an arm's dropout in its place.

All arms of a trial have the same weights in the same order; what a variant learns of its own comes
beside them.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional

from dropviz.data.text import VOCABULARY
from dropviz.experiments.trial import Drop, Trial
from dropviz.layers.depth import LayerDrop, linear_rates
from dropviz.layers.recurrent import LSTM
from dropviz.layers.transformer import EmbeddingDropout, TransformerBlock
from dropviz.variants import VARIANTS
from dropviz.variants.facts import Place, Site

N_PIXELS, N_DIGITS = 64, 10
WIDTH = 64
"""Units of a hidden layer, of the dense network."""
N_BLOCKS, RESIDUAL_WIDTH = 6, 32
N_SYMBOLS, N_FILLERS, MEMORY = 8, 2, 24
"""Of the memory task: symbols to recall, symbols in between, units of the LSTM."""
N_HEADS, MODEL_WIDTH, MODEL_BLOCKS = 2, 24, 2
BLOCK_PLACES: tuple[Place, ...] = ("attention", "after_attention", "mlp", "after_mlp")
"""Of a transformer's block, where its own layers drop."""
ACTIVATIONS = {"relu": functional.relu, "selu": functional.selu}


def network(trial: Trial, arm: Drop) -> TrialNetwork:
    """The network of a trial's task, with an arm's dropout in its places.

    From inputs of shape (batch, ...) to logits of shape (batch, ..., classes).

    Raises
    ------
    ValueError
        If the network has no place for the arm's dropout.
    """
    return NETWORKS[trial.task](trial, arm)


class TrialNetwork(nn.Module):
    """A network that has an arm's dropout in the places of its variant.

    PLACES : those that the network has
    """

    PLACES: frozenset[Place]

    def __init__(self, arm: Drop) -> None:
        super().__init__()
        places = arm.about.places
        if places and not self.PLACES.intersection(places):
            raise ValueError(
                f"{type(self).__name__} has no place for {arm.variant}, which is for "
                f"{', '.join(places)}"
            )
        self.arm = arm
        self.own: list[nn.Module] = []
        """The variant's layers, in the order in which they were placed."""

    def has(self, place: Place) -> bool:
        """Whether the arm drops at that place of the network."""
        return place in self.arm.about.places

    def rate(self, place: Place) -> float:
        """The arm's rate if it drops at that place, else 0."""
        return self.arm.p if self.has(place) else 0.0

    def placed(
        self,
        place: Place,
        site: Site | None = None,
        otherwise: nn.Module | None = None,
        p_drop: float | None = None,
    ) -> nn.Module:
        """The variant's layer if it belongs at that place, else what stands there without dropout.

        p_drop : a rate other than the arm's
        """
        if not self.has(place):
            return nn.Identity() if otherwise is None else otherwise
        rate = self.arm.p if p_drop is None else p_drop
        layer: nn.Module = VARIANTS[self.arm.variant].layer(rate, site or Site())
        self.own.append(layer)
        return layer


class Dense(TrialNetwork):
    """A dense network: 64 pixels, two hidden layers, 10 digits.

    DropConnect takes the second layer's weights.
    """

    PLACES = frozenset({"input", "hidden", "weights"})

    def __init__(self, trial: Trial, arm: Drop) -> None:
        super().__init__(arm)
        self.activation = ACTIVATIONS[trial.activation]
        self.connect = self.has("weights")
        self.first = nn.Linear(N_PIXELS, WIDTH)
        site = Site(inputs=WIDTH, units=WIDTH)
        self.second = self.placed("weights", site, nn.Linear(WIDTH, WIDTH))
        self.out = nn.Linear(WIDTH, N_DIGITS)
        self.drop_input = self.placed("input")
        self.drops = nn.ModuleList(self.placed("hidden", site) for _ in range(2))

    def forward(self, x: Tensor) -> Tensor:
        """Logits from x of shape (batch, 64)."""
        x = self.drops[0](self.activation(self.first(self.drop_input(x))))
        x = self.second(x)
        logits: Tensor = self.out(self.drops[1](x if self.connect else self.activation(x)))
        return logits


class Convolutional(TrialNetwork):
    """A convolutional network with 10 outputs, one for each digit.

    Two blocks of convolution, activation, dropout and pooling; then a dense layer.
    """

    KINDS = ((nn.Conv1d, functional.max_pool1d), (nn.Conv2d, functional.max_pool2d),
             (nn.Conv3d, functional.max_pool3d))  # fmt: skip
    PLACES = frozenset({"hidden"})

    def __init__(
        self, trial: Trial, arm: Drop, channels: tuple[int, int, int], n_last: int
    ) -> None:
        super().__init__(arm)
        convolution, self.pool = self.KINDS[CONVOLVED[trial.task] - 1]
        self.activation = ACTIVATIONS[trial.activation]
        self.first = convolution(channels[0], channels[1], 3, padding=1)
        self.second = convolution(channels[1], channels[2], 3, padding=1)
        self.out = nn.Linear(n_last, N_DIGITS)
        blocks = (arm.block, min(arm.block, 4))  # maps of 8 by 8, then 4 by 4
        self.drops = nn.ModuleList(self.placed("hidden", Site(block=b)) for b in blocks)

    def forward(self, x: Tensor) -> Tensor:
        """Logits from x of shape (batch, channel, ...)."""
        for convolution, drop in zip((self.first, self.second), self.drops, strict=True):
            x = self.pool(drop(self.activation(convolution(x))), 2)
        logits: Tensor = self.out(x.flatten(1))
        return logits


CONVOLVED = {"digits_conv_1d": 1, "digits_conv": 2, "digits_conv_3d": 3}
"""Axes that are convolved over, by task."""


class ResidualBlock(nn.Module):
    """A residual block, x + branch(x), with dropout of the whole branch, or inside it."""

    def __init__(self, depth: nn.Module, inside: nn.Module) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(RESIDUAL_WIDTH)
        self.wide = nn.Linear(RESIDUAL_WIDTH, RESIDUAL_WIDTH)
        self.narrow = nn.Linear(RESIDUAL_WIDTH, RESIDUAL_WIDTH)
        self.depth, self.inside = depth, inside

    def forward(self, x: Tensor) -> Tensor:
        """Add the branch to x; the same shape comes out."""
        branch = self.narrow(self.inside(functional.relu(self.wide(self.norm(x)))))
        out: Tensor = x + self.depth(branch)
        return out


class Residual(TrialNetwork):
    """A residual network: 64 pixels, six residual blocks of 32 units, 10 digits."""

    PLACES = frozenset({"hidden", "branch", "stack"})

    def __init__(self, trial: Trial, arm: Drop) -> None:
        super().__init__(arm)
        self.first = nn.Linear(N_PIXELS, RESIDUAL_WIDTH)
        blocks = [
            ResidualBlock(
                self.placed("branch", p_drop=rate),
                self.placed("hidden", Site(units=RESIDUAL_WIDTH)),
            )
            for rate in linear_rates(N_BLOCKS, arm.p)
        ]
        self.blocks = self.placed("stack", Site(around=tuple(blocks)), LayerDrop(blocks, 0.0))
        self.out = nn.Linear(RESIDUAL_WIDTH, N_DIGITS)

    def forward(self, x: Tensor) -> Tensor:
        """Logits from x of shape (batch, 64)."""
        logits: Tensor = self.out(self.blocks(self.first(x)))
        return logits


class Recall(TrialNetwork):
    """An LSTM that reads one symbol at a time, and says at the end which was the first."""

    PLACES = frozenset({"lstm"})

    def __init__(self, trial: Trial, arm: Drop) -> None:
        super().__init__(arm)
        n_inputs = N_SYMBOLS + N_FILLERS
        self.lstm = self.placed("lstm", Site(n_inputs, MEMORY), LSTM(n_inputs, MEMORY))
        self.out = nn.Linear(MEMORY, N_SYMBOLS)

    def forward(self, x: Tensor) -> Tensor:
        """Logits from x of shape (batch, time, symbols)."""
        logits: Tensor = self.out(self.lstm(x)[0][:, -1])
        return logits


class Transformer(TrialNetwork):
    """A transformer: characters in, logits of the next one at each place.

    Embedding, two blocks, a dense layer.
    """

    PLACES = frozenset({"embedding", "attention", "after_attention", "mlp", "after_mlp", "stack"})

    def __init__(self, trial: Trial, arm: Drop) -> None:
        super().__init__(arm)
        n_words = len(VOCABULARY)
        self.embedding = nn.Embedding(n_words, MODEL_WIDTH)
        self.positions = nn.Parameter(torch.zeros(trial.length, MODEL_WIDTH))
        rates: dict[str, float] = {place: self.rate(place) for place in BLOCK_PLACES}
        blocks = [TransformerBlock(MODEL_WIDTH, N_HEADS, rates) for _ in range(MODEL_BLOCKS)]
        self.blocks = self.placed("stack", Site(around=tuple(blocks)), LayerDrop(blocks, 0.0))
        self.norm = nn.LayerNorm(MODEL_WIDTH)
        self.out = nn.Linear(MODEL_WIDTH, n_words)
        self.drop_words = self.placed(
            "embedding", Site(inputs=n_words), EmbeddingDropout(n_words, 0.0)
        )

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits from tokens of shape (batch, time)."""
        x = self.drop_words(self.embedding(tokens), tokens) + self.positions
        logits: Tensor = self.out(self.norm(self.blocks(x)))
        return logits


NETWORKS: dict[str, Callable[[Trial, Drop], TrialNetwork]] = {
    "digits_dense": Dense,
    "digits_conv": lambda trial, arm: Convolutional(trial, arm, (1, 8, 16), 64),
    "digits_conv_1d": lambda trial, arm: Convolutional(trial, arm, (8, 16, 32), 64),
    "digits_conv_3d": lambda trial, arm: Convolutional(trial, arm, (1, 4, 8), 32),
    "digits_residual": Residual,
    "recall": Recall,
    "next_character": Transformer,
}
"""By task."""

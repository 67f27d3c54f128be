"""A small MLP whose dropout takes its coins from outside, and the training of the shipped ones."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import skip_init

from dropviz.core.network import Network
from dropviz.data.digits import Digits
from dropviz.data.networks import SHIPPED_RATES, NetworkName

SHIPPED_SIZES = (64, 32, 32, 10)


def build_mlp(sizes: Sequence[int], generator: torch.Generator) -> nn.Sequential:
    """Linear and ReLU layers in turn, with He-uniform weights and zero biases."""
    modules: list[nn.Module] = []
    for n_in, n_out in itertools.pairwise(sizes):
        linear = skip_init(nn.Linear, n_in, n_out)  # the usual init draws from the global generator
        nn.init.kaiming_uniform_(linear.weight, nonlinearity="relu", generator=generator)
        nn.init.zeros_(linear.bias)
        modules += [linear, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


def dropout_with_coins(x: Tensor, u: Tensor, p_drop: float) -> Tensor:
    """Inverted dropout of ``x`` by coins ``u`` (broadcastable): zeros where u < p_drop.

    At p_drop = 1 the result is zeros, as in ``torch.nn.Dropout``.
    """
    if p_drop >= 1.0:
        return x * 0.0
    return x * (u >= p_drop) / (1.0 - p_drop)


def forward_with_coins(
    model: nn.Sequential, x: Tensor, coins: Sequence[Tensor | None], rates: Sequence[float]
) -> Tensor:
    """Logits of shape (batch, classes); ``coins[l]`` of shape (batch or 1, units) drop layer l.

    Layer 0 is the input. None means that the layer keeps all its units.
    """
    linears = [module for module in model if isinstance(module, nn.Linear)]
    for layer, linear in enumerate(linears):
        u = coins[layer]
        if u is not None:
            x = dropout_with_coins(x, u, rates[layer])
        x = linear(x)
        if layer < len(linears) - 1:
            x = torch.relu(x)
    return x


def as_network(model: nn.Sequential) -> Network:
    """The model's weights as a ``core`` network (copied)."""
    linears = [module for module in model if isinstance(module, nn.Linear)]
    return Network(
        tuple(np.array(linear.weight.detach().numpy()) for linear in linears),
        tuple(np.array(linear.bias.detach().numpy()) for linear in linears),
    )


def train_shipped(name: NetworkName, train: Digits, *, n_steps: int = 4000) -> Network:
    """Train one of the shipped networks (Adam, batch 64), the same every time on one machine.

    Weights, batches and coins have a generator each, so the two networks share their start
    and their batches.
    """
    init, batches, masks = (torch.Generator().manual_seed(seed) for seed in (1, 2, 3))
    model = build_mlp(SHIPPED_SIZES, init)
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, n_steps)
    x, y = torch.from_numpy(train.images), torch.from_numpy(train.labels.astype(np.int64))
    p_input, p_hidden = SHIPPED_RATES[name]
    rates = (p_input, *[p_hidden] * (len(SHIPPED_SIZES) - 2))
    for _ in range(n_steps):
        rows = torch.randint(len(x), (64,), generator=batches)
        u = [torch.rand(64, size, generator=masks) for size in SHIPPED_SIZES[:-1]]
        loss = nn.functional.cross_entropy(forward_with_coins(model, x[rows], u, rates), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return as_network(model)

"""The small convolutional network of *Feature maps*, and the training of the two shipped ones."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn
from torch.nn.utils import skip_init

from dropviz.core.conv_network import SIDE, ConvNetwork
from dropviz.data.conv_networks import SPATIAL_RATES, ConvName
from dropviz.data.digits import Digits
from dropviz.layers.conv import SpatialDropout2d

MAPS = (8, 16)


def build_cnn(
    p_drop: float, init: torch.Generator, masks: torch.Generator | None = None
) -> nn.Sequential:
    """Two blocks of convolution, ReLU, spatial dropout, max pooling; flatten; linear.

    For images of shape (n, 1, 8, 8). He-uniform weights, zero biases.

    Parameters
    ----------
    p_drop : rate of spatial dropout
    init, masks : where weights and coins come from
    """
    modules: list[nn.Module] = []
    n_in = 1
    for n_out in MAPS:
        modules += [
            skip_init(nn.Conv2d, n_in, n_out, 3, padding=1),
            nn.ReLU(),
            SpatialDropout2d(p_drop, generator=masks),
            nn.MaxPool2d(2),
        ]
        n_in = n_out
    pixels = (SIDE // 2 ** len(MAPS)) ** 2
    modules += [nn.Flatten(), skip_init(nn.Linear, MAPS[-1] * pixels, 10)]
    for module in modules:
        if isinstance(module, nn.Conv2d | nn.Linear):
            bound = math.sqrt(6.0 / module.weight[0].numel())
            nn.init.uniform_(module.weight, -bound, bound, generator=init)
            assert module.bias is not None
            nn.init.zeros_(module.bias)
    return nn.Sequential(*modules)


def as_conv_network(model: nn.Sequential) -> ConvNetwork:
    """The model's weights as a ``core`` network (copied)."""
    weighted = [module for module in model if isinstance(module, nn.Conv2d | nn.Linear)]
    weights = [np.array(module.weight.detach().numpy()) for module in weighted]
    biases = [np.array(module.bias.detach().numpy()) for module in weighted]  # type: ignore[union-attr]
    return ConvNetwork(tuple(weights[:-1]), tuple(biases[:-1]), weights[-1], biases[-1])


def train_conv(name: ConvName, train: Digits, *, n_steps: int = 2500) -> ConvNetwork:
    """Train one of the shipped networks (Adam, batch 64), the same every time on one machine.

    Both share their start and their batches.
    """
    init, batches, masks = (torch.Generator().manual_seed(seed) for seed in (1, 2, 3))
    model = build_cnn(SPATIAL_RATES[name], init, masks)
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, n_steps)
    x = torch.from_numpy(train.images).view(-1, 1, SIDE, SIDE)
    y = torch.from_numpy(train.labels.astype(np.int64))
    for _ in range(n_steps):
        rows = torch.randint(len(x), (64,), generator=batches)
        loss = nn.functional.cross_entropy(model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return as_conv_network(model)

"""How long a training step of a residual network takes when part of it is dropped, measured."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from dropviz.core.residual import N_BLOCKS, WAYS, StepTimes
from dropviz.layers.depth import StochasticDepth

N_UNITS, BATCH = 192, 128
SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
REPEATS = 5


def residual_blocks(generator: torch.Generator) -> list[nn.Sequential]:
    """Ten residual branches of two dense layers each."""
    blocks = [
        nn.Sequential(nn.Linear(N_UNITS, N_UNITS), nn.ReLU(), nn.Linear(N_UNITS, N_UNITS))
        for _ in range(N_BLOCKS)
    ]
    for block in blocks:
        for parameter in block.parameters():
            nn.init.normal_(parameter, std=0.05, generator=generator)
    return blocks


def skipping(blocks: list[nn.Sequential], x: Tensor, share: float) -> Tensor:
    """Run the blocks on x, leaving out whole ones evenly, so that a ``share`` is kept."""
    count = round(share * N_BLOCKS)
    for place in range(count):
        block = blocks[place * N_BLOCKS // count]
        x = x + block(x) / share
    return x


def gathering(blocks: list[nn.Sequential], x: Tensor, share: float) -> Tensor:
    """Run each block on x for the examples that keep it, other ones in each block."""
    count = round(share * len(x))
    for place, block in enumerate(blocks):
        rows = (torch.arange(count) + place * 13) % len(x)
        if count:
            x = x.index_add(0, rows, block(x[rows]) / share)
    return x


def multiplying(blocks: list[nn.Sequential], x: Tensor, share: float) -> Tensor:
    """Run each block on all examples of x, then multiply by the mask: the layer as it is."""
    drop = StochasticDepth(1.0 - share, "row", generator=torch.Generator().manual_seed(0))
    for block in blocks:
        x = x + drop(block(x))
    return x


COMPUTED: dict[str, Callable[[list[nn.Sequential], Tensor, float], Tensor]] = dict(
    zip(WAYS, (skipping, gathering, multiplying), strict=True)
)


def step_times(repeats: int = REPEATS) -> StepTimes:
    """Measure how long forward and backward passes take here and now.

    The ways take turns, so that all meet the same load.
    """
    generator = torch.Generator().manual_seed(0)
    blocks = residual_blocks(generator)
    x = torch.randn(BATCH, N_UNITS, generator=generator, requires_grad=True)
    found: dict[str, list[list[float]]] = {way: [[] for _ in SHARES] for way in WAYS}
    for repeat in range(repeats + 1):
        for place, share in enumerate(SHARES):
            for way, compute in COMPUTED.items():
                start = time.perf_counter()
                compute(blocks, x, share).square().mean().backward()
                if repeat:  # the first time is for warming up
                    found[way][place].append(1000.0 * (time.perf_counter() - start))
    quartiles = {
        way: np.percentile(np.array(times), [25, 50, 75], axis=1).T for way, times in found.items()
    }
    return StepTimes(np.array(SHARES), quartiles)

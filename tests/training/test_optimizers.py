from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from dropviz.training.optimizers import MOMENTUM, optimizer

RATE = 0.01
THEIRS: dict[str, Callable[[Tensor], torch.optim.Optimizer]] = {
    "adam": lambda value: torch.optim.Adam([value], lr=RATE, fused=True),
    "adamw": lambda value: torch.optim.AdamW([value], lr=RATE, weight_decay=0.0, fused=True),
    "sgd": lambda value: torch.optim.SGD([value], lr=RATE, momentum=MOMENTUM, fused=True),
}


@pytest.mark.parametrize("name", THEIRS)
def test_every_optimizer_moves_as_torchs_own_does(name: str) -> None:
    draw = torch.Generator().manual_seed(0)
    value = torch.randn(100, generator=draw)
    twin, gradient = value.clone(), torch.zeros(100)
    ours, theirs = optimizer(name, value, gradient, RATE), THEIRS[name](twin)
    for _ in range(20):
        gradient.normal_(generator=draw)
        twin.grad = gradient.clone()
        ours.step()
        theirs.step()
        assert torch.equal(value, twin)
    assert all(len(part) == 100 for part in ours.averages() if part.ndim)
    assert any(part.ndim for part in ours.averages())

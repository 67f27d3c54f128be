"""Optimizers of one flat tensor; weight decay, which differs by arm, is left to the trainer."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor

MOMENTUM = 0.9
"""Of the optimizer "sgd"."""


class FlatOptimizer(Protocol):
    """What moves a flat tensor by its gradient."""

    def step(self) -> object:
        """Move it once."""

    def averages(self) -> list[Tensor]:
        """The averages of gradients that it keeps."""


class FusedAdam:
    """``torch.optim.Adam(fused=True)``, its kernel called directly.

    What ``torch.optim`` does around the kernel takes longer than the kernel on narrow networks.
    """

    def __init__(self, value: Tensor, gradient: Tensor, rate: float) -> None:
        self._value, self._gradient, self._rate = value, gradient, rate
        self._mean, self._square = torch.zeros_like(value), torch.zeros_like(value)
        self._count = torch.zeros((), device=value.device)

    def step(self) -> None:
        """Move the tensor once."""
        self._count += 1
        torch._fused_adam_(
            [self._value], [self._gradient], [self._mean], [self._square], [], [self._count],
            lr=self._rate, beta1=0.9, beta2=0.999, weight_decay=0.0, eps=1e-8,
            amsgrad=False, maximize=False,
        )  # fmt: skip

    def averages(self) -> list[Tensor]:
        """The averages of gradients and of their squares."""
        return [self._mean, self._square]


class OfTorch:
    """An optimizer of ``torch.optim``."""

    def __init__(self, optimizer: torch.optim.Optimizer) -> None:
        self._optimizer = optimizer
        self.step = optimizer.step

    def averages(self) -> list[Tensor]:
        """All that the optimizer keeps."""
        return [part for kept in self._optimizer.state.values() for part in kept.values()]


def optimizer(name: str, value: Tensor, gradient: Tensor, rate: float) -> FlatOptimizer:
    """The optimizer of that name: "sgd", or "adam" or "adamw", which without decay are one."""
    fused = value.device.type in ("cpu", "cuda")
    if name != "sgd" and fused:
        return FusedAdam(value, gradient, rate)
    value.grad = gradient
    if name == "sgd":
        return OfTorch(torch.optim.SGD([value], lr=rate, momentum=MOMENTUM, fused=fused))
    return OfTorch(torch.optim.Adam([value], lr=rate))

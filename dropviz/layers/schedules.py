"""Rates that change while a network learns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import nn

from dropviz.layers.masks import checked_rate

RateOfStep = Callable[[int], float]
"""From the number of the step, from 0, to the rate in it."""


def constant(p: float) -> RateOfStep:
    """A schedule with the same rate in all steps."""
    rate = checked_rate(p)
    return lambda step: rate


def early(p: float, steps: int) -> RateOfStep:
    """A schedule with dropout in the first steps only, against underfitting.

    Source: Liu et al. (2023), arXiv:2303.01500.
    """
    rate = checked_rate(p)
    return lambda step: rate if step < steps else 0.0


def late(p: float, start: int) -> RateOfStep:
    """A schedule with dropout from a step on, against overfitting of what was learnt without.

    Source: Liu et al. (2023), arXiv:2303.01500.
    """
    rate = checked_rate(p)
    return lambda step: rate if step >= start else 0.0


def linear(p: float, steps: int) -> RateOfStep:
    """A schedule that rises from 0 to p in so many steps, and stays at p.

    Source: Ghiasi et al. (2018), arXiv:1810.12890, for DropBlock.
    """
    rate = checked_rate(p)
    return lambda step: rate * min(1.0, step / steps) if steps > 0 else rate


class Scheduled:
    """Sets the rate of every layer in a network that has one: call it before each step."""

    def __init__(self, network: nn.Module, schedule: RateOfStep) -> None:
        self.layers: list[Any] = [layer for layer in network.modules() if hasattr(layer, "p")]
        self.schedule = schedule

    def __call__(self, step: int) -> float:
        """Set the rate of this step, which counts from 0, in all layers; and return it."""
        rate = checked_rate(self.schedule(step))
        for layer in self.layers:
            layer.p = rate
        return rate

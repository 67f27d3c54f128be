"""What all layers share: rates that are checked, coins, and inverted scaling.

A unit is dropped when its coin u, uniform in [0, 1), lies below the rate. Rates are chances of
being dropped, as in PyTorch.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Real

import torch
from torch import Tensor, nn


def checked_rate(p: float, name: str = "p") -> float:
    """Check that a rate is a number from 0 to 1, and give it as a float.

    Raises
    ------
    TypeError
        If it is not a number.
    ValueError
        If it is outside [0, 1] or NaN.
    """
    if isinstance(p, bool) or not isinstance(p, Real):
        raise TypeError(f"{name} is {p!r}; a rate is a number from 0 to 1")
    rate = float(p)
    if math.isnan(rate) or not 0.0 <= rate <= 1.0:
        raise ValueError(f"{name} is {p!r}; a rate is a number from 0 to 1")
    return rate


def check_floating(x: Tensor) -> None:
    """Refuse integers: they have no place for 1 / (1 - p).

    Raises
    ------
    TypeError
        If x is not of a floating type.
    """
    if not x.is_floating_point():
        raise TypeError(f"x is of type {x.dtype}; dropout needs floating-point numbers")


def check_axes(x: Tensor, allowed: Sequence[int], axes: str) -> None:
    """Refuse a wrong number of axes: one axis less could mean another thing.

    Raises
    ------
    ValueError
        If x has another number of axes.
    """
    if x.dim() not in allowed:
        raise ValueError(f"x has shape {tuple(x.shape)}; expected {axes}")


def coins(shape: Sequence[int], like: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """Coins, uniform in [0, 1), in the type and on the device of ``like``."""
    return torch.rand(shape, generator=generator, dtype=like.dtype, device=like.device)


def dropped(x: Tensor, kept: Tensor, p: float) -> Tensor:
    """Gives x / (1 - p) where ``kept`` (broadcast to x), exactly 0 elsewhere, whatever x is there.

    Unlike a product, it turns a dropped NaN or infinity into 0, forwards and backwards.
    """
    scaled = x / (1.0 - p) if p < 1.0 else x
    return torch.where(kept, scaled, torch.zeros((), dtype=x.dtype, device=x.device))


class MaskedLayer(nn.Module):
    """Base of layers that drop what shares a coin together; in eval mode, and at rate 0, x stays.

    Subclasses say in ``mask_shape`` which entries share a coin: axes of length 1 are shared.

    Parameters
    ----------
    p : float
        Chance of being dropped.
    generator : torch.Generator, optional
        Source of the coins; the global one if there is none.

    Raises
    ------
    TypeError, ValueError
        As ``checked_rate`` says; ``forward`` raises TypeError for integers, and ValueError for a
        shape that it cannot read.
    """

    def __init__(self, p: float = 0.5, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.p = checked_rate(p)
        self.generator = generator

    def mask_shape(self, x: Tensor) -> Sequence[int]:
        """Shape of the mask, which is broadcast to x."""
        raise NotImplementedError

    def forward(self, x: Tensor) -> Tensor:
        """Drop entries of x, of any shape that ``mask_shape`` reads; the same shape comes out."""
        check_floating(x)
        shape = self.mask_shape(x)
        if not self.training or self.p == 0.0:
            return x
        return dropped(x, coins(shape, x, self.generator) >= self.p, self.p)

    def extra_repr(self) -> str:
        """The rate, as ``print`` shows it with the layer."""
        return f"p={self.p:g}"

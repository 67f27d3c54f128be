"""Dropout of feature maps and of blocks in them."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from dropviz.layers.masks import MaskedLayer, check_axes, check_floating, coins


class _SpatialDropout(MaskedLayer):
    AXES: str
    DIMENSIONS: int

    def mask_shape(self, x: Tensor) -> Sequence[int]:
        """Shape of the mask; axes of length 1 are shared."""
        check_axes(x, (self.DIMENSIONS + 2,), self.AXES)
        return (*x.shape[:2], *(1,) * self.DIMENSIONS)


class SpatialDropout1d(_SpatialDropout):
    r"""One coin for each example and channel of a sequence: :math:`y_{ncl} = x_{ncl} m_{nc}/(1-p)`.

    x of shape (batch, channel, length); ``torch.nn.Dropout1d`` takes a batch of none too.
    Source: Tompson et al. (2015), arXiv:1411.4280, for pictures.
    """

    AXES, DIMENSIONS = "(batch, channel, length)", 1


class SpatialDropout2d(_SpatialDropout):
    r"""One coin for each example and feature map: :math:`y_{nchw} = x_{nchw}\,m_{nc} / (1 - p)`.

    Neighbouring pixels of a map say nearly the same, so a single dropped pixel takes little away.
    x of shape (batch, channel, height, width) and no other: ``torch.nn.Dropout2d`` reads three axes
    as (batch, channel, length).
    Source: Tompson et al. (2015), arXiv:1411.4280.
    """

    AXES, DIMENSIONS = "(batch, channel, height, width)", 2


class SpatialDropout3d(_SpatialDropout):
    r"""One coin for each example and channel of a volume.

    x of shape (batch, channel, depth, height, width). Source: as ``SpatialDropout2d``.
    """

    AXES, DIMENSIONS = "(batch, channel, depth, height, width)", 3


class DropBlock(MaskedLayer):
    r"""Drops squares of block_size x block_size pixels, other ones in each map.

    A square starts at each place where it fits with probability
    :math:`\gamma = \frac{p}{b^2}\,\frac{HW}{(H-b+1)(W-b+1)}`, so that a share p would be dropped if
    squares did not overlap; then :math:`y = x\,m\,|m| / \sum m` over each example's map. With
    block_size 1 that is element-wise dropout but for the scale, which follows what was really
    dropped. The mean over masks is x only roughly: the scale depends on the mask. x of shape
    (batch, channel, height, width), no side smaller than a block.
    Source: Ghiasi, Lin, Le (2018), arXiv:1810.12890; they raise p step by step
    (``schedules.linear``).
    """

    def __init__(
        self, p: float = 0.1, block_size: int = 3, *, generator: torch.Generator | None = None
    ) -> None:
        super().__init__(p, generator=generator)
        if isinstance(block_size, bool) or not isinstance(block_size, int) or block_size < 1:
            raise ValueError(f"block_size is {block_size!r}; it is a whole number from 1")
        self.block_size = block_size

    def mask_shape(self, x: Tensor) -> Sequence[int]:
        """Shape of the mask; axes of length 1 are shared."""
        check_axes(x, (4,), "(batch, channel, height, width)")
        if min(x.shape[2:]) < self.block_size:
            raise ValueError(
                f"maps of {x.shape[2]} by {x.shape[3]} pixels hold no block of {self.block_size}"
            )
        return x.shape

    def kept(self, x: Tensor) -> Tensor:
        """True where a pixel is kept, False in the squares that are dropped; of the shape of x."""
        b = self.block_size
        height, width = x.shape[2:]
        places = (height - b + 1, width - b + 1)
        seed_rate = self.p / b**2 * (height * width) / (places[0] * places[1])
        seeds = coins((*x.shape[:2], *places), x, self.generator) < seed_rate
        # A pixel is dropped if a square starts up to b - 1 rows above it and columns left of it.
        grown = functional.max_pool2d(
            functional.pad(seeds.to(x.dtype), (b - 1, b - 1, b - 1, b - 1)), b, stride=1
        )
        return grown == 0.0

    def forward(self, x: Tensor) -> Tensor:
        """Drop squares of x and scale what is left; the same shape comes out."""
        check_floating(x)
        self.mask_shape(x)
        if not self.training or self.p == 0.0:
            return x
        kept = self.kept(x) if self.p < 1.0 else torch.zeros_like(x, dtype=torch.bool)
        share = kept.to(x.dtype).mean((2, 3), keepdim=True)
        scaled = x / share.clamp(min=1.0 / (x.shape[2] * x.shape[3]))
        return torch.where(kept, scaled, torch.zeros((), dtype=x.dtype, device=x.device))

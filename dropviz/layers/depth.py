"""Dropout of residual branches and of whole layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import torch
from torch import Tensor, nn

from dropviz.layers.masks import MaskedLayer, check_floating, checked_rate, coins


class StochasticDepth(MaskedLayer):
    r"""Drops a residual branch as a whole: :math:`x + f(x)\,m / (1 - p)`; this is the last factor.

    mode "batch": one coin for all examples, as in the paper, where no time is spent on a dropped
    block; "row": a coin for each example. The paper multiplies by 1 - p at test time instead. x,
    the branch, of shape (batch, ...).
    Source: Huang et al. (2016), arXiv:1603.09382: survival falls in a line from 1 to 0.5 over the
    blocks (``linear_rates``).
    """

    def __init__(
        self,
        p: float = 0.5,
        mode: Literal["batch", "row"] = "row",
        *,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__(p, generator=generator)
        if mode not in ("batch", "row"):
            raise ValueError(f"mode is {mode!r}; it is 'batch' or 'row'")
        self.mode = mode

    def mask_shape(self, x: Tensor) -> Sequence[int]:
        """Shape of the mask; axes of length 1 are shared."""
        if x.dim() < 1:
            raise ValueError("x is a single number; expected (batch, ...)")
        return (1 if self.mode == "batch" else x.shape[0], *(1,) * (x.dim() - 1))


def linear_rates(n_blocks: int, last: float = 0.5) -> list[float]:
    """Rate of each block: block l of L drops with l / L times the rate of the last."""
    rate = checked_rate(last, "last")
    return [rate * block / n_blocks for block in range(1, n_blocks + 1)]


class LayerDrop(nn.Module):
    r"""A stack of layers, each skipped with probability p, so that any sub-stack can be cut out.

    A layer that is kept is not scaled: with residual layers, what is left is a network in itself.
    In eval mode all layers run. One coin for each layer and call; x of any shape that all layers
    map to itself. At p = 1 all are skipped, and x comes out as it is.
    Source: Fan, Grave, Joulin (2020), arXiv:1909.11556.
    """

    def __init__(
        self,
        layers: Iterable[nn.Module],
        p: float = 0.2,
        *,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.p = checked_rate(p)
        self.generator = generator

    def forward(self, x: Tensor) -> Tensor:
        """Send x through the layers that are not skipped; the same shape comes out."""
        check_floating(x)
        if not self.training or self.p == 0.0:
            for layer in self.layers:
                x = layer(x)
            return x
        kept = coins((len(self.layers),), x, self.generator) >= self.p
        for layer, is_kept in zip(self.layers, kept, strict=True):
            # Both are computed: a branch on a coin would not work under ``torch.func.vmap``.
            x = torch.where(is_kept, layer(x), x)
        return x

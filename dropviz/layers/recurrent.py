r"""LSTMs with a Python loop over time, each with dropout at another place of the recurrence.

One step, with :math:`i, f, o = \sigma(\cdot)` and :math:`g = \tanh(\cdot)` of
:math:`W x_t + U h_{t-1} + b`: :math:`c_t = f \ast c_{t-1} + i \ast g`,
:math:`h_t = o \ast \tanh c_t`. Parameters are called and shaped as those of ``torch.nn.LSTM``.
"""

from __future__ import annotations

import math
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from dropviz.layers.masks import check_axes, check_floating, checked_rate, coins, dropped

LstmState = tuple[Tensor, Tensor]


class LSTM(nn.Module):
    """An LSTM without dropout; those with dropout replace some of its methods.

    x of shape (batch, time, n_inputs); out come h of all times, of shape (batch, time, n_units),
    and the last h and c, of shape (batch, n_units) each.
    Source: Hochreiter, Schmidhuber (1997), with a forget gate.
    """

    def __init__(
        self,
        n_inputs: int,
        n_units: int,
        p: float = 0.0,
        *,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__()
        self.p = checked_rate(p)
        self.generator = generator
        self.n_units = n_units
        bound = 1.0 / math.sqrt(n_units)

        def drawn(*shape: int) -> nn.Parameter:
            return nn.Parameter(torch.empty(shape).uniform_(-bound, bound, generator=generator))

        self.weight_ih_l0, self.weight_hh_l0 = (
            drawn(4 * n_units, n_inputs),
            drawn(4 * n_units, n_units),
        )
        self.bias_ih_l0, self.bias_hh_l0 = drawn(4 * n_units), drawn(4 * n_units)

    @property
    def drops(self) -> bool:
        """Whether masks are drawn now."""
        return self.training and self.p > 0.0

    def mask(self, like: Tensor) -> Tensor:
        """Draw a mask of the shape of ``like``, True where kept."""
        return coins(like.shape, like, self.generator) >= self.p

    def begin(self, x: Tensor, h: Tensor) -> Tensor:
        """The x that the network gets; called once, before the first step."""
        return x

    def before(self, h: Tensor) -> Tensor:
        """The h that the gates of the next step read."""
        return h

    def candidate(self, g: Tensor) -> Tensor:
        """The candidate g, as it is to be written into the memory cell c."""
        return g

    def after(self, before: LstmState, new: LstmState) -> LstmState:
        """The h and c that are kept after a step, from those ``before`` it and the ``new`` ones."""
        return new

    def forward(self, x: Tensor) -> tuple[Tensor, LstmState]:
        """Run over all times; h of all times, and the last h and c."""
        check_floating(x)
        check_axes(x, (3,), "(batch, time, n_inputs)")
        h = c = x.new_zeros(x.shape[0], self.n_units)
        x = self.begin(x, h)
        outputs = []
        for now in functional.linear(x, self.weight_ih_l0, self.bias_ih_l0).unbind(1):
            gates = now + functional.linear(self.before(h), self.weight_hh_l0, self.bias_hh_l0)
            i, f, g, o = gates.chunk(4, -1)
            kept = f.sigmoid() * c
            written = i.sigmoid() * self.candidate(g.tanh())
            new_c = kept + written
            h, c = self.after((h, c), (o.sigmoid() * new_c.tanh(), new_c))
            outputs.append(h)
        return torch.stack(outputs, 1), (h, c)


class PerStepLSTM(LSTM):
    r"""A fresh mask in every step on h, or on the memory cell c.

    On c what is remembered over T steps survives with probability :math:`(1-p)^T`, blown up by
    :math:`(1-p)^{-T}`. Shown because it is what one writes first.
    Source: Semeniuta et al. (2016), arXiv:1603.05118, compare with it.
    """

    def __init__(
        self,
        n_inputs: int,
        n_units: int,
        p: float = 0.25,
        *,
        on: Literal["h", "c"] = "h",
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__(n_inputs, n_units, p, generator=generator)
        if on not in ("h", "c"):
            raise ValueError(f"on is {on!r}; it is 'h' or 'c'")
        self.on = on

    def after(self, before: LstmState, new: LstmState) -> LstmState:
        """The new h and c, one of them under a fresh mask."""
        if not self.drops:
            return new
        h, c = new
        if self.on == "h":
            return dropped(h, self.mask(h), self.p), c
        return h, dropped(c, self.mask(c), self.p)


class VariationalLSTM(LSTM):
    """One mask on x and one on h for a whole sequence: the same units at all times.

    A unit that is kept is kept throughout, so it can remember. Anew for each example and call.
    Source: Gal, Ghahramani (2016), arXiv:1512.05287 (with masks shared by the gates).
    """

    def begin(self, x: Tensor, h: Tensor) -> Tensor:
        """Put one mask for all times on x, and draw that of h for the sequence."""
        if not self.drops:
            return x
        self._kept = self.mask(h)
        return dropped(x, self.mask(x[:, :1]), self.p)

    def before(self, h: Tensor) -> Tensor:
        """The h that the gates read, under the mask of this sequence."""
        return dropped(h, self._kept, self.p) if self.drops else h


class CandidateLSTM(LSTM):
    """A fresh mask in every step, but only on the candidate g: what is written, not what is kept.

    So no memory is lost, and masks need not be shared over time.
    Source: Semeniuta, Severyn, Barth (2016), arXiv:1603.05118.
    """

    def candidate(self, g: Tensor) -> Tensor:
        """The candidate g under a fresh mask."""
        return dropped(g, self.mask(g), self.p) if self.drops else g


class ZoneoutLSTM(LSTM):
    r"""A unit that is hit keeps its value of the step before: :math:`h = z\,h_{t-1} + (1-z)\,h_t`.

    Nothing is zeroed or scaled; in eval mode z is replaced by its mean, the rate. Rates of h (p)
    and of c (p_cell) apart. At rate 1 a state never changes from 0.
    Source: Krueger et al. (2017), arXiv:1606.01305 (0.5 for cells, 0.05 for h).
    """

    def __init__(
        self,
        n_inputs: int,
        n_units: int,
        p: float = 0.05,
        *,
        p_cell: float = 0.5,
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__(n_inputs, n_units, p, generator=generator)
        self.p_cell = checked_rate(p_cell, "p_cell")

    def after(self, before: LstmState, new: LstmState) -> LstmState:
        """The new h and c, in which units that are hit keep their old value."""
        h, c = (
            self.zoned(old, now, rate)
            for old, now, rate in zip(before, new, (self.p, self.p_cell), strict=True)
        )
        return h, c

    def zoned(self, old: Tensor, now: Tensor, rate: float) -> Tensor:
        """``now``, but ``old`` with probability ``rate``; in eval mode the mean of both."""
        if not self.training:
            return rate * old + (1.0 - rate) * now
        return torch.where(coins(now.shape, now, self.generator) < rate, old, now)

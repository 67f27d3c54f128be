"""Dropout of units and weights in dense layers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from dropviz.layers.masks import MaskedLayer, check_floating, checked_rate, coins, dropped


class Dropout(MaskedLayer):
    r"""Each entry has a coin of its own: :math:`y_i = x_i\,[u_i \ge p] / (1 - p)`.

    On inputs (rates near 0.2) and hidden units (near 0.5). x of any shape.
    Source: Srivastava et al. (2014), JMLR 15; their p is the chance of being kept, and they scale
    at test time instead.
    """

    def mask_shape(self, x: Tensor) -> Sequence[int]:
        """Shape of the mask; axes of length 1 are shared."""
        return x.shape


class GaussianDropout(nn.Module):
    r"""Multiplies by noise, :math:`y_i = x_i\,\varepsilon_i,\ \varepsilon_i \sim N(1, p/(1-p))`.

    Mean and variance are those of dropout at rate p, but nothing is ever dropped. At p = 1, where
    the variance has no limit, it gives zeros. x of any shape.
    Source: Srivastava et al. (2014), section 10.
    """

    def __init__(self, p: float = 0.5, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.p = checked_rate(p)
        self.generator = generator

    def forward(self, x: Tensor) -> Tensor:
        """Multiply x by noise in training mode; the shape stays. Integers are a TypeError."""
        check_floating(x)
        if not self.training or self.p == 0.0:
            return x
        if self.p == 1.0:
            return x * 0.0
        sigma = math.sqrt(self.p / (1.0 - self.p))
        return x * (1.0 + sigma * gaussian(x.shape, x, self.generator))


class VariationalGaussianDropout(nn.Module):
    r"""Gaussian dropout whose variances are learnt: :math:`\varepsilon_i \sim N(1, \alpha_i)`.

    :math:`\alpha = p / (1 - p)` for each of n_units, kept at or below 1 (that is, p <= 0.5), where
    the approximation of the divergence holds. Add ``divergence()`` to the loss, divided by the
    number of training examples. x of shape (..., n_units).
    Source: Kingma, Salimans, Welling (2015), arXiv:1506.02557.
    """

    COEFFICIENTS = (1.16145124, -1.50204118, 0.58629921)

    def __init__(
        self, n_units: int, p: float = 0.3, *, generator: torch.Generator | None = None
    ) -> None:
        super().__init__()
        rate = checked_rate(p)
        if not 0.0 < rate <= 0.5:
            raise ValueError(f"p is {p!r}; a learnt rate starts above 0 and at 0.5 at most")
        self.generator = generator
        self.log_alpha = nn.Parameter(torch.full((n_units,), math.log(rate / (1.0 - rate))))

    @property
    def alpha(self) -> Tensor:
        """Variances of the noise, of shape (n_units,), at most 1."""
        return self.log_alpha.clamp(max=0.0).exp()

    @property
    def rates(self) -> Tensor:
        """The rates p of dropout with the same variance, of shape (n_units,)."""
        return self.alpha / (1.0 + self.alpha)

    def divergence(self) -> Tensor:
        """KL from posterior to the log-uniform prior, summed over units, up to a constant."""
        alpha = self.alpha
        a, b, c = self.COEFFICIENTS
        return -(0.5 * alpha.log() + a * alpha + b * alpha**2 + c * alpha**3).sum()

    def forward(self, x: Tensor) -> Tensor:
        """Multiply x by noise in training mode; the shape stays. Integers are a TypeError."""
        check_floating(x)
        if not self.training:
            return x
        return x * (1.0 + self.alpha.sqrt() * gaussian(x.shape, x, self.generator))


class ConcreteDropout(nn.Module):
    r"""Dropout whose rate is learnt, through a soft mask.

    :math:`z = \sigma((\operatorname{logit} p + \operatorname{logit} u) / t)` with t = 0.1 is near 0
    or 1, and :math:`y = x\,(1 - z) / (1 - p)`. Add ``regulariser(n_units)``, divided by the number
    of training examples, to the mean loss; the authors also add there the squared weights behind
    the mask, times a squared length scale, over 1 - p. x of any shape.
    Source: Gal, Hron, Kendall (2017), arXiv:1705.07832, and their code.
    """

    TEMPERATURE = 0.1

    def __init__(self, p: float = 0.1, *, generator: torch.Generator | None = None) -> None:
        super().__init__()
        rate = checked_rate(p)
        if not 0.0 < rate < 1.0:
            raise ValueError(f"p is {p!r}; a learnt rate starts between 0 and 1, both excluded")
        self.generator = generator
        self.logit = nn.Parameter(torch.tensor(math.log(rate / (1.0 - rate))))

    @property
    def rate(self) -> Tensor:
        """The rate now, a scalar that gradients reach."""
        return self.logit.sigmoid()

    def regulariser(self, n_units: int) -> Tensor:
        """Minus the entropy of the masks of n_units; it pulls the rate towards 0.5."""
        p = self.rate
        return n_units * (p * p.log() + (1.0 - p) * (1.0 - p).log())

    def soft_mask(self, x: Tensor) -> Tensor:
        """A fresh soft mask z of the shape of x, near 1 where x is dropped, near 0 elsewhere."""
        tiny = torch.finfo(x.dtype).eps
        u = coins(x.shape, x, self.generator).clamp(tiny, 1.0 - tiny)
        return ((self.logit + u.log() - (1.0 - u).log()) / self.TEMPERATURE).sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        """Mask x softly in training mode; the same shape comes out. Integers are a TypeError."""
        check_floating(x)
        if not self.training:
            return x
        return x * (1.0 - self.soft_mask(x)) / (1.0 - self.rate)


ALPHA_PRIME = -1.7580993408473766
"""What a dropped unit becomes: the value of SELU far to the left, minus lambda times alpha."""


class AlphaDropout(MaskedLayer):
    r"""Dropout for SELU networks, which keeps mean 0 and variance 1.

    A dropped unit becomes :math:`\alpha' \approx -1.758`; then :math:`y = a\,\tilde x + b`.

    :math:`a = (q + \alpha'^2 q p)^{-1/2}, b = -a p \alpha'`, q = 1 - p. Mean and variance are kept
    for inputs with mean 0 and variance 1 only. At p = 1 it gives zeros. x of any shape.
    Source: Klambauer et al. (2017), arXiv:1706.02515.
    """

    def mask_shape(self, x: Tensor) -> Sequence[int]:
        """Shape of the mask; axes of length 1 are shared."""
        return x.shape

    def forward(self, x: Tensor) -> Tensor:
        """Replace dropped entries of x and map all of them; the same shape comes out."""
        check_floating(x)
        shape = self.mask_shape(x)
        if not self.training or self.p == 0.0:
            return x
        kept = coins(shape, x, self.generator) >= self.p
        if self.p == 1.0:
            return dropped(x, kept, 1.0)
        q = 1.0 - self.p
        a = (q + ALPHA_PRIME**2 * q * self.p) ** -0.5
        b = -a * self.p * ALPHA_PRIME
        return torch.where(kept, a * x + b, torch.full((), a * ALPHA_PRIME + b).to(x))


class FeatureAlphaDropout(AlphaDropout):
    """Alpha dropout of whole feature maps: one coin for each example and channel.

    x of shape (batch, channel, ...). Source: as ``AlphaDropout``; the grouping is PyTorch's.
    """

    def mask_shape(self, x: Tensor) -> Sequence[int]:
        """Shape of the mask; axes of length 1 are shared."""
        if x.dim() < 2:
            raise ValueError(f"x has shape {tuple(x.shape)}; expected (batch, channel, ...)")
        return (*x.shape[:2], *(1,) * (x.dim() - 2))


class DropConnect(nn.Linear):
    r"""A dense layer with ReLU whose *weights* are dropped, anew for each example.

    Training: :math:`y = \operatorname{relu}\big((M \ast W)x / (1-p) + b\big)`. In eval mode
    ``inference`` decides: "moments", as in the paper, the mean of ReLU under the normal
    distribution with the mean :math:`Wx + b` and variance
    :math:`\frac{p}{1-p} (W \ast W)(x \ast x)` of what goes into it (the paper samples it; for ReLU
    it has a closed form); "plain" is
    :math:`\operatorname{relu}(Wx + b)`. x of shape (batch, in_features); memory grows with
    batch x out_features x in_features.
    Source: Wan et al. (2013), ICML.
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        p: float = 0.5,
        *,
        inference: str = "moments",
        generator: torch.Generator | None = None,
    ) -> None:
        super().__init__(in_features, out_features)
        self.p = checked_rate(p)
        if inference not in ("moments", "plain"):
            raise ValueError(f"inference is {inference!r}; it is 'moments' or 'plain'")
        self.inference = inference
        self.generator = generator

    def before_activation(self, x: Tensor) -> Tensor:
        """What the ReLU gets in training mode, with weights dropped; (batch, out_features)."""
        check_floating(x)
        shape = (x.shape[0], *self.weight.shape)
        weights = dropped(self.weight, coins(shape, x, self.generator) >= self.p, self.p)
        return torch.einsum("noi,ni->no", weights, x) + self.bias

    def forward(self, x: Tensor) -> Tensor:
        """Outputs of shape (batch, out_features) for x of shape (batch, in_features)."""
        check_floating(x)
        if self.training and self.p > 0.0:
            return functional.relu(self.before_activation(x))
        mean = functional.linear(x, self.weight, self.bias)
        if self.inference == "plain" or self.p in (0.0, 1.0):
            return functional.relu(mean if self.p < 1.0 else self.bias.expand_as(mean))
        spread = functional.linear(x**2, self.weight**2) * self.p / (1.0 - self.p)
        return mean_of_relu(mean, spread.clamp(min=torch.finfo(x.dtype).tiny).sqrt())


def mean_of_relu(mean: Tensor, sd: Tensor) -> Tensor:
    """Mean of max(0, z) for normal z of this mean and standard deviation, entry by entry."""
    ratio = mean / sd
    density = (-0.5 * ratio**2).exp() / math.sqrt(2.0 * math.pi)
    below: Tensor = torch.special.ndtr(ratio)
    return mean * below + sd * density


def gaussian(shape: Sequence[int], like: Tensor, generator: torch.Generator | None) -> Tensor:
    """Numbers drawn from N(0, 1), in the type and on the device of ``like``."""
    return torch.randn(shape, generator=generator, dtype=like.dtype, device=like.device)

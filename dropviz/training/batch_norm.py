"""Batch norm in a stack of networks, with its written-out backward pass."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import torch
from torch import Tensor


class BatchNorm:
    """Batch norm of one hidden layer for the runs of one arm, as ``torch.nn.BatchNorm1d``."""

    EPS, MOMENTUM = 1e-5, 0.1

    def __init__(self, runs: slice, parameters: list[Tensor], gradients: list[Tensor]) -> None:
        self.runs = runs
        self.gamma, self.beta = parameters
        self.gradients = gradients
        self.gamma.fill_(1.0)
        self.mean, self.variance = torch.zeros_like(self.gamma), torch.ones_like(self.gamma)

    def forward(self, z: Tensor) -> None:
        """Normalise z of shape (runs, batch, units) over the batch, in place."""
        n = z.shape[1]
        variance, mean = torch.var_mean(z, 1, correction=0, keepdim=True)
        self._rstd = (variance + self.EPS).rsqrt_()
        self._normal = (z - mean).mul_(self._rstd)
        torch.addcmul(self.beta, self._normal, self.gamma, out=z)
        self.mean.lerp_(mean, self.MOMENTUM)
        self.variance.lerp_(variance * (n / (n - 1)), self.MOMENTUM)

    def backward(self, d: Tensor) -> None:
        """Turn d, which is d loss/d output, into d loss/d input, in place."""
        d_gamma, d_beta = self.gradients
        torch.sum(d * self._normal, 1, keepdim=True, out=d_gamma)
        torch.sum(d, 1, keepdim=True, out=d_beta)
        n = d.shape[1]
        d.sub_(d_beta / n).sub_(self._normal.mul_(d_gamma / n)).mul_(self._rstd * self.gamma)


def batch_norms(
    norm_runs: Sequence[slice], n_hidden: int, parts: list[Tensor], gradients: list[Tensor]
) -> list[list[BatchNorm]]:
    """For each hidden layer the batch norms of each arm that has them.

    Parameters
    ----------
    parts, gradients : gamma and beta of the first arm's first layer, its second layer, ...
    """
    norms: list[list[BatchNorm]] = [[] for _ in range(n_hidden)]
    for number, (runs, layer) in enumerate(itertools.product(norm_runs, norms)):
        own = slice(2 * number, 2 * number + 2)
        layer.append(BatchNorm(runs, parts[own], gradients[own]))
    return norms

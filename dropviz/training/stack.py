"""Many MLPs of one shape as one stack: parameters, gradients, and the written-out backward pass.

The leading axis is the run; runs of one arm lie side by side. Written out, because autograd and
one kernel for each small network cost more than the products themselves.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

aten = torch.ops.aten
FLOATS_ALIGNED = 32

Layers = list[tuple[Tensor, Tensor]]
"""For each layer weights (runs, n_in, n_out) and biases (runs, 1, n_out), as eval mode has them."""
Masks = list[list[tuple[slice, Tensor]]]
"""For each layer, input first: runs, and what multiplies their activations (0 or 1 / (1 - p))."""


@dataclass(frozen=True)
class ActivationRule:
    """An activation function and its gradient, each written into a tensor ``out``.

    ``forward(z, out)``; ``backward(d, z, h, out)`` puts d loss/d z there, d being d loss/d a. h is
    the activation after its mask; z may be overwritten.
    """

    forward: Callable[[Tensor, Tensor], object]
    backward: Callable[[Tensor, Tensor, Tensor, Tensor], object]
    gain: float


def _tanh_backward(d: Tensor, z: Tensor, h: Tensor, out: Tensor) -> None:
    aten.tanh_backward.grad_input(d, z.tanh_(), grad_input=out)


ACTIVATIONS = {
    # Where the mask is 0 the gradient is 0 already, so the masked activation does for ReLU.
    "relu": ActivationRule(
        lambda z, out: torch.clamp(z, min=0.0, out=out),
        lambda d, z, h, out: aten.threshold_backward.grad_input(d, h, 0.0, grad_input=out),
        math.sqrt(2.0),
    ),
    "tanh": ActivationRule(lambda z, out: torch.tanh(z, out=out), _tanh_backward, 5.0 / 3.0),
    "gelu": ActivationRule(
        lambda z, out: aten.gelu.out(z, out=out),
        lambda d, z, h, out: aten.gelu_backward.grad_input(d, z, grad_input=out),
        math.sqrt(2.0),
    ),
}


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


def _batch_norms(
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


class Stack:
    """Networks of one shape: ``weights`` and ``biases`` for each layer, views of one flat tensor.

    One tensor, so that one call of the optimizer moves all runs.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        n_runs: int,
        batch_size: int,
        *,
        activation: str,
        norm_runs: Sequence[slice],
        device: torch.device,
    ) -> None:
        pairs = list(itertools.pairwise(sizes))
        # Weights lie as (n_out, n_in): the products of a narrow last layer are up to four times as
        # quick that way.
        shapes: list[tuple[int, ...]] = [(n_runs, n_out, n_in) for n_in, n_out in pairs]
        shapes += [(n_runs, 1, n_out) for _, n_out in pairs]
        for runs in norm_runs:
            shapes += [(runs.stop - runs.start, 1, size) for size in sizes[1:-1] for _ in "gb"]
        self.flat, parts = run_blocks(shapes, device)
        self.flat_gradient, gradients = run_blocks(shapes, device)
        n = len(pairs)
        self.weights = [part.transpose(1, 2) for part in parts[:n]]
        self.biases = parts[n : 2 * n]
        self._d_weights, self._d_biases = gradients[:n], gradients[n : 2 * n]
        self.norms = _batch_norms(norm_runs, n - 1, parts[2 * n :], gradients[2 * n :])
        self._rule = ACTIVATIONS[activation]

        def buffers(widths: Sequence[int]) -> list[Tensor]:
            return run_blocks([(n_runs, batch_size, width) for width in widths], device)[1]

        self.inputs = buffers(sizes[:-1])  # of each layer; inputs[0] is filled by the trainer
        self.logits, self.d_logits = buffers([sizes[-1], sizes[-1]])
        self._z, self._d = buffers(sizes[1:-1]), buffers(sizes[1:-1])
        # For whole products: only into contiguous memory are they one call and not one for each
        # run.
        scratch = torch.empty(n_runs * batch_size * max(sizes[1:]), device=device)
        self._products = [
            scratch[: n_runs * batch_size * size].view(n_runs, batch_size, size)
            for size in sizes[1:]
        ]

    def parameters_of(self, runs: slice) -> list[tuple[Tensor, Tensor]]:
        """Parameters of an arm's runs, batch norm's too, each with its gradient."""
        d_weights = [gradient.transpose(1, 2) for gradient in self._d_weights]
        views = [
            (part[runs], gradient[runs])
            for part, gradient in zip(
                self.weights + self.biases, d_weights + self._d_biases, strict=True
            )
        ]
        for layer in self.norms:
            for norm in layer:
                if norm.runs == runs:
                    views += zip((norm.gamma, norm.beta), norm.gradients, strict=True)
        return views

    def forward(self, masks: Masks) -> None:
        """Forward pass of all runs, from ``inputs[0]`` to ``logits``."""
        last = len(self.weights) - 1
        for layer, weight in enumerate(self.weights):
            for runs, mask in masks[layer]:
                self.inputs[layer][runs].mul_(mask)
            z = self.logits if layer == last else self._z[layer]
            torch.bmm(self.inputs[layer], weight, out=self._products[layer])
            torch.add(self._products[layer], self.biases[layer], out=z)
            if layer < last:
                for norm in self.norms[layer]:
                    norm.forward(z[norm.runs])
                self._rule.forward(z, self.inputs[layer + 1])

    def backward(self, masks: Masks) -> None:
        """Backward pass of all runs, from ``d_logits`` (d loss/d logits) to ``flat_gradient``."""
        d = self.d_logits
        for layer in reversed(range(len(self.weights))):
            x = self.inputs[layer]
            torch.bmm(d.transpose(1, 2), x, out=self._d_weights[layer])
            torch.sum(d, 1, keepdim=True, out=self._d_biases[layer])
            for norm in self.norms[layer] if layer < len(self.norms) else ():
                # Batch norm takes a bias away again: it has none. What is left of its gradient is
                # rounding, which Adam would blow up.
                self._d_biases[layer][norm.runs].zero_()
            if layer:
                d_x = self._products[layer - 1]
                torch.bmm(d, self.weights[layer].transpose(1, 2), out=d_x)
                for runs, mask in masks[layer]:
                    d_x[runs].mul_(mask)
                d = self._d[layer - 1]
                self._rule.backward(d_x, self._z[layer - 1], x, d)
                for norm in self.norms[layer - 1]:
                    norm.backward(d[norm.runs])

    def layers(self) -> Layers:
        """The networks in eval mode; batch norm is then affine, and part of the layer before."""
        layers = list(zip(self.weights, self.biases, strict=True))
        for at, norms in enumerate(self.norms):
            if not norms:
                continue
            weight, bias = (part.clone() for part in layers[at])
            for norm in norms:
                scale = norm.gamma * (norm.variance + norm.EPS).rsqrt()
                weight[norm.runs] *= scale
                bias[norm.runs] = (bias[norm.runs] - norm.mean) * scale + norm.beta
            layers[at] = (weight, bias)
        return layers


def logits_of(layers: Layers, x: Tensor, activation: str) -> Tensor:
    """Logits in eval mode, (runs, rows, classes), from x of shape (runs, rows, features)."""
    rule = ACTIVATIONS[activation]
    for layer, (weight, bias) in enumerate(layers):
        if layer:
            rule.forward(x, x)
        x = torch.baddbmm(bias, x, weight)
    return x


def of_runs(layers: Layers, runs: slice | Tensor) -> Layers:
    """The layers of some of the runs."""
    return [(weight[runs], bias[runs]) for weight, bias in layers]


def run_blocks(
    shapes: Sequence[tuple[int, ...]], device: torch.device
) -> tuple[Tensor, list[Tensor]]:
    """A flat tensor of zeros, and its parts in these shapes, the first axis being the run.

    Each run's block is filled up to whole vectors of the processor: rounding then does not depend
    on where in the stack a run lies, so that runs do not feel how many others there are.
    """
    lengths = [math.prod(shape[1:]) for shape in shapes]
    padded = [-(-length // FLOATS_ALIGNED) * FLOATS_ALIGNED for length in lengths]
    totals = [shape[0] * n for shape, n in zip(shapes, padded, strict=True)]
    flat = torch.zeros(sum(totals), device=device)
    parts = [
        part.view(shape[0], -1)[:, :length].view(shape)
        for part, shape, length in zip(flat.split(totals), shapes, lengths, strict=True)
    ]
    return flat, parts

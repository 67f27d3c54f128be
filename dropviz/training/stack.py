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

from dropviz.training.batch_norm import batch_norms
from dropviz.training.masks import LayerMask

aten = torch.ops.aten
FLOATS_ALIGNED = 32

Layers = list[tuple[Tensor, Tensor]]
"""For each layer weights (runs, n_in, n_out) and biases (runs, 1, n_out), as eval mode has them."""
Masks = list[LayerMask | None]
"""What multiplies the activations of each layer, input first; None where nothing does."""


@dataclass(frozen=True)
class ActivationRule:
    """An activation function and its gradient, each written into a tensor ``out``.

    ``forward(z, out)``; ``backward(d, z, h, out)`` puts d loss/d z there, d being d loss/d a. h is
    the activation after its mask. Only ``out`` has runs filled up to whole vectors.
    """

    forward: Callable[[Tensor, Tensor], object]
    backward: Callable[[Tensor, Tensor, Tensor, Tensor], object]
    gain: float


def _tanh_backward(d: Tensor, z: Tensor, h: Tensor, out: Tensor) -> None:
    torch.tanh(z, out=out)
    aten.tanh_backward.grad_input(d, out, grad_input=out)


def _gelu(z: Tensor, out: Tensor) -> None:
    # In place: between tensors that lie differently torch's GELU writes to wrong places.
    aten.gelu.out(out.copy_(z), out=out)


def _gelu_backward(d: Tensor, z: Tensor, h: Tensor, out: Tensor) -> None:
    aten.gelu_backward.grad_input(d, out.copy_(z), grad_input=out)


ACTIVATIONS = {
    # Where the mask is 0 the gradient is 0 already, so the masked activation does for ReLU.
    "relu": ActivationRule(
        lambda z, out: torch.clamp(z, min=0.0, out=out),
        lambda d, z, h, out: aten.threshold_backward.grad_input(d, h, 0.0, grad_input=out),
        math.sqrt(2.0),
    ),
    "tanh": ActivationRule(lambda z, out: torch.tanh(z, out=out), _tanh_backward, 5.0 / 3.0),
    "gelu": ActivationRule(_gelu, _gelu_backward, math.sqrt(2.0)),
}


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
        self.norms = batch_norms(norm_runs, n - 1, parts[2 * n :], gradients[2 * n :])
        self._rule = ACTIVATIONS[activation]

        def buffers(widths: Sequence[int]) -> list[Tensor]:
            return run_blocks([(n_runs, batch_size, width) for width in widths], device)[1]

        self.inputs = buffers(sizes[:-1])  # of each layer; inputs[0] is filled by the trainer
        self._d = buffers(sizes[1:])
        self.d_logits = self._d[-1]
        # Only into contiguous memory are the products of all runs one call.
        self._z = [torch.empty(n_runs, batch_size, size, device=device) for size in sizes[1:]]
        self.logits = self._z[-1]
        scratch = torch.empty(n_runs * batch_size * max(sizes[1:]), device=device)
        self._d_inputs = [
            scratch[: n_runs * batch_size * size].view(n_runs, batch_size, size)
            for size in sizes[1:-1]
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
        for layer, (x, weight, z) in enumerate(
            zip(self.inputs, self.weights, self._z, strict=True)
        ):
            if layer:
                self._activate(layer)
            _multiply(x, masks[layer])
            torch.baddbmm(self.biases[layer], x, weight, out=z)

    def _activate(self, layer: int) -> None:
        """Batch norm, where an arm has it, and activation: the input of a layer that has one."""
        z = self._z[layer - 1]
        for norm in self.norms[layer - 1]:
            norm.forward(z[norm.runs])
        self._rule.forward(z, self.inputs[layer])

    def backward(self, masks: Masks) -> None:
        """Backward pass of all runs, from ``d_logits`` (d loss/d logits) to ``flat_gradient``."""
        for layer in reversed(range(len(self.weights))):
            x, d = self.inputs[layer], self._d[layer]
            torch.bmm(d.transpose(1, 2), x, out=self._d_weights[layer])
            torch.sum(d, 1, keepdim=True, out=self._d_biases[layer])
            for norm in self.norms[layer] if layer < len(self.norms) else ():
                # Batch norm takes a bias away again: it has none. What is left of its gradient is
                # rounding, which Adam would blow up.
                self._d_biases[layer][norm.runs].zero_()
            if layer:
                d_x = self._d_inputs[layer - 1]
                torch.bmm(d, self.weights[layer].transpose(1, 2), out=d_x)
                _multiply(d_x, masks[layer])
                self._rule.backward(d_x, self._z[layer - 1], x, self._d[layer - 1])
                for norm in self.norms[layer - 1]:
                    norm.backward(self._d[layer - 1][norm.runs])

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


def _multiply(activations: Tensor, mask: LayerMask | None) -> None:
    if mask is not None:
        activations[mask.runs].mul_(mask.multipliers)


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

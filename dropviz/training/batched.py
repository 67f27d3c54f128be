"""One arm of a trial: its runs as one network with a leading run axis, by ``torch.func.vmap``.

The layers are those of ``dropviz.layers`` as they are. Where they throw coins they get what the
generator of the run's own seed drew, so that a run does not feel what else is trained.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.func import functional_call, vmap
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from dropviz.experiments.trial import NONE, Drop, Trial
from dropviz.layers.schedules import Scheduled, early, late
from dropviz.training.architectures import MEMORY, WIDTH, network
from dropviz.training.draws import Purpose, generator_seed
from dropviz.variants import VARIANTS

EMBEDDING_SD = 0.1
Shapes = list[tuple[int, ...]]


class PredrawnRandom(TorchFunctionMode):
    """Inside it, ``torch.rand`` and ``torch.randn`` give what was drawn beforehand, in order.

    Without anything drawn they give 0.5, and the shapes that were asked for are noted.
    """

    def __init__(self, drawn: Mapping[str, Sequence[Tensor]] | None = None) -> None:
        super().__init__()
        self._left = {name: iter(values) for name, values in (drawn or {}).items()}
        self.asked: dict[str, Shapes] = {"rand": [], "randn": []}

    def __torch_function__(
        self,
        function: Callable[..., Any],
        types: Any,
        args: Sequence[Any] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """What torch calls in place of every function."""
        name = {torch.rand: "rand", torch.randn: "randn"}.get(function)
        if name is None:
            return function(*args, **(kwargs or {}))
        if self._left:
            return next(self._left[name])
        self.asked[name].append(tuple(args[0]))
        return torch.full(args[0], 0.5)


class Learner(nn.Module):
    """A network with its loss: cross-entropy, and what a variant adds to it."""

    def __init__(self, trial: Trial, arm: Drop) -> None:
        super().__init__()
        self.network = network(trial, arm)
        self._n_train = trial.train_size
        self._twice = arm.about.loss() if arm.about.loss else None
        self._penalty = arm.about.penalty
        baseline = network(trial, Drop())
        self.shared = [f"network.{name}" for name, _ in baseline.named_parameters()]
        """Names of parameters that all arms have, in their order."""

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        """The loss of a batch, a scalar."""
        logits = self.network(x)
        if self._twice is not None:
            loss: Tensor = self._twice(logits, self.network(x), y)
        else:
            loss = functional.cross_entropy(logits.flatten(0, -2), y.flatten())
        if self._penalty is not None:
            for layer in self.network.own:
                loss = loss + self._penalty(layer, WIDTH) / self._n_train
        return loss


class LearntRates(nn.Module):
    """The mean learnt rate of a network's layers, as a module for ``functional_call``."""

    def __init__(self, learner: Learner, rate: Callable[[Any], Tensor]) -> None:
        super().__init__()
        self.learner, self._rate = learner, rate

    def forward(self) -> Tensor:
        """The rate now, a scalar."""
        return torch.stack([self._rate(layer) for layer in self.learner.network.own]).mean()


class BatchedRuns:
    """The runs of an arm, one for each seed.

    parameters : by name, each of shape (seeds, ...)

    Parameters
    ----------
    x, y : one batch of one run, for its shapes
    """

    def __init__(self, trial: Trial, arm: Drop, x: Tensor, y: Tensor) -> None:
        self._learner = Learner(trial, arm)
        states = [initial_parameters(self._learner, trial, seed) for seed in trial.seeds]
        self.parameters = {
            name: torch.stack([state[name] for state in states]).requires_grad_()
            for name in states[0]
        }
        self._schedule = _schedule(self._learner, trial, arm)
        with PredrawnRandom() as first, torch.no_grad():
            self._learner(x, y)
        self._coins = TrialDraws(trial.seeds, first.asked)
        rate = arm.about.learnt_rate
        self._rates = LearntRates(self._learner, rate) if rate else None
        self._losses = vmap(self._loss)
        self._logits = vmap(self._answer)

    def losses(self, x: Tensor, y: Tensor, step: int) -> Tensor:
        """Losses of the runs in training mode, of shape (seeds,).

        x and y are of shape (seeds, batch, ...).
        """
        self._learner.train()
        if self._schedule is not None:
            self._schedule(step)
        losses: Tensor = self._losses(self.parameters, self._coins.next(), x, y)
        return losses

    @torch.no_grad()
    def rates(self) -> Tensor:
        """The rates that the runs have learnt, of shape (seeds,); NaN where p is given."""
        if self._rates is None:
            return torch.full((len(self.parameters[self._learner.shared[0]]),), torch.nan)
        rates: Tensor = vmap(partial(functional_call, self._rates), in_dims=(0, None))(
            {f"learner.{name}": value for name, value in self.parameters.items()}, ()
        )
        return rates

    @torch.no_grad()
    def logits(self, x: Tensor) -> Tensor:
        """Logits of the runs in eval mode, of shape (seeds, rows, ..., classes)."""
        self._learner.eval()
        logits: Tensor = self._logits(self.parameters, x)
        return logits

    def _loss(
        self, parameters: dict[str, Tensor], drawn: dict[str, list[Tensor]], x: Tensor, y: Tensor
    ) -> Tensor:
        with PredrawnRandom(drawn):
            loss: Tensor = functional_call(self._learner, parameters, (x, y))
        return loss

    def _answer(self, parameters: dict[str, Tensor], x: Tensor) -> Tensor:
        inner = {name.removeprefix("network."): value for name, value in parameters.items()}
        logits: Tensor = functional_call(self._learner.network, inner, (x,))
        return logits


class TrialDraws:
    """The random numbers that an arm uses in a step, by name of the function of torch.

    Drawn seed by seed.

    shapes : of each call in a step
    """

    def __init__(self, seeds: range, shapes: Mapping[str, Shapes]) -> None:
        self._shapes = shapes
        self._purposes = {"rand": Purpose.COINS, "randn": Purpose.NOISE}
        self._generators = {
            name: [torch.Generator().manual_seed(generator_seed(seed, purpose)) for seed in seeds]
            for name, purpose in self._purposes.items()
        }
        self._values = {
            name: torch.empty(len(seeds), sum(map(math.prod, of_name)))
            for name, of_name in shapes.items()
        }

    def next(self) -> dict[str, list[Tensor]]:
        """The random numbers of the next step, each (seeds, ...); overwritten by the next call."""
        for name, values in self._values.items():
            for row, generator in zip(values, self._generators[name], strict=True):
                if name == "rand":
                    row.uniform_(generator=generator)
                else:
                    row.normal_(generator=generator)
        return {
            name: [
                part.view(len(part), *shape)
                for part, shape in zip(
                    self._values[name].split(list(map(math.prod, shapes)), 1), shapes, strict=True
                )
            ]
            for name, shapes in self._shapes.items()
        }


def _schedule(learner: Learner, trial: Trial, arm: Drop) -> Scheduled | None:
    """What sets the rate in each step, for a variant whose rate follows the step; else None."""
    rule = VARIANTS[arm.variant].rate_rule if arm.variant != NONE else "constant"
    rules = {"early": early, "late": late}
    half = -(-trial.steps // 2)
    return Scheduled(learner, rules[rule](arm.p, half)) if rule in rules else None


def initial_parameters(learner: Learner, trial: Trial, seed: int) -> dict[str, Tensor]:
    """A run's start: weights from the seed alone, what a variant learns from its rate."""
    parameters = {name: value.detach().clone() for name, value in learner.named_parameters()}
    for number, name in enumerate(learner.shared):
        draw = np.random.default_rng(generator_seed(seed, Purpose.WEIGHTS, number))
        value = _start(name, tuple(parameters[name].shape), trial, draw)
        parameters[name] = torch.from_numpy(value.astype(np.float32))
    return parameters


def _start(
    name: str, shape: tuple[int, ...], trial: Trial, draw: np.random.Generator
) -> NDArray[Any]:
    """The initial value of a parameter: uniform before ReLU (He), normal before SELU (LeCun).

    Zeros for biases. An LSTM starts as in PyTorch, but for the bias of its forget gate,
    log(length), with which it remembers for about that long (Tallec, Ollivier, 2018,
    arXiv:1804.11188).
    """
    if "norm" in name:
        return np.full(shape, float(name.endswith("weight")))
    if "lstm" in name:
        bound = 1 / np.sqrt(MEMORY)
        values = draw.uniform(-bound, bound, shape)
        if "bias_ih" in name:
            values[MEMORY : 2 * MEMORY] = np.log(trial.length)
        return values
    if "bias" in name:
        return np.zeros(shape)
    if "embedding" in name or "positions" in name:
        return draw.normal(0.0, EMBEDDING_SD, shape)
    fan_in = math.prod(shape[1:])
    if trial.activation == "selu":
        return draw.normal(0.0, np.sqrt(1 / fan_in), shape)
    gain = 1.0 if trial.task == "next_character" else 2.0
    bound = np.sqrt(3 * gain / fan_in)
    return draw.uniform(-bound, bound, shape)

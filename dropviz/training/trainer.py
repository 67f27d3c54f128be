"""One training step of all runs of an experiment at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.training.draws import (
    COIN_SIDES,
    STEPS_A_DRAW,
    Batches,
    LayerCoins,
    Noise,
    initial_weights,
)
from dropviz.training.masks import LayerMask, layer_mask
from dropviz.training.optimizers import optimizer
from dropviz.training.stack import ACTIVATIONS, Masks, Stack


@dataclass(frozen=True)
class ArmRuns:
    """An arm, where its runs lie in the stack, and its rates in sides of a coin, input first."""

    arm: Arm
    runs: slice
    thresholds: tuple[int, ...]

    def active(self, step: int, steps: int) -> bool:
        """Whether dropout is on in the step with that number, from 0."""
        early = 2 * step < steps
        return self.arm.schedule == "constant" or early == (self.arm.schedule == "early")


def arm_runs(experiment: Experiment) -> list[ArmRuns]:
    """The arms with their runs, in order."""
    found = []
    for index, arm in enumerate(experiment.arms):
        rates = (arm.p_input, *arm.hidden_rates(len(experiment.hidden)))
        runs = slice(index * experiment.pairs, (index + 1) * experiment.pairs)
        found.append(ArmRuns(arm, runs, tuple(round(COIN_SIDES * rate) for rate in rates)))
    return found


class Trainer:
    """Trains all runs of an experiment, a step at a time.

    Parameters
    ----------
    x : float32 of shape (seeds, n, features), the training set of each seed
    y : int64 of shape (seeds, n)
    n_classes : classes of the data set
    """

    def __init__(
        self, experiment: Experiment, x: Tensor, y: Tensor, n_classes: int, device: torch.device
    ) -> None:
        self.experiment = experiment
        self.arms = arm_runs(experiment)
        self.step_number = 0
        n_seeds, n_train, n_features = x.shape
        self.sizes = (n_features, *experiment.hidden, n_classes)
        batch = experiment.batch_size
        norm_runs = [arm.runs for arm in self.arms if arm.arm.batch_norm]
        self.stack = Stack(
            self.sizes, experiment.n_runs, batch,
            activation=experiment.activation, norm_runs=norm_runs, device=device,
        )  # fmt: skip
        self._start()
        self._optimizer = optimizer(
            experiment.optimizer, self.stack.flat, self.stack.flat_gradient,
            experiment.learning_rate,
        )  # fmt: skip
        self._x = x.reshape(-1, n_features).to(device)
        self._targets = torch.nn.functional.one_hot(y.reshape(-1), n_classes).float().to(device)
        self._offsets = torch.arange(n_seeds, device=device)[:, None] * n_train
        self._batch = torch.empty(n_seeds * batch, n_features, device=device)
        self._target = torch.empty(n_seeds * batch, n_classes, device=device)
        seeds = experiment.seeds
        self._batches = Batches(seeds, n_train, batch)
        self._coins = {
            layer: LayerCoins(seeds, layer, batch, self.sizes[layer], device)
            for layer in self._droppable
            if any(arm.thresholds[layer] for arm in self.arms)
        }
        self._active: list[bool] = []
        self._masks: Masks = []
        noisy = any(arm.arm.input_noise for arm in self.arms)
        self._noise = Noise(seeds, batch, n_features, device) if noisy else None
        self._all_kept = np.packbits(np.ones(sum(self.sizes[:-1]), np.bool_))
        self.kept = self._all_kept

    @property
    def _droppable(self) -> range:
        return range(len(self.sizes) - 1)

    def _start(self) -> None:
        """Give the runs of a seed the same initial weights."""
        gain = ACTIVATIONS[self.experiment.activation].gain
        starts = [initial_weights(seed, self.sizes, gain) for seed in self.experiment.seeds]
        for layer, weight in enumerate(self.stack.weights):
            start = torch.from_numpy(np.stack([weights[layer] for weights in starts]))
            for arm in self.arms:
                weight[arm.runs].copy_(start)

    def step(self) -> None:
        """Train one batch in every run."""
        at = self.step_number % STEPS_A_DRAW
        if at == 0:
            self._draw()
        shown = self.arms[self.experiment.shown_arm]
        active = shown.active(self.step_number, self.experiment.steps)
        self.kept = self._shown_kept[at] if active else self._all_kept
        self._load_batch(at)
        self._fill_masks(at)
        self.stack.forward(self._masks)
        self._loss_gradient()
        self.stack.backward(self._masks)
        self._update()
        self.step_number += 1

    def _draw(self) -> None:
        rows = torch.from_numpy(self._batches.next()).to(self._offsets.device)
        self._rows = (rows + self._offsets).view(STEPS_A_DRAW, -1)
        self.coins = {layer: coins.next() for layer, coins in self._coins.items()}
        self._noises = self._noise.next() if self._noise else None
        self._shown_kept = self._kept_by_first()

    def _kept_by_first(self) -> NDArray[np.uint8]:
        """Units kept in the first example of the shown arm's first run, for each step drawn.

        Bits of input and hidden units, as ``np.packbits`` packs them.
        """
        thresholds = self.arms[self.experiment.shown_arm].thresholds
        kept = []
        for layer, threshold in enumerate(thresholds):
            if threshold:
                coins = self.coins[layer][0, :, 0].cpu().numpy().astype(np.int32)
                kept.append(coins >= threshold - COIN_SIDES // 2)
            else:
                kept.append(np.ones((STEPS_A_DRAW, self.sizes[layer]), np.bool_))
        return np.packbits(np.concatenate(kept, 1), axis=1)

    def _load_batch(self, at: int) -> None:
        rows = self._rows[at]
        torch.index_select(self._x, 0, rows, out=self._batch)
        torch.index_select(self._targets, 0, rows, out=self._target)
        x = self._by_arm(self.stack.inputs[0])
        x.copy_(self._batch.view(x.shape[1:]))
        if self._noises is not None:
            for arm, of_arm in zip(self.arms, x, strict=True):
                if arm.arm.input_noise:
                    of_arm.add_(self._noises[:, at], alpha=arm.arm.input_noise)

    def _by_arm(self, of_runs: Tensor) -> Tensor:
        """A tensor of shape (runs, ...) as (arms, seeds, ...)."""
        return of_runs.view(len(self.arms), -1, *of_runs.shape[1:])

    def _fill_masks(self, at: int) -> None:
        """Write the masks of a step."""
        active = [arm.active(self.step_number, self.experiment.steps) for arm in self.arms]
        if active != self._active:
            self._active = active
            self._masks = [self._mask(layer) for layer in self._droppable]
        for layer, coins in self.coins.items():
            mask = self._masks[layer]
            if mask is not None:
                mask.fill(coins[:, at])

    def _mask(self, layer: int) -> LayerMask | None:
        """A layer's mask in the arms whose dropout is on now."""
        thresholds = [
            arm.thresholds[layer] if on else 0
            for arm, on in zip(self.arms, self._active, strict=True)
        ]
        shape = (self.experiment.pairs, self.experiment.batch_size, self.sizes[layer])
        return layer_mask(thresholds, shape, self._offsets.device)

    def _loss_gradient(self) -> None:
        """Write the gradient by the logits of the mean cross-entropy, with label smoothing."""
        # Softmax in parts: on rows this short that is three times as quick as torch.softmax.
        logits, d_logits = self.stack.logits, self.stack.d_logits
        torch.exp(logits.sub_(logits.amax(-1, keepdim=True)), out=d_logits)
        d_logits.div_(d_logits.sum(-1, keepdim=True))
        n_classes = self.sizes[-1]
        for arm, d in zip(self.arms, self._by_arm(d_logits), strict=True):
            smoothing = arm.arm.label_smoothing
            d.sub_(self._target.view(d.shape), alpha=1.0 - smoothing)
            if smoothing:
                d.sub_(smoothing / n_classes)
        d_logits.mul_(1.0 / self.experiment.batch_size)

    def _update(self) -> None:
        decoupled = self.experiment.optimizer == "adamw"
        for arm in self.arms:
            decay = arm.arm.weight_decay
            if decay:
                for value, gradient in self.stack.parameters_of(arm.runs):
                    if decoupled:
                        value.mul_(1.0 - self.experiment.learning_rate * decay)
                    else:
                        gradient.add_(value, alpha=decay)
        self._optimizer.step()
        for arm in self.arms:
            if arm.arm.max_norm is not None:
                for weight in self.stack.weights:
                    incoming = weight[arm.runs]
                    norms = incoming.norm(dim=1, keepdim=True).clamp_(min=1e-12)
                    incoming.mul_((arm.arm.max_norm / norms).clamp_(max=1.0))

    def silence_broken_runs(self) -> None:
        """Put zeros for what is not finite: a run that blew up starts from there, unseen.

        Numbers that are not finite can cost time. Runs share none, so the others are as they were.
        """
        norms = [norm for layer in self.stack.norms for norm in layer]
        statistics = [part for norm in norms for part in (norm.mean, norm.variance)]
        for part in (self.stack.flat, *self._optimizer.averages(), *statistics):
            part.nan_to_num_(0.0, 0.0, 0.0)

"""Training a small network and recording every step of it."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from dropviz.data.digits import test_digits
from dropviz.experiments.recording import COIN_SIDES, Recording, RunSettings
from dropviz.training.mlp import build_mlp, forward_with_coins


def record_run(settings: RunSettings) -> Recording:
    """Train with dropout on the hidden layers and record each step (Adam, inverted scaling).

    The first ``n_train`` of the 450 digits in ``assets/`` are trained on, the others validate.
    Start, batches and coins have a generator each: another rate moves nothing but the weights.
    With masks="batch" all examples use the coins that the first one has otherwise.
    """
    init, batches, flips = (
        torch.Generator().manual_seed(3 * settings.seed + offset) for offset in range(3)
    )
    model = build_mlp(settings.sizes, init)
    optimizer = torch.optim.Adam(model.parameters(), lr=settings.learning_rate)
    (x, y), (x_rest, y_rest) = _digits(settings.n_train)
    steps: list[tuple[np.ndarray, ...]] = []
    for _ in range(settings.n_steps):
        rows = torch.randperm(len(x), generator=batches)[: settings.batch_size]
        shape = (settings.batch_size, settings.n_units)
        coins = torch.randint(COIN_SIDES, shape, generator=flips)[: settings.n_masks]
        weights = np.concatenate([p.detach().numpy().ravel() for p in model.parameters()])
        loss = _loss(model, x[rows], y[rows], coins, settings)
        with torch.no_grad():
            plain = nn.functional.cross_entropy(model(x[rows]), y[rows])
            validation = nn.functional.cross_entropy(model(x_rest), y_rest)
        optimizer.zero_grad()
        loss.backward()
        losses = np.array([loss.item(), plain.item(), validation.item()])
        steps.append((coins.numpy(), rows.numpy(), weights, losses, _gradient_norms(model)))
        optimizer.step()
    return _recording(settings, steps)


def _digits(n_train: int) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    digits = test_digits()
    x = torch.from_numpy(digits.images)
    y = torch.from_numpy(digits.labels.astype(np.int64))
    return (x[:n_train], y[:n_train]), (x[n_train:], y[n_train:])


def _loss(
    model: nn.Sequential, x: Tensor, y: Tensor, coins: Tensor, settings: RunSettings
) -> Tensor:
    """Cross-entropy of a batch with its masks."""
    # Side k of a coin stands for (k + 1/2) / 100, so "u >= p" means "k >= 100 p".
    u = (coins + 0.5) / COIN_SIDES
    rates = (0.0, settings.p_drop, settings.p_drop)
    logits = forward_with_coins(model, x, (None, *u.split(settings.hidden, dim=1)), rates)
    return nn.functional.cross_entropy(logits, y)


def _gradient_norms(model: nn.Sequential) -> np.ndarray:
    """Norm of each layer's weight gradient, then the share of weights whose gradient is not 0."""
    gradients = [p.grad.ravel() for p in model.parameters() if p.dim() == 2 and p.grad is not None]
    norms = [gradient.norm().item() for gradient in gradients]
    return np.array([*norms, (torch.cat(gradients) != 0).float().mean().item()])


def _recording(settings: RunSettings, steps: list[tuple[np.ndarray, ...]]) -> Recording:
    coins, rows, weights, losses, gradients = (
        np.stack(column) for column in zip(*steps, strict=True)
    )
    return Recording(
        settings=settings,
        coins=coins.astype(np.uint8),
        examples=rows,
        weights=weights,
        loss_masked=losses[:, 0],
        loss_plain=losses[:, 1],
        loss_validation=losses[:, 2],
        gradient_norms=gradients[:, :-1],
        trained_share=gradients[:, -1],
    )

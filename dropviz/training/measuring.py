"""What is measured of a stack of networks: losses and errors, decision surfaces, strong edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dropviz.data.splits import Split
from dropviz.experiments.film import CURVES, GRID
from dropviz.training.stack import Layers, logits_of, of_runs

TRAIN_ROWS = 300
"""Rows of the training set on which its loss is measured (they are in random order)."""
EDGES_A_LAYER = 120
ROWS_AT_ONCE = 1024


@dataclass(frozen=True)
class Labelled:
    """Inputs x, float32 (seeds, rows, features), and labels y, int64 (seeds, rows)."""

    x: Tensor
    y: Tensor


def labelled(splits: Sequence[Split], part: str, rows: int | None = None) -> Labelled:
    """The first ``rows`` of one part, "train" for example, of the splits of all seeds."""
    x = np.stack([getattr(split, f"x_{part}")[:rows] for split in splits])
    y = np.stack([getattr(split, f"y_{part}")[:rows] for split in splits])
    return Labelled(torch.from_numpy(x), torch.from_numpy(y))


class Curves:
    """Losses and errors on a part of the training set and on the validation set."""

    def __init__(self, splits: Sequence[Split], device: torch.device) -> None:
        learnt = labelled(splits, "train", TRAIN_ROWS)
        unseen = labelled(splits, "validation")
        self._n = learnt.x.shape[1]
        self._rows = Labelled(
            torch.cat((learnt.x, unseen.x), 1).to(device),
            torch.cat((learnt.y, unseen.y), 1).to(device),
        )

    def measured(self, layers: Layers, arms: list[slice], activation: str) -> NDArray[np.float32]:
        """Mean losses and errors in the order of ``CURVES``, of shape (4, arms, seeds)."""
        of_rows = losses_and_errors(layers, arms, self._rows, activation)
        parts = [
            part.mean(-1)
            for rows in (slice(None, self._n), slice(self._n, None))
            for part in (values[..., rows] for values in of_rows)
        ]
        assert len(parts) == len(CURVES)
        return torch.stack(parts).cpu().numpy()


def losses_and_errors(
    layers: Layers, arms: list[slice], data: Labelled, activation: str
) -> tuple[Tensor, Tensor]:
    """Cross-entropy in nats and error (0 or 1) of each row, of shape (arms, seeds, rows) each.

    Networks are in eval mode.
    """
    losses, errors = [], []
    for runs in arms:
        of_arm = of_runs(layers, runs)
        parts = [logits_of(of_arm, x, activation) for x in data.x.split(ROWS_AT_ONCE, dim=1)]
        logits = torch.cat(parts, 1)
        of_rows = nn.functional.cross_entropy(
            logits.flatten(0, 1), data.y.flatten(), reduction="none"
        )
        losses.append(of_rows.view(data.y.shape))
        errors.append((logits.argmax(-1) != data.y).float())
    return torch.stack(losses), torch.stack(errors)


class Surfaces:
    """What the first run of each arm says on a grid over the plane; nothing where there is none.

    points : float32 of shape (n, 3), the training set of the first seed as x, y, label
    bounds : float32 of shape (4,), lowest and highest x, lowest and highest y
    """

    def __init__(self, first: Split, device: torch.device) -> None:
        self.points, self.bounds = np.zeros((0, 3), np.float32), np.zeros(4, np.float32)
        self.side = 0
        if first.x_train.shape[1] != 2:
            return
        self.side = GRID
        self.points = np.column_stack((first.x_train, first.y_train)).astype(np.float32)
        low, high = first.x_train.min(0), first.x_train.max(0)
        room = 0.12 * (high - low)
        self.bounds = np.stack((low - room, high + room), 1).ravel().astype(np.float32)
        axes = [np.linspace(self.bounds[at], self.bounds[at + 1], GRID) for at in (0, 2)]
        x, y = np.meshgrid(*axes)
        self._grid = torch.from_numpy(np.stack((x.ravel(), y.ravel()), 1)).float().to(device)[None]

    def measured(self, first_runs: Layers, activation: str) -> NDArray[np.uint8]:
        """Class and its probability in 1/255 by point, uint8 of shape (arms, GRID, GRID, 2)."""
        if not self.side:
            return np.zeros((0, 0, 0, 2), np.uint8)
        n = len(first_runs[0][0])
        logits = logits_of(first_runs, self._grid.expand(n, -1, -1), activation)
        probability, label = torch.softmax(logits, -1).max(-1)
        values = torch.stack((label, (255 * probability.nan_to_num(0.0)).round()), -1)
        return values.to(torch.uint8).view(n, GRID, GRID, 2).cpu().numpy()


def strongest_edges(network: Sequence[Tensor]) -> tuple[NDArray[Any], NDArray[np.float32]]:
    """The strongest edges of each layer: (layer, from, to) of shape (e, 3), and weights (e,)."""
    edges, strengths = [], []
    for layer, weight in enumerate(network):
        flat = weight.flatten().nan_to_num(0.0)
        strongest = flat.abs().topk(min(EDGES_A_LAYER, flat.numel())).indices
        ends = (strongest // weight.shape[1], strongest % weight.shape[1])
        edges.append(torch.stack((torch.full_like(ends[0], layer), *ends), 1))
        strengths.append(flat[strongest])
    return torch.cat(edges).to(torch.int16).cpu().numpy(), torch.cat(strengths).cpu().numpy()

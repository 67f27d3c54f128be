"""Ways to train the same networks, one call of ``step`` at a time, timed by ``engine.py``.

Digits-like data, 64-H-H-10, ReLU, dropout on both hidden layers, batch 50, Adam.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.training.trainer import Trainer

N_TRAIN, N_FEATURES, N_CLASSES, BATCH = 200, 64, 10, 50
RATES = (0.25, 0.5)
Step = Callable[[], object]
Batch = tuple[torch.Tensor, torch.Tensor]


def training_set(n_seeds: int, device: str) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    x = torch.rand(n_seeds, N_TRAIN, N_FEATURES, generator=generator)
    y = torch.randint(N_CLASSES, (n_seeds, N_TRAIN), generator=generator)
    return x.to(device), y.to(device)


def together(n_runs: int, width: int, device: str = "cpu") -> Step:
    """The engine: half of the runs with each rate, an odd number with one; one step of all runs."""
    arms = tuple(Arm(p_hidden=rate) for rate in (RATES if n_runs % 2 == 0 else RATES[1:]))
    pairs = n_runs // len(arms)
    # Not validated, for a person may ask for neither one arm nor more than a hundred pairs.
    experiment = Experiment().model_copy(
        update={"hidden": (width, width), "arms": arms, "pairs": pairs}
    )
    with torch.inference_mode():
        trainer = Trainer(experiment, *training_set(pairs, device), N_CLASSES, torch.device(device))

    @torch.inference_mode()
    def step() -> None:
        trainer.step()

    return step


def one_after_another(width: int, device: str = "cpu", *, data_loader: bool = False) -> Step:
    """Plain PyTorch: one step of one network; a second network takes as long again.

    Batches are cut from shuffled epochs: by indexing tensors, or by a ``DataLoader``, as most
    tutorials do.
    """
    x, y = (part[0] for part in training_set(1, device))
    model = nn.Sequential(
        nn.Linear(N_FEATURES, width), nn.ReLU(), nn.Dropout(RATES[1]),
        nn.Linear(width, width), nn.ReLU(), nn.Dropout(RATES[1]),
        nn.Linear(width, N_CLASSES),
    ).to(device)  # fmt: skip
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
    loader = DataLoader(TensorDataset(x, y), BATCH, shuffle=True)
    batches = endless(lambda: loader) if data_loader else endless(lambda: indexed_epoch(x, y))

    def step() -> None:
        inputs, labels = next(batches)
        loss = nn.functional.cross_entropy(model(inputs), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return step


def indexed_epoch(x: torch.Tensor, y: torch.Tensor) -> Iterator[Batch]:
    for rows in torch.randperm(len(x), device=x.device).split(BATCH):
        yield x[rows], y[rows]


def endless(epoch: Callable[[], Iterable[Batch]]) -> Iterator[Batch]:
    while True:
        yield from epoch()


def floor(n_runs: int, width: int, device: str = "cpu") -> list[Step]:
    """What cannot be left out: matrix products, fused Adam, masks from random bytes.

    To be timed one by one and added up. Nothing else is done: no activation, no loss, no batch.
    """
    sizes = (N_FEATURES, width, width, N_CLASSES)
    n_parameters = n_runs * sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(sizes))
    return [
        _products(n_runs, sizes, device),
        _adam(n_parameters, device),
        _masks(n_runs * BATCH * 2 * width, device),
    ]


def _products(n_runs: int, sizes: tuple[int, ...], device: str) -> Step:
    weights = [
        torch.randn(n_runs, n_out, n_in, device=device) for n_in, n_out in itertools.pairwise(sizes)
    ]
    d_weights = [torch.empty_like(weight) for weight in weights]
    inputs, d_outputs = (
        [torch.randn(n_runs, BATCH, size, device=device) for size in sizes] for _ in range(2)
    )

    def products() -> None:
        for layer, weight in enumerate(weights):
            torch.bmm(inputs[layer], weight.transpose(1, 2), out=d_outputs[layer + 1])
        for layer in reversed(range(len(weights))):
            d = d_outputs[layer + 1]
            torch.bmm(d.transpose(1, 2), inputs[layer], out=d_weights[layer])
            if layer:
                torch.bmm(d, weights[layer], out=d_outputs[layer])

    return products


def _adam(n_parameters: int, device: str) -> Step:
    value, gradient, mean, square = torch.zeros(4, n_parameters, device=device)
    count = torch.tensor(1.0, device=device)

    def adam() -> None:
        torch._fused_adam_(
            [value], [gradient], [mean], [square], [], [count], lr=1e-3, beta1=0.9, beta2=0.999,
            weight_decay=0.0, eps=1e-8, amsgrad=False, maximize=False,
        )  # fmt: skip

    return adam


def _masks(n_coins: int, device: str) -> Step:
    raw = torch.empty(n_coins // 8, dtype=torch.int64, device=device)
    kept = torch.empty(n_coins, dtype=torch.bool, device=device)
    generator = torch.Generator(device).manual_seed(0)

    def masks() -> None:
        raw.random_(generator=generator)
        torch.ge(raw.view(torch.uint8), 128, out=kept)

    return masks


def seconds_a_step(step: Step, device: str = "cpu", at_least: float = 0.25) -> float:
    """Mean seconds of a step, over as many as take a quarter of a second."""
    n, taken = 1, 0.0
    while taken < at_least:
        n = n if taken == 0 else max(n + 1, min(10 * n, round(1.2 * n * at_least / taken)))
        _wait(device)
        start = time.perf_counter()
        for _ in range(n):
            step()
        _wait(device)
        taken = time.perf_counter() - start
    return taken / n


def _wait(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()

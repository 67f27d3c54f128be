"""The stack of networks against a plain loop over torch's own modules and optimizers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dropviz.data.datasets import Dataset, dataset
from dropviz.data.splits import split
from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import CURVES, Film, joined
from dropviz.training.draws import (
    COIN_SIDES,
    STEPS_A_DRAW,
    Batches,
    LayerCoins,
    Noise,
    initial_weights,
)
from dropviz.training.engine import Run, train
from dropviz.training.measuring import TRAIN_ROWS

CPU = torch.device("cpu")
STEPS = 100
SMALL = Experiment(hidden=(24, 16), steps=STEPS, pairs=1, train_size=120, batch_size=30)
ARMS = {
    "plain": Arm(),
    "p_hidden": Arm(p_hidden=0.3),
    "p_hidden of each layer": Arm(p_hidden=(0.6, 0.1)),
    "p_hidden 1": Arm(p_hidden=(0.0, 1.0)),
    "p_input": Arm(p_input=0.2),
    "weight_decay": Arm(weight_decay=0.03),
    "max_norm": Arm(max_norm=1.2),
    "input_noise": Arm(input_noise=0.3),
    "label_smoothing": Arm(label_smoothing=0.1),
    "batch_norm": Arm(batch_norm=True),
    "schedule early": Arm(p_hidden=0.5, schedule="early"),
    "schedule late": Arm(p_hidden=0.5, schedule="late"),
    "all at once": Arm(
        p_input=0.1, p_hidden=(0.4, 0.2), weight_decay=0.01, max_norm=2.0, input_noise=0.1,
        label_smoothing=0.05, batch_norm=True, schedule="late",
    ),
}  # fmt: skip


class Masked(nn.Module):
    """Dropout whose mask is set from outside, as ``nn.Dropout`` scales it."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: Tensor | None = None
        self.p = 0.0

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.kept is None:
            return x
        return x * 0.0 if self.p == 1.0 else x * self.kept / (1.0 - self.p)


ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "gelu": nn.GELU}
GAINS = {"relu": 2**0.5, "tanh": 5 / 3, "gelu": 2**0.5}


def plain_model(
    experiment: Experiment, arm: Arm, sizes: tuple[int, ...], seed: int
) -> tuple[nn.Sequential, list[Masked]]:
    weights = initial_weights(seed, sizes, GAINS[experiment.activation])
    masks, modules = [Masked()], []
    modules.append(masks[0])
    for layer, weight in enumerate(weights):
        normed = arm.batch_norm and layer < len(weights) - 1
        linear = nn.Linear(weight.shape[0], weight.shape[1], bias=not normed)
        linear.weight.data = torch.from_numpy(weight.T.copy())
        if linear.bias is not None:
            linear.bias.data.zero_()
        modules.append(linear)
        if layer < len(weights) - 1:
            if arm.batch_norm:
                modules.append(nn.BatchNorm1d(weight.shape[1]))
            modules.append(ACTIVATIONS[experiment.activation]())
            masks.append(Masked())
            modules.append(masks[-1])
    return nn.Sequential(*modules), masks


def plain_optimizer(experiment: Experiment, arm: Arm, model: nn.Module) -> torch.optim.Optimizer:
    settings = {"lr": experiment.learning_rate, "weight_decay": arm.weight_decay}
    if experiment.optimizer == "sgd":
        return torch.optim.SGD(model.parameters(), momentum=0.9, **settings)
    kind = {"adam": torch.optim.Adam, "adamw": torch.optim.AdamW}[experiment.optimizer]
    return kind(model.parameters(), **settings)


def plain_losses(
    experiment: Experiment, arm: Arm, data: Dataset, seed: int
) -> tuple[list, float, float]:
    """Train and validation loss before each step and at the end, then test loss and error."""
    part = split(data, seed, experiment.train_size, experiment.label_noise)
    x, y = torch.from_numpy(part.x_train), torch.from_numpy(part.y_train)
    sizes = (x.shape[1], *experiment.hidden, len(data.classes))
    model, dropouts = plain_model(experiment, arm, sizes, seed)
    optimizer = plain_optimizer(experiment, arm, model)
    loss = nn.CrossEntropyLoss(label_smoothing=arm.label_smoothing)
    seeds, batch = range(seed, seed + 1), experiment.batch_size
    batches = Batches(seeds, len(x), batch)
    noise = Noise(seeds, batch, sizes[0], CPU)
    coins = [LayerCoins(seeds, layer, batch, n, CPU) for layer, n in enumerate(sizes[:-1])]
    rates = (arm.p_input, *arm.hidden_rates(len(experiment.hidden)))
    losses = []

    def measured() -> tuple[float, float]:
        learnt, _ = scored(model, part.x_train[:TRAIN_ROWS], part.y_train[:TRAIN_ROWS])
        return learnt, scored(model, part.x_validation, part.y_validation)[0]

    for step in range(experiment.steps):
        losses.append(measured())
        if step % STEPS_A_DRAW == 0:
            rows, noises = batches.next(), noise.next()
            flips = [of_layer.next() for of_layer in coins]
        at = step % STEPS_A_DRAW
        half = "early" if step < experiment.steps / 2 else "late"
        for dropout, flip, rate in zip(dropouts, flips, rates, strict=True):
            drop(dropout, flip[0, at], rate, rate > 0 and arm.schedule in ("constant", half))
        picked = torch.from_numpy(rows[at, 0])
        inputs = x[picked] + arm.input_noise * noises[0, at]
        optimizer.zero_grad()
        loss(model(inputs), y[picked]).backward()
        optimizer.step()
        if arm.max_norm is not None:
            limit_norms(model, arm.max_norm)
    losses.append(measured())
    return losses, *scored(model, part.x_test, part.y_test)


def drop(dropout: Masked, flip: torch.Tensor, rate: float, on: bool) -> None:
    """Give the dropout its rate, as it is rounded, and the mask of one batch."""
    dropout.p = round(rate * COIN_SIDES) / COIN_SIDES
    u = (flip.double() + COIN_SIDES / 2) / COIN_SIDES
    dropout.kept = (u >= dropout.p).float() if on else None


def limit_norms(model: nn.Sequential, largest: float) -> None:
    for module in model:
        if isinstance(module, nn.Linear):
            module.weight.data = torch.renorm(module.weight.data, 2, 0, largest)


def scored(model: nn.Module, x: NDArray[np.float32], y: NDArray[np.int64]) -> tuple[float, float]:
    """Loss and error at inference."""
    model.eval()
    with torch.no_grad():
        logits, truth = model(torch.from_numpy(x)), torch.from_numpy(y)
    model.train()
    loss = nn.functional.cross_entropy(logits, truth)
    return loss.item(), (logits.argmax(1) != truth).float().mean().item()


def curves_of(film: Film, arm: int, pair: int) -> dict[str, np.ndarray]:
    return {name: film.snapshot.curves[i, :, arm, pair] for i, name in enumerate(CURVES)}


def assert_follows(experiment: Experiment, arm: int, pair: int = 0) -> None:
    data = dataset(experiment.dataset)
    film = train(experiment, data)
    losses, test_loss, test_error = plain_losses(
        experiment, experiment.arms[arm], data, experiment.seeds[pair]
    )
    ours = curves_of(film, arm, pair)
    at = experiment.measured_steps
    np.testing.assert_allclose(ours["train_loss"], [losses[k][0] for k in at], atol=1e-4)
    np.testing.assert_allclose(ours["validation_loss"], [losses[k][1] for k in at], atol=1e-4)
    assert film.outcome.test_loss[arm, pair] == pytest.approx(test_loss, abs=1e-4)
    assert film.outcome.test_error[arm, pair] == pytest.approx(test_error, abs=0.002)


@pytest.mark.parametrize("name", ARMS)
def test_every_field_of_an_arm_follows_a_plain_loop(name: str) -> None:
    assert_follows(SMALL.model_copy(update={"arms": (Arm(), ARMS[name])}), arm=1)


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd"])
def test_every_optimizer_follows_a_plain_loop(optimizer: str) -> None:
    arms = (Arm(), Arm(p_hidden=0.3, weight_decay=0.02))
    rate = 0.05 if optimizer == "sgd" else 0.002
    changes = {"optimizer": optimizer, "learning_rate": rate, "arms": arms}
    assert_follows(SMALL.model_copy(update=changes), arm=1)


@pytest.mark.slow
@pytest.mark.parametrize("activation", ["relu", "tanh", "gelu"])
@pytest.mark.parametrize("batch_norm", [False, True])
def test_every_activation_follows_a_plain_loop(activation: str, batch_norm: bool) -> None:
    arms = (Arm(), Arm(p_hidden=0.4, p_input=0.1, batch_norm=batch_norm))
    assert_follows(SMALL.model_copy(update={"activation": activation, "arms": arms}), arm=1)


@pytest.mark.parametrize("hidden", [(20,), (12, 10, 8), (9, 8, 7, 6, 5)])
def test_every_depth_follows_a_plain_loop(hidden: tuple[int, ...]) -> None:
    assert_follows(SMALL.model_copy(update={"hidden": hidden}), arm=1)


@pytest.mark.parametrize("name", ["moons", "wine"])
def test_other_data_follow_a_plain_loop(name: str) -> None:
    changes = {"dataset": name, "train_size": 60, "batch_size": 13}
    assert_follows(SMALL.model_copy(update=changes), arm=1)


@pytest.mark.slow
def test_any_run_of_a_stack_follows_its_own_plain_loop() -> None:
    arms = (Arm(), Arm(p_hidden=0.5), Arm(p_hidden=0.2, batch_norm=True))
    experiment = SMALL.model_copy(update={"arms": arms, "pairs": 4, "first_seed": 7})
    for arm, pair in ((0, 3), (1, 0), (2, 2)):
        assert_follows(experiment, arm, pair)


def numbers_of(film: Film, arm: int, pairs: slice = slice(None)) -> list[np.ndarray]:
    outcome = film.outcome
    return [
        film.snapshot.curves[:, :, arm, pairs],
        *(getattr(outcome, name)[arm, pairs] for name in vars(outcome)),
    ]


def assert_same(first: list[np.ndarray], second: list[np.ndarray]) -> None:
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("name", ARMS)
def test_an_arm_does_not_feel_the_others(name: str) -> None:
    """Another arm removed, or changed in any field, changes no number of the arm that stays."""
    data, stays = dataset("digits"), Arm(p_hidden=0.25, p_input=0.1)
    pair = SMALL.model_copy(update={"pairs": 3, "steps": 30})
    alone = train(pair.model_copy(update={"arms": (stays, Arm())}), data)
    beside = train(pair.model_copy(update={"arms": (stays, ARMS[name], Arm(p_hidden=0.9))}), data)
    assert_same(numbers_of(alone, 0), numbers_of(beside, 0))


@pytest.mark.slow
@pytest.mark.parametrize("activation", ["relu", "tanh", "gelu"])
@pytest.mark.parametrize("hidden", [(24, 16), (13, 7), (100,)])
def test_an_arm_does_not_feel_where_it_stands(hidden: tuple[int, ...], activation: str) -> None:
    """Also where no row and no product fills whole vectors of the processor."""
    data, stays, other = dataset("digits"), Arm(p_hidden=0.25, p_input=0.1), Arm(batch_norm=True)
    changes = {"pairs": 3, "steps": 30, "hidden": hidden, "activation": activation}
    trio = SMALL.model_copy(update=changes)
    first = train(trio.model_copy(update={"arms": (stays, other, Arm())}), data)
    last = train(trio.model_copy(update={"arms": (other, Arm(), stays)}), data)
    assert_same(numbers_of(first, 0), numbers_of(last, 2))


def test_more_pairs_leave_the_first_ones_as_they_were() -> None:
    data = dataset("digits")
    few = train(SMALL.model_copy(update={"pairs": 2}), data)
    many = train(SMALL.model_copy(update={"pairs": 5}), data)
    for arm in (0, 1):
        for ours, theirs in zip(numbers_of(few, arm), numbers_of(many, arm, slice(2)), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_the_arms_of_a_seed_start_equal_and_seeds_differ() -> None:
    film = train(SMALL.model_copy(update={"pairs": 3, "steps": 5}), dataset("digits"))
    start = film.snapshot.curves[:, 0]
    np.testing.assert_array_equal(start[:, 0], start[:, 1])
    assert len(set(start[0, 0].tolist())) == 3


@pytest.mark.parametrize("every", [0.0, 0.01, np.inf])
def test_numbers_do_not_depend_on_the_interval_of_snapshots(every: float) -> None:
    experiment = SMALL.model_copy(update={"dataset": "moons", "pairs": 2})
    data = dataset("moons")
    whole = train(experiment, data)
    run = Run(experiment, data)
    parts = list(run.snapshots(every_seconds=every))
    together = joined(parts)
    assert len(parts) == 1 if every == np.inf else len(parts) > 1
    for name in ("steps", "curves", "surfaces", "kept", "edges", "edge_weights"):
        np.testing.assert_array_equal(getattr(together, name), getattr(whole.snapshot, name))
    for name, values in vars(whole.outcome).items():
        np.testing.assert_array_equal(getattr(run.outcome, name), values)


def test_the_masks_shown_are_those_of_the_coins() -> None:
    experiment = SMALL.model_copy(update={"arms": (Arm(), Arm(p_hidden=(0.5, 0.25)))})
    film = train(experiment, dataset("digits"))
    assert film.scene.sizes == (64, 24, 16, 10)
    kept = np.unpackbits(film.snapshot.kept, axis=1, count=104)
    assert kept.shape == (STEPS, 104)
    assert kept[:, :64].all()
    for layer, low, p in ((1, 64, 0.5), (2, 88, 0.25)):
        n = film.scene.sizes[layer]
        flips = LayerCoins(range(1), layer, experiment.batch_size, n, CPU)
        u = np.concatenate([flips.next()[0, :, 0].numpy().copy() for _ in range(13)])[:STEPS]
        expected = u.astype(int) + COIN_SIDES // 2 >= p * COIN_SIDES
        np.testing.assert_array_equal(kept[:, low : low + n], expected)


def test_a_schedule_shows_whole_networks_while_dropout_is_off() -> None:
    arms = (Arm(), Arm(p_hidden=0.5, schedule="late"))
    film = train(SMALL.model_copy(update={"arms": arms}), dataset("digits"))
    kept = np.unpackbits(film.snapshot.kept, axis=1, count=104)
    assert kept[: STEPS // 2].all()
    assert not kept[STEPS // 2 :].all()


def test_early_stopping_judges_the_measured_step_of_lowest_validation_loss() -> None:
    arms = (Arm(), Arm(early_stopping=True))
    changes = {"arms": arms, "pairs": 3, "steps": 200, "learning_rate": 0.01}
    experiment = SMALL.model_copy(update=changes)
    data = dataset("digits")
    film = train(experiment, data)
    validation = film.snapshot.curves[CURVES.index("validation_loss")]
    np.testing.assert_array_equal(validation[:, 0], validation[:, 1])
    best = film.snapshot.steps[validation[:, 1].argmin(0)]
    np.testing.assert_array_equal(film.outcome.chosen_step[1], best)
    assert (film.outcome.chosen_step[0] == 200).all()
    assert (best < 200).all()
    # Training for that many steps only gives the very weights that were judged.
    short = train(experiment.model_copy(update={"steps": int(best[0])}), data)
    assert film.outcome.test_loss[1, 0] == pytest.approx(short.outcome.test_loss[0, 0], abs=1e-5)


def test_a_run_that_blows_up_is_stopped_and_the_others_go_on() -> None:
    changes = {"optimizer": "sgd", "learning_rate": 10.0, "pairs": 3}
    # A decay of 1 at this rate multiplies the weights by -9 in each step.
    wild = SMALL.model_copy(update=changes | {"arms": (Arm(max_norm=0.1), Arm(weight_decay=1.0))})
    film = train(wild, dataset("digits"))
    stopped = film.outcome.stopped_at
    assert (stopped[0] == -1).all()
    assert (stopped[1] > 0).all()
    assert np.isfinite(film.outcome.test_loss[0]).all()
    assert np.isnan(film.outcome.test_loss[1]).all()
    for pair in range(3):
        dead = film.snapshot.steps >= stopped[1, pair]
        assert np.isnan(film.snapshot.curves[:, dead, 1, pair]).all()
        assert np.isfinite(film.snapshot.curves[:, ~dead, 1, pair]).all()
    assert np.isfinite(film.snapshot.curves[:, :, 0]).all()


def test_surfaces_are_what_the_networks_say() -> None:
    changes = {"dataset": "moons", "steps": 60, "pairs": 2, "label_noise": 0.0}
    film = train(SMALL.model_copy(update=changes), dataset("moons"))
    last = film.snapshot.surfaces[-1]
    assert last.shape[0] == 2
    x_low, x_high, y_low, y_high = film.scene.bounds
    points = film.scene.points
    side = last.shape[1]
    columns = np.rint((points[:, 0] - x_low) / (x_high - x_low) * (side - 1)).astype(int)
    rows = np.rint((points[:, 1] - y_low) / (y_high - y_low) * (side - 1)).astype(int)
    for arm in (0, 1):
        wrong = (last[arm, rows, columns, 0] != points[:, 2]).mean()
        train_error = film.snapshot.curves[CURVES.index("train_error"), -1, arm, 0]
        assert wrong == pytest.approx(train_error, abs=0.04)
    assert last[..., 1].min() >= 127  # of two classes, the likelier one


def test_a_film_survives_its_bytes() -> None:
    film = train(SMALL.model_copy(update={"steps": 12}), dataset("digits"))
    again = Film.from_bytes(film.to_bytes())
    assert again.experiment == film.experiment
    assert again.device == film.device == "cpu"
    assert again.scene.sizes == film.scene.sizes
    for part in ("scene", "snapshot", "outcome"):
        for name, value in vars(getattr(film, part)).items():
            np.testing.assert_array_equal(getattr(getattr(again, part), name), value)


def test_coins_and_noise_are_the_cpus_whatever_device_they_are_for() -> None:
    """The device "meta" has no generator, and stands for one that is not here."""
    meta, cpu = torch.device("meta"), torch.device("cpu")
    for make in (
        lambda device: LayerCoins(range(2), 0, 4, 3, device),
        lambda device: Noise(range(2), 4, 3, device),
    ):
        there, here = make(meta).next(), make(cpu).next()
        assert there.device == meta
        assert (there.shape, there.dtype) == (here.shape, here.dtype)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
def test_a_gpu_learns_the_same() -> None:
    arms = (Arm(), Arm(weight_decay=0.01), Arm(p_hidden=0.5))
    experiment = SMALL.model_copy(update={"pairs": 2, "arms": arms})
    data = dataset("digits")
    cpu, gpu = train(experiment, data), train(experiment, data, "cuda")
    np.testing.assert_allclose(gpu.snapshot.curves[0], cpu.snapshot.curves[0], atol=0.02)
    np.testing.assert_array_equal(gpu.snapshot.kept, cpu.snapshot.kept)
    assert_same(numbers_of(gpu, 0), numbers_of(train(experiment, data, "cuda"), 0))


def test_the_scene_has_what_the_most_frequent_class_gets() -> None:
    data = dataset("cancer")
    changes = {"dataset": "cancer", "pairs": 2, "steps": 2, "label_noise": 0.1}
    experiment = SMALL.model_copy(update=changes)
    film = train(experiment, data)
    for seed, found in zip(experiment.seeds, film.scene.majority_error, strict=True):
        one = split(data, seed, experiment.train_size, experiment.label_noise)
        classes, counts = np.unique(one.y_train, return_counts=True)
        assert found == pytest.approx((one.y_test != classes[counts.argmax()]).mean())
    assert 0.3 < film.scene.majority_error.mean() < 0.45
    again = Film.from_bytes(film.to_bytes())
    np.testing.assert_array_equal(again.scene.majority_error, film.scene.majority_error)

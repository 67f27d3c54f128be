"""Trials against a plain loop over the same modules, one run after the other."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from dropviz.experiments.film import Film
from dropviz.experiments.trial import Drop, Trial, trial_for
from dropviz.layers.rdrop import RDropLoss
from dropviz.training.architectures import network
from dropviz.training.batched import Learner, initial_parameters
from dropviz.training.draws import STEPS_A_DRAW, Batches, Purpose, generator_seed
from dropviz.training.trial_data import Part, parts
from dropviz.training.trial_engine import TrialRun, train_trial
from dropviz.variants import VARIANTS
from tests.training.by_hand import network_by_hand

SMALL = {"pairs": 2, "steps": 4, "batch_size": 8, "train_size": 40, "length": 5}
EVERY_PLACE = [(slug, task) for slug, one in VARIANTS.items() for task in one.trial.tasks]


def small(variant: str, task: str | None = None, **changes: Any) -> Trial:
    trial = trial_for(variant)
    arms = (Drop(), Drop(variant=variant, p=0.3))
    about = {**SMALL, "task": task or trial.task, "activation": trial.activation, **changes}
    return Trial(**({"arms": arms} | about))


class FromSeed:
    """In place of ``torch.rand`` and ``torch.randn``: a seed's own generators, call by call."""

    def __init__(self, seed: int) -> None:
        self.coins, self.noise = (
            torch.Generator().manual_seed(generator_seed(seed, purpose))
            for purpose in (Purpose.COINS, Purpose.NOISE)
        )

    def rand(self, shape: Any, **_: Any) -> Tensor:
        return torch.empty(tuple(shape)).uniform_(generator=self.coins)

    def randn(self, shape: Any, **_: Any) -> Tensor:
        return torch.empty(tuple(shape)).normal_(generator=self.noise)


def added_by(model: nn.Module, trial: Trial) -> Tensor:
    """What learnt rates add to the loss, in their papers' words."""
    total = torch.zeros(())
    for layer in model.modules():
        if hasattr(layer, "divergence"):
            total = total + layer.divergence()
        if hasattr(layer, "regulariser"):
            p = torch.sigmoid(layer.logit)
            total = total - 64 * torch.special.entr(torch.stack((p, 1 - p))).sum()
    return total / trial.train_size


def plain_run(
    trial: Trial, arm: Drop, seed: int, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[float], float, nn.Module]:
    """Validation loss before each step and at the end; test loss; the network that has learnt."""
    data = parts(trial, seed)
    model = network_by_hand(trial, arm)
    start = initial_parameters(Learner(trial, arm), trial, seed)
    model.load_state_dict({name.removeprefix("network."): w for name, w in start.items()})
    optimizer = torch.optim.Adam(model.parameters(), lr=trial.learning_rate)
    batches = Batches(range(seed, seed + 1), trial.train_size, trial.batch_size)
    thrown, losses = FromSeed(seed), []

    def measured(part: Part) -> float:
        model.eval()
        with torch.no_grad():
            return functional.cross_entropy(model(part.x).flatten(0, -2), part.y.flatten()).item()

    for step in range(trial.steps):
        losses.append(measured(data.validation))
        model.train()
        if step % STEPS_A_DRAW == 0:
            rows = batches.next()[:, 0]
        x, y = (part[torch.from_numpy(rows[step % STEPS_A_DRAW])] for part in data.train)
        early = step < trial.steps / 2
        if arm.variant in ("early", "late"):
            set_rates(model, arm.p if early == (arm.variant == "early") else 0.0)
        if arm.variant == "late" and early:
            thrown.rand((2, trial.batch_size, 64))  # thrown, and not looked at
        with monkeypatch.context() as patch:
            patch.setattr(torch, "rand", thrown.rand)
            patch.setattr(torch, "randn", thrown.randn)
            logits = model(x)
            loss = functional.cross_entropy(logits.flatten(0, -2), y.flatten())
            if arm.variant == "r_drop":
                loss = RDropLoss()(logits, model(x), y)
        (loss + added_by(model, trial)).backward()
        optimizer.step()
        optimizer.zero_grad()
    losses.append(measured(data.validation))
    return losses, measured(data.test), model


def set_rates(model: torch.nn.Module, p_drop: float) -> None:
    for layer in model.modules():
        if hasattr(layer, "p"):
            setattr(layer, "p", p_drop)  # noqa: B010


@cache
def film_of(trial: Trial) -> Film[Trial]:
    return train_trial(trial)


@pytest.mark.slow
@pytest.mark.parametrize(("variant", "task"), EVERY_PLACE)
def test_each_run_follows_a_plain_loop_over_the_same_layers(
    variant: str, task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if variant == "late":
        trial = small(variant, task, arms=(Drop(variant="late", p=0.3), Drop()), steps=5)
    else:
        trial = small(variant, task)
    film = film_of(trial)
    arm = 0 if variant == "late" else 1
    for pair in (0, 1) if variant == "dropout" else (1,):
        losses, test, _ = plain_run(trial, trial.arms[arm], trial.seeds[pair], monkeypatch)
        np.testing.assert_allclose(film.snapshot.curves[2, :, arm, pair], losses, rtol=1e-4)
        np.testing.assert_allclose(film.outcome.test_loss[arm, pair], test, rtol=1e-4)


@pytest.mark.parametrize(("variant", "task"), EVERY_PLACE)
def test_every_variant_changes_what_a_network_learns(variant: str, task: str) -> None:
    """On the coins and batches of the baseline, in every network that has a place for it."""
    outcome = film_of(small(variant, task)).outcome
    assert (outcome.test_loss[0] != outcome.test_loss[1]).all()


@pytest.mark.slow
@pytest.mark.parametrize("slug", VARIANTS)
def test_no_two_arms_of_a_trial_learn_the_same(slug: str) -> None:
    trial = trial_for(slug)
    losses = film_of(trial.model_copy(update=SMALL)).outcome.test_loss
    for one, other in itertools.combinations(range(len(trial.arms)), 2):
        assert (losses[one] != losses[other]).all(), (trial.arm_names[one], trial.arm_names[other])


@pytest.mark.parametrize(("slug", "task"), [("dropout", "recall"), ("lstm_h", "digits_dense")])
def test_a_network_without_a_place_for_a_variant_says_so(slug: str, task: str) -> None:
    trial = Trial(task=task, arms=(Drop(), Drop()))
    with pytest.raises(ValueError, match=f"no place for {slug}"):
        network(trial, Drop(variant=slug, p=0.3))


def test_fifty_steps_stay_together(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = small("spatial_2d", steps=50, pairs=1)
    losses, *_ = plain_run(trial, trial.arms[1], 0, monkeypatch)
    measured = film_of(trial).snapshot
    expected = np.array(losses)[measured.steps]
    np.testing.assert_allclose(measured.curves[2, :, 1, 0], expected, rtol=1e-4)


@pytest.mark.parametrize("variant", ["drop_block", "gaussian", "stochastic_depth_row", "mlp"])
def test_an_arm_does_not_feel_the_others(variant: str) -> None:
    """To the last digit: another arm is changed, and one is taken away."""
    arm = Drop(variant=variant, p=0.3)
    alone = film_of(small(variant))
    beside = film_of(small(variant, arms=(Drop(), arm.model_copy(update={"p": 0.4}), arm)))
    for mine, theirs in ((0, 0), (1, 2)):
        np.testing.assert_array_equal(
            alone.snapshot.curves[:, :, mine], beside.snapshot.curves[:, :, theirs]
        )
        np.testing.assert_array_equal(
            alone.outcome.test_loss[mine], beside.outcome.test_loss[theirs]
        )


@pytest.mark.parametrize("variant", ["spatial_1d", "variational_gaussian", "lstm_c", "embedding"])
def test_more_pairs_leave_the_others_as_they_were(variant: str) -> None:
    few, many = film_of(small(variant)), film_of(small(variant, pairs=3))
    np.testing.assert_allclose(
        few.snapshot.curves, many.snapshot.curves[..., :2], rtol=1e-5, atol=1e-6
    )


def test_arms_start_from_the_same_weights() -> None:
    trial = trial_for("alpha").model_copy(update=SMALL)
    starts = [arm.parameters for arm in TrialRun(trial).arms]
    for others in starts[1:]:
        for name, value in starts[0].items():
            assert torch.equal(value, others[name])


def test_rate_zero_is_the_baseline() -> None:
    film = film_of(small("spatial_2d", arms=(Drop(), Drop(variant="spatial_2d", p=0.0))))
    np.testing.assert_array_equal(film.snapshot.curves[:, :, 0], film.snapshot.curves[:, :, 1])


@pytest.mark.parametrize("variant", ["dropout", "lstm_c", "stochastic_depth_batch", "attention"])
def test_rate_one_makes_no_nan(variant: str) -> None:
    film = film_of(small(variant, arms=(Drop(), Drop(variant=variant, p=1.0)), steps=3))
    assert np.isfinite(film.outcome.test_loss).all()


def test_a_run_whose_loss_is_not_finite_is_stopped() -> None:
    film = film_of(small("drop_connect", learning_rate=1.0, steps=1))
    assert (film.outcome.stopped_at == -1).all()
    run = TrialRun(small("dropout", steps=4))
    next(iter(run.snapshots()))
    with torch.no_grad():
        run.arms[1].parameters["network.out.weight"][1] = torch.nan
    rest = list(run.snapshots())
    assert run.outcome.stopped_at.tolist() == [[-1, -1], [-1, 0]]
    assert np.isnan(rest[-1].curves[:, -1, 1, 1]).all()
    assert np.isfinite(run.outcome.test_loss).tolist() == [[True, True], [True, False]]


def test_a_film_survives_its_bytes() -> None:
    film = film_of(small("dropout"))
    again = Film.from_bytes(film.to_bytes())
    assert again.experiment == film.experiment
    np.testing.assert_array_equal(again.snapshot.curves, film.snapshot.curves)
    assert len(again.snapshot.kept) == film.experiment.steps


def test_the_first_symbol_is_what_is_asked_for() -> None:
    train = parts(small("lstm_h"), 3).train
    assert train.x.shape == (40, 6, 10)
    assert torch.equal(train.x[:, 0].argmax(1), train.y)
    assert (train.x[:, 1:].argmax(2) >= 8).all()


def test_each_character_is_followed_by_the_next() -> None:
    data = parts(small("mlp"), 0)
    for part in data:
        assert torch.equal(part.x[:, 1:], part.y[:, :-1])
    assert parts(small("mlp"), 0).test.x.tolist() == data.test.x.tolist()
    assert parts(small("mlp"), 1).test.x.tolist() != data.test.x.tolist()


def test_the_moving_digit_moves() -> None:
    frames = parts(small("spatial_3d"), 0).train.x
    assert frames.shape == (40, 1, 4, 8, 8)
    assert torch.equal(frames[:, :, 0, :, :-2], frames[:, :, 2, :, 2:])
    assert frames[:, :, 2, :, :2].abs().max() == 0


def learns(layer: nn.Module) -> bool:
    return hasattr(layer, "logit") or hasattr(layer, "log_alpha")


def learnt_rate(layer: nn.Module) -> float:
    """In the papers' words: p of a logit, and alpha / (1 + alpha), which is at most 1/2."""
    if hasattr(layer, "logit"):
        return 1 / (1 + np.exp(-layer.logit.item()))
    alpha = np.minimum(1, np.exp(layer.log_alpha.detach().numpy()))
    return float(np.mean(alpha / (1 + alpha)))


@pytest.mark.parametrize("variant", ["concrete", "variational_gaussian"])
def test_learnt_rates_are_those_of_the_plain_loop(
    variant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the start the arm's p, then what plain PyTorch learns; NaN for the arm without dropout."""
    trial = small(variant)
    film = train_trial(trial)
    rates = Film.from_bytes(film.to_bytes()).snapshot.rates
    assert rates.shape == (len(film.snapshot.steps), 2, trial.pairs)
    assert np.isnan(rates[:, 0]).all()
    np.testing.assert_allclose(rates[0, 1], 0.3, rtol=1e-6)
    for row, seed in enumerate(trial.seeds):
        model = plain_run(trial, trial.arms[1], seed, monkeypatch)[-1]
        expected = np.mean([learnt_rate(layer) for layer in model.modules() if learns(layer)])
        assert rates[-1, 1, row] == pytest.approx(expected, abs=1e-5)
        assert rates[-1, 1, row] != rates[0, 1, row]


def test_without_learnt_rates_there_are_none() -> None:
    assert train_trial(small("spatial_2d")).snapshot.rates.shape[1:] == (0, 0)

"""The recorded run against a plain torch loop, and its packed form."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from dropviz.core.network import forward
from dropviz.data.digits import test_digits as load_digits
from dropviz.experiments.recording import Recording, RunSettings, pack_weights
from dropviz.training.recorded import record_run
from tests.oracles.network import weight_gradients
from tests.oracles.recording import times_kept, unpack_weights

SHORT = RunSettings(n_steps=12)


@pytest.fixture(scope="module")
def default_run() -> Recording:
    return record_run(RunSettings())


def plain_loop(run: Recording) -> tuple[list[float], list[np.ndarray]]:
    """Train again, with nothing of ours but the recorded coins, batches and first weights."""
    settings = run.settings
    first = run.network(0)
    params = [
        torch.tensor(values, requires_grad=True)
        for pair in zip(first.weights, first.biases, strict=True)
        for values in pair
    ]
    optimizer = torch.optim.Adam(params, lr=settings.learning_rate)
    digits = load_digits()
    losses, rows = [], []
    for coins, examples in zip(run.coins, run.examples, strict=True):
        rows.append(np.concatenate([param.detach().numpy().ravel() for param in params]))
        x = torch.from_numpy(digits.images[examples])
        y = torch.from_numpy(digits.labels[examples].astype(np.int64))
        keep = torch.from_numpy(coins >= round(100 * settings.p_drop)).float()
        factor = 1 / (1 - settings.p_drop) if settings.p_drop < 1 else 0.0
        h = settings.hidden
        x = torch.relu(nn.functional.linear(x, params[0], params[1])) * keep[:, :h] * factor
        x = torch.relu(nn.functional.linear(x, params[2], params[3])) * keep[:, h:] * factor
        loss = nn.functional.cross_entropy(nn.functional.linear(x, params[4], params[5]), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses, rows


@pytest.mark.parametrize("masks", ["example", "batch"])
@pytest.mark.parametrize("p_drop", [0.0, 0.3, 1.0])
def test_a_plain_loop_with_the_same_coins_gives_the_same_run(masks: str, p_drop: float) -> None:
    run = record_run(replace(SHORT, masks=masks, p_drop=p_drop))
    losses, rows = plain_loop(run)
    np.testing.assert_allclose(run.loss_masked, losses, rtol=1e-4)
    np.testing.assert_allclose(run.weights, rows, atol=2e-5)


def test_examples_have_masks_of_their_own_unless_the_batch_shares_one() -> None:
    fresh, shared = record_run(SHORT), record_run(replace(SHORT, masks="batch"))
    assert fresh.masks.shape == (12, 32, 32)
    assert shared.masks.shape == (12, 1, 32)
    assert not np.array_equal(fresh.kept(3, 0), fresh.kept(3, 1))
    assert np.array_equal(shared.kept(3, 0), shared.kept(3, 31))
    assert np.array_equal(fresh.coins[:, :1], shared.coins)


def test_another_rate_changes_neither_start_nor_batches_nor_coins() -> None:
    low, high = record_run(SHORT), record_run(replace(SHORT, p_drop=0.8))
    for name in ("coins", "examples"):
        np.testing.assert_array_equal(getattr(low, name), getattr(high, name))
    np.testing.assert_array_equal(low.weights[0], high.weights[0])
    assert not np.array_equal(low.weights[5], high.weights[5])


def test_global_generators_are_left_alone() -> None:
    before = torch.get_rng_state(), np.random.get_state()[1].copy()
    record_run(SHORT)
    # Building layers draws from torch's generator; it is never seeded.
    assert np.array_equal(before[1], np.random.get_state()[1])
    first, second = record_run(SHORT), record_run(SHORT)
    np.testing.assert_array_equal(first.weights, second.weights)


def test_losses_and_gradient_norms_are_those_of_the_recorded_weights(
    default_run: Recording,
) -> None:
    digits = load_digits()
    for step in (0, 7, 160):
        network, examples = default_run.network(step), default_run.examples[step]
        ones = [np.ones(size) for size in network.sizes[:-1]]
        keep = default_run.masks[step] / 0.7
        multipliers = [np.ones(64), keep[:, :16], keep[:, 16:]]
        passed = forward(network, digits.images[examples], multipliers)
        plain = forward(network, digits.images[examples], ones)
        rows = np.arange(len(examples))
        labels = digits.labels[examples]
        for result, recorded in (
            (passed, default_run.loss_masked),
            (plain, default_run.loss_plain),
        ):
            loss = -np.log(result.probabilities[rows, labels]).mean()
            assert recorded[step] == pytest.approx(loss, abs=1e-5)
        rest = forward(network, digits.images[200:], ones).probabilities
        loss = -np.log(rest[np.arange(250), digits.labels[200:]]).mean()
        assert default_run.loss_validation[step] == pytest.approx(loss, abs=1e-5)
        total = [np.zeros_like(w, dtype=float) for w in network.weights]
        for row, example in enumerate(examples):
            own = [np.ones(64), keep[row, :16], keep[row, 16:]]
            one = forward(network, digits.images[example], own)
            for layer, gradient in enumerate(weight_gradients(network, one, own, labels[row])):
                total[layer] += gradient / len(examples)
        norms = [np.linalg.norm(gradient) for gradient in total]
        np.testing.assert_allclose(default_run.gradient_norms[step], norms, rtol=1e-4)
        share = np.mean(np.concatenate([gradient.ravel() != 0 for gradient in total]))
        assert default_run.trained_share[step] == pytest.approx(share, abs=2e-3)


def test_counters_agree_with_counting_by_hand(default_run: Recording) -> None:
    seen: set[bytes] = set()
    for step in range(200):
        seen |= {mask.tobytes() for mask in default_run.masks[step]}
        assert default_run.distinct_so_far()[step] == len(seen)
    np.testing.assert_array_equal(
        times_kept(default_run)[-1], default_run.masks.reshape(-1, 32).sum(axis=0)
    )


def test_the_default_run_learns_and_its_masked_loss_lies_above_validation(
    default_run: Recording,
) -> None:
    last = slice(-50, None)
    assert default_run.loss_validation[-1] < 1.0 < default_run.loss_validation[0]
    assert default_run.loss_masked[last].mean() > default_run.loss_validation[last].mean()
    assert default_run.loss_plain[last].mean() < default_run.loss_validation[last].mean()


@pytest.mark.slow
@pytest.mark.parametrize("learning_rate", [0.003, 0.01, 0.03])
def test_packed_weights_are_exact_to_what_the_docstring_says(learning_rate: float) -> None:
    run = record_run(RunSettings(learning_rate=learning_rate))
    packed = pack_weights(run)
    assert packed.updates.dtype == np.int8
    error = np.abs(unpack_weights(packed, run.settings) - run.weights)
    assert error.max() <= 0.51 * packed.scales.max()
    assert error.max() < 4e-4 * learning_rate / 0.01


@pytest.mark.alone
def test_the_largest_run_is_quick() -> None:
    start = time.thread_time()
    record_run(RunSettings(hidden=32))
    assert time.thread_time() - start < 3.0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"p_drop": 1.2}, "p_drop is 1.2"),
        ({"p_drop": float("nan")}, "p_drop is nan"),
        ({"p_drop": 0.333}, "multiple of 0.01"),
        ({"hidden": 0}, "hidden is 0"),
        ({"masks": "unit"}, "masks is 'unit'"),
        ({"batch_size": 500}, "batch_size is 500"),
    ],
)
def test_wrong_settings_say_what_is_wrong(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        RunSettings(**wrong)

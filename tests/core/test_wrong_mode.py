import numpy as np
import pytest
import torch
from torch import nn

from dropviz.core.moments import SCALING_RULES
from dropviz.core.robustness import accuracy
from dropviz.core.wrong_mode import (
    N_PASSES,
    Score,
    convention_score,
    forgotten_probabilities,
    forgotten_scores,
)
from dropviz.data.digits import test_digits as shipped_digits
from dropviz.data.networks import shipped_network

NETWORK, DIGITS = shipped_network("with"), shipped_digits()
RATES = (0.1, 0.4, 0.4)


def scores(rates: tuple[float, ...] = RATES) -> dict[str, Score | None]:
    return {
        rule: convention_score(NETWORK, DIGITS.images, DIGITS.labels, rates, rule)
        for rule in SCALING_RULES
    }


def torch_model(rates: tuple[float, ...]) -> nn.Sequential:
    modules: list[nn.Module] = []
    for weight, bias, rate in zip(NETWORK.weights, NETWORK.biases, rates, strict=True):
        linear = nn.Linear(weight.shape[1], weight.shape[0])
        linear.weight.data = torch.from_numpy(weight.copy())
        linear.bias.data = torch.from_numpy(bias.copy())
        modules += [nn.Dropout(rate), linear, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


def log_loss_and_accuracy(logits: torch.Tensor) -> tuple[float, float]:
    labels = torch.from_numpy(DIGITS.labels.astype(np.int64))
    right = (logits.argmax(1) == labels).double().mean()
    return float(nn.functional.cross_entropy(logits, labels)), float(right)


def test_inverted_is_the_network_in_eval_mode() -> None:
    model = torch_model(RATES).eval()
    with torch.no_grad():
        loss, right = log_loss_and_accuracy(model(torch.from_numpy(DIGITS.images)))
    found = scores()["inverted"]
    assert np.isclose(found.log_loss, loss, atol=1e-5)
    assert np.isclose(found.accuracy, right)
    assert found.accuracy == accuracy(NETWORK, DIGITS.images, DIGITS.labels)


def test_classical_is_inverted_and_the_mistake_is_no_scaling() -> None:
    found = scores()
    for one, other in (("inverted", "classical"), ("none", "mistake")):
        assert found[one].accuracy == found[other].accuracy
        assert np.isclose(found[one].log_loss, found[other].log_loss, atol=1e-6)
    assert found["none"].log_loss != pytest.approx(found["inverted"].log_loss, abs=1e-3)


def test_the_mistake_is_scaling_in_eval_mode_too() -> None:
    model = torch_model(RATES).eval()
    x = torch.from_numpy(DIGITS.images)
    with torch.no_grad():
        for module in model:
            x = x / (1 - module.p) if isinstance(module, nn.Dropout) else module(x)
    loss, right = log_loss_and_accuracy(x)
    found = scores()["mistake"]
    assert np.isclose(found.log_loss, loss, atol=1e-5)
    assert np.isclose(found.accuracy, right)


def test_forgotten_eval_is_pytorch_in_train_mode() -> None:
    model = torch_model(RATES).train()
    images = torch.from_numpy(DIGITS.images)
    with torch.no_grad(), torch.random.fork_rng():
        torch.manual_seed(0)
        theirs = np.mean([log_loss_and_accuracy(model(images)) for _ in range(N_PASSES)], axis=0)
    ours = forgotten_scores(NETWORK, DIGITS.images, DIGITS.labels, RATES, np.random.default_rng(0))
    assert len(ours) == N_PASSES
    assert np.isclose(np.mean([one.log_loss for one in ours]), theirs[0], rtol=0.04)
    assert np.isclose(np.mean([one.accuracy for one in ours]), theirs[1], atol=0.01)


def test_at_p_1_all_but_inverted_divide_by_zero() -> None:
    found = scores((0.1, 1.0, 1.0))
    assert {rule for rule in SCALING_RULES if found[rule] is None} == {
        "none",
        "classical",
        "mistake",
    }
    assert found["inverted"] == scores()["inverted"]


def test_at_p_0_all_are_one() -> None:
    found = scores((0.0, 0.0, 0.0))
    assert len(set(found.values())) == 1


def test_passes_of_one_image() -> None:
    rng = np.random.default_rng(0)
    found = forgotten_probabilities(NETWORK, DIGITS.images[12], RATES, rng)
    assert found.shape == (N_PASSES, 10)
    assert np.allclose(found.sum(axis=1), 1)
    assert len(np.unique(found[:, 8])) == N_PASSES
    same = forgotten_probabilities(NETWORK, DIGITS.images[12], (0.0, 0.0, 0.0), rng)
    assert np.ptp(same, axis=0).max() == 0

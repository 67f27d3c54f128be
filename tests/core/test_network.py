"""The NumPy network against PyTorch: forward pass and gradients."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch

from dropviz.core.network import (
    Network,
    forward,
    load_network,
    plain_multipliers,
    save_network,
    split_units,
)
from dropviz.data.networks import shipped_network
from tests.oracles.network import multiply_adds, weight_gradients


def torch_logits(
    weights: Sequence[torch.Tensor],
    biases: Sequence[torch.Tensor],
    x: torch.Tensor,
    multipliers: Sequence[torch.Tensor],
) -> torch.Tensor:
    for layer, (weight, bias) in enumerate(zip(weights, biases, strict=True)):
        x = (x * multipliers[layer]) @ weight.T + bias
        if layer < len(weights) - 1:
            x = torch.relu(x)
    return x


def random_case(rng: np.random.Generator) -> tuple[Network, np.ndarray, list[np.ndarray]]:
    network = shipped_network("with")
    image = rng.random(64)
    multipliers = [
        (rng.random(size) >= rng.random()) * rng.choice([0.5, 1.0, 2.5])
        for size in network.sizes[:-1]
    ]
    return network, image, multipliers


@pytest.mark.parametrize("seed", range(20))
def test_forward_and_gradients_equal_torch(seed: int) -> None:
    rng = np.random.default_rng(seed)
    network, image, multipliers = random_case(rng)
    label = int(rng.integers(10))
    weights = [torch.tensor(w, dtype=torch.float64, requires_grad=True) for w in network.weights]
    biases = [torch.tensor(b, dtype=torch.float64) for b in network.biases]
    factors = [torch.tensor(m) for m in multipliers]
    logits = torch_logits(weights, biases, torch.tensor(image), factors)
    torch.nn.functional.cross_entropy(logits[None], torch.tensor([label])).backward()

    passed = forward(network, image, multipliers)
    assert np.allclose(passed.logits[0], logits.detach().numpy(), rtol=0, atol=1e-6)
    gradients = weight_gradients(network, passed, multipliers, label)
    for ours, theirs in zip(gradients, weights, strict=True):
        assert np.allclose(ours, theirs.grad.numpy(), atol=1e-9)


def test_a_dropped_unit_has_exactly_zero_gradient() -> None:
    network, image, _ = random_case(np.random.default_rng(0))
    multipliers = plain_multipliers(network)
    multipliers[1][5] = 0.0
    passed = forward(network, image, multipliers)
    gradients = weight_gradients(network, passed, multipliers, 3)
    assert not gradients[0][5].any()
    assert not gradients[1][:, 5].any()
    assert gradients[0].any()


def test_saved_networks_load_in_torch_and_here(tmp_path: Path) -> None:
    from safetensors.torch import load_file

    network = shipped_network("without")
    save_network(network, tmp_path / "net.safetensors")
    again = load_network(tmp_path / "net.safetensors")
    assert all(np.array_equal(a, b) for a, b in zip(network.weights, again.weights, strict=True))
    nn = torch.nn
    model = nn.Sequential(
        nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 10)
    )
    model.load_state_dict(load_file(tmp_path / "net.safetensors"))
    image = np.random.default_rng(0).random((3, 64))
    ours = forward(network, image, plain_multipliers(network)).logits
    assert np.allclose(ours, model(torch.tensor(image).float()).detach().numpy(), atol=1e-4)


def test_multiply_adds_counts_products_between_kept_units() -> None:
    network = Network((np.ones((3, 2)), np.ones((2, 3))), (np.zeros(3), np.zeros(2)))
    kept = [np.array([True, True]), np.array([True, False, True])]
    assert multiply_adds(network, kept) == (2 * 2 + 2 * 2, 2 * 3 + 3 * 2)
    assert [len(part) for part in split_units(np.arange(5), network.sizes)] == [2, 3]

import numpy as np
import pytest
import torch

from dropviz.core.robustness import accuracy
from dropviz.data.digits import split_digits
from dropviz.data.networks import DESCRIPTIONS, network_file, shipped_network
from dropviz.training.mlp import build_mlp, dropout_with_coins, forward_with_coins, train_shipped


@pytest.mark.slow
@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_retraining_gives_the_shipped_accuracy(name: str) -> None:
    train, test = split_digits()
    shipped = accuracy(shipped_network(name), test.images, test.labels)
    again = accuracy(train_shipped(name, train), test.images, test.labels)
    assert shipped >= 0.95
    assert abs(again - shipped) <= 0.01
    assert network_file(name).stat().st_size < 50_000


@pytest.mark.parametrize("p", [0.0, 0.25, 0.5, 1.0])
def test_dropout_by_coins_is_torch_dropout_with_the_same_mask(p: float) -> None:
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(50, 20, generator=generator, requires_grad=True)
    reference = torch.nn.functional.dropout(torch.ones_like(x), p)
    u = (reference != 0).float()  # a coin of 1 is kept and one of 0 dropped, at every p > 0
    ours = dropout_with_coins(x, u, p)
    assert torch.allclose(ours, x * reference)
    (gradient,) = torch.autograd.grad(ours.sum(), x)
    assert torch.equal(gradient == 0, reference == 0)


def test_no_coins_is_plain_inference() -> None:
    model = build_mlp((64, 8, 8, 10), torch.Generator().manual_seed(0))
    x = torch.rand(5, 64, generator=torch.Generator().manual_seed(1))
    assert torch.allclose(forward_with_coins(model, x, [None] * 3, [0.5] * 3), model(x))


def test_training_leaves_the_global_generators_alone() -> None:
    train, _ = split_digits()
    before = torch.random.get_rng_state(), np.random.get_state()[1].copy()
    train_shipped("with", train, n_steps=3)
    assert torch.equal(before[0], torch.random.get_rng_state())
    assert np.array_equal(before[1], np.random.get_state()[1])

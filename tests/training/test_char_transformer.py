import math

import numpy as np
import pytest
import torch

from dropviz.core.transformer import (
    CONTEXT,
    N_HEADS,
    N_UNITS,
    PLACES,
    bigram_loss,
    uniform_loss,
    unigram_loss,
)
from dropviz.data.text import VOCABULARY, split
from dropviz.data.transformer import shipped_transformer
from dropviz.layers import transformer as layers
from dropviz.training.char_transformer import CharTransformer, loss_of, train_transformer


def windows(codes: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(codes).unfold(0, CONTEXT + 1, 1)


def test_the_shipped_network_has_the_loss_that_is_written_beside_it() -> None:
    shipped = shipped_transformer()
    network = CharTransformer(len(VOCABULARY)).eval()
    network.load_state_dict({name: torch.from_numpy(t) for name, t in shipped.tensors.items()})
    train, test = split()
    with torch.no_grad():
        loss = float(loss_of(network, windows(test)))
    assert loss == pytest.approx(shipped.losses["test"], abs=1e-3)
    n = len(VOCABULARY)
    others = [bigram_loss(train, test, n), unigram_loss(train, test, n), uniform_loss(n)]
    assert [shipped.losses[name] for name in ("bigram", "unigram", "uniform")] == pytest.approx(
        others, abs=1e-3
    )
    assert [loss, *others] == sorted([loss, *others])
    assert shipped.n_parameters == sum(part.numel() for part in network.parameters())


def test_training_learns_and_comes_again() -> None:
    train, _ = split()
    first, again = (train_transformer(train, len(VOCABULARY), n_steps=40) for _ in range(2))
    some = windows(train)[:500]
    assert float(loss_of(first, some).detach()) < uniform_loss(len(VOCABULARY)) - 0.5
    for name, tensor in first.state_dict().items():
        assert torch.equal(tensor, again.state_dict()[name]), name


def test_places_are_those_of_the_layers() -> None:
    assert ("embedding", *layers.PLACES) == PLACES
    assert N_UNITS % N_HEADS == 0


def test_losses_of_simple_guesses() -> None:
    train, test = np.array([0, 1, 0, 1, 1]), np.array([1, 0, 1])
    assert uniform_loss(2) == pytest.approx(math.log(2))
    shares = np.array([3, 4]) / 7
    assert unigram_loss(train, test, 2) == pytest.approx(-np.log(shares[test]).mean())
    after_one, after_zero = 1.1 / 2.2, 2.1 / 2.2
    assert bigram_loss(train, test, 2) == pytest.approx(
        -(math.log(after_one) + math.log(after_zero)) / 2
    )

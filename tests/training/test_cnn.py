from pathlib import Path

import numpy as np
import pytest
import torch

from dropviz.core.conv_network import conv_forward
from dropviz.core.robustness import share_right
from dropviz.data.conv_networks import (
    DESCRIPTIONS,
    conv_file,
    save_conv_network,
    shipped_conv_network,
)
from dropviz.data.digits import split_digits
from dropviz.training.cnn import as_conv_network, build_cnn, train_conv


def test_the_shipped_networks_read_at_least_97_percent() -> None:
    _, test = split_digits()
    shares = {
        name: share_right(conv_forward(shipped_conv_network(name), test.images).logits, test.labels)
        for name in DESCRIPTIONS
    }
    assert min(shares.values()) >= 0.97
    assert conv_file("plain").stat().st_size < 20_000


@pytest.mark.slow
@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_sixth_of_the_training_comes_close_and_is_the_same_every_time(name: str) -> None:
    train, test = split_digits()
    right = share_right(
        conv_forward(train_conv(name, train, n_steps=400), test.images).logits, test.labels
    )
    assert right >= 0.93
    one, other = (train_conv(name, train, n_steps=20) for _ in range(2))
    np.testing.assert_array_equal(one.kernels[1], other.kernels[1])


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_the_file_loads_into_the_torch_network(name: str, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    model = build_cnn(0.5, torch.Generator().manual_seed(0)).eval()
    model.load_state_dict(load_file(conv_file(name)))
    images = np.random.default_rng(0).random((4, 64)).astype(np.float32)
    with torch.no_grad():
        theirs = model(torch.from_numpy(images).view(4, 1, 8, 8)).numpy()
    network = shipped_conv_network(name)
    np.testing.assert_allclose(conv_forward(network, images).logits, theirs, atol=1e-4)
    save_conv_network(as_conv_network(model), tmp_path / "again.safetensors")
    assert (tmp_path / "again.safetensors").read_bytes() == conv_file(name).read_bytes()


def test_training_leaves_the_global_generators_alone() -> None:
    before = torch.random.get_rng_state()
    train_conv("spatial", split_digits()[0], n_steps=2)
    assert torch.equal(before, torch.random.get_rng_state())

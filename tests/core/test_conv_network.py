import numpy as np
import pytest
import torch
from torch.nn import functional

from dropviz.core.conv_network import ConvNetwork, conv_forward, convolved, silenced


def random_network(rng: np.random.Generator) -> ConvNetwork:
    def drawn(*shape: int) -> np.ndarray:
        return rng.normal(size=shape).astype(np.float32)

    return ConvNetwork(
        (drawn(8, 1, 3, 3), drawn(16, 8, 3, 3)), (drawn(8), drawn(16)), drawn(10, 64), drawn(10)
    )


@pytest.mark.parametrize("dropping", [False, True])
def test_the_forward_pass_is_that_of_torch(dropping: bool) -> None:
    rng = np.random.default_rng(0)
    network = random_network(rng)
    images = rng.random((5, 64)).astype(np.float32)
    multipliers = [
        2.0 * (rng.random((5, *shape)) < 0.5).astype(np.float32) for shape in network.map_shapes
    ]
    ours = conv_forward(network, images, multipliers if dropping else None)
    x = torch.from_numpy(images).view(5, 1, 8, 8)
    for block in range(2):
        kernels, biases = (
            torch.from_numpy(part[block]) for part in (network.kernels, network.kernel_biases)
        )
        x = functional.relu(functional.conv2d(x, kernels, biases, padding=1))
        if dropping:
            x = x * torch.from_numpy(multipliers[block])
        np.testing.assert_allclose(ours.maps[block], x.numpy(), atol=1e-4)
        x = functional.max_pool2d(x, 2)
        np.testing.assert_allclose(ours.pooled[block], x.numpy(), atol=1e-4)
    logits = functional.linear(
        x.flatten(1), torch.from_numpy(network.weight), torch.from_numpy(network.bias)
    )
    np.testing.assert_allclose(ours.logits, logits.numpy(), rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose(ours.probabilities, logits.softmax(1).numpy(), atol=1e-4)


@pytest.mark.parametrize(("n_in", "side"), [(1, 3), (3, 5), (2, 7)])
def test_the_convolution_is_that_of_torch(n_in: int, side: int) -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(2, n_in, 9, 6)).astype(np.float32)
    kernels = rng.normal(size=(4, n_in, side, side)).astype(np.float32)
    theirs = functional.conv2d(torch.from_numpy(x), torch.from_numpy(kernels), padding=side // 2)
    np.testing.assert_allclose(convolved(x, kernels), theirs.numpy(), atol=1e-4)


def test_silent_maps_are_zero_and_the_others_as_they_were() -> None:
    rng = np.random.default_rng(2)
    network = random_network(rng)
    images = rng.random((3, 64)).astype(np.float32)
    off = np.zeros((3, 24), bool)
    off[0, 2] = off[1, 8] = True
    whole, thinned = (
        conv_forward(network, images),
        conv_forward(network, images, silenced(network, off)),
    )
    assert not thinned.maps[0][0, 2].any()
    assert not thinned.maps[1][1, 0].any()
    np.testing.assert_array_equal(thinned.maps[1][1, 1:], whole.maps[1][1, 1:])
    np.testing.assert_array_equal(thinned.logits[2], whole.logits[2])

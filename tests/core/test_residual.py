import numpy as np
import pytest
import torch

from dropviz.core.residual import N_BLOCKS, N_EXAMPLES
from dropviz.layers.depth import LayerDrop, StochasticDepth, linear_rates
from tests.oracles.residual import block_rates, expected_depth, kept_blocks

COINS = np.random.default_rng(4).random((N_EXAMPLES, N_BLOCKS))


def test_rates_are_those_of_the_layers() -> None:
    assert block_rates(0.4, linear=True) == pytest.approx(linear_rates(N_BLOCKS, 0.4))
    assert block_rates(0.4, linear=False) == pytest.approx([0.4] * N_BLOCKS)


@pytest.mark.parametrize("mode", ["batch", "row"])
def test_stochastic_depth_keeps_what_the_layer_keeps(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = kept_blocks(COINS, 0.7, own=mode == "row")
    for block, rate in enumerate(linear_rates(N_BLOCKS, 0.7)):
        thrown = torch.from_numpy(COINS[: 1 if mode == "batch" else None, block, None])
        monkeypatch.setattr("dropviz.layers.masks.coins", lambda *_, thrown=thrown: thrown)
        branch = StochasticDepth(rate, mode)(torch.ones(N_EXAMPLES, 1).double())[:, 0]
        np.testing.assert_allclose(branch, kept[:, block] / (1 - rate), rtol=1e-12)


def test_layer_drop_skips_what_the_layer_skips_and_scales_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("dropviz.layers.depth.coins", lambda *_: torch.from_numpy(COINS[0]))

    class Digit(torch.nn.Module):
        """Adds a power of two of its own."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x + 2.0**self.place

    y = LayerDrop([Digit(place) for place in range(N_BLOCKS)], 0.5)(torch.zeros(1).double())
    kept = kept_blocks(COINS, 0.5, linear=False)
    assert float(y) == (kept[0] * 2.0 ** np.arange(N_BLOCKS)).sum()
    assert (kept == kept[0]).all()


@pytest.mark.parametrize(("linear", "own"), [(True, False), (True, True), (False, False)])
def test_expected_depth_is_the_mean_over_many_coins(linear: bool, own: bool) -> None:
    coins = np.random.default_rng(1).random((4000, N_EXAMPLES, N_BLOCKS))
    depth = kept_blocks(coins, 0.5, linear=linear, own=own).sum(-1)
    assert depth.mean() == pytest.approx(expected_depth(0.5, linear=linear), abs=0.06)
    assert expected_depth(0.0, linear=linear) == N_BLOCKS
    assert kept_blocks(coins, 0.0, linear=linear, own=own).all()
    assert not kept_blocks(coins, 1.0, linear=linear, own=own)[..., -1].any()

import pytest
import torch

from dropviz.core.residual import WAYS
from dropviz.training.depth_timing import BATCH, COMPUTED, N_UNITS, residual_blocks, step_times


@pytest.mark.slow
def test_times_are_measured_for_all_ways_and_shares() -> None:
    times = step_times(repeats=3)
    assert set(times.quartiles) == set(WAYS)
    for quartiles in times.quartiles.values():
        assert quartiles.shape == (len(times.shares), 3)
        assert (quartiles > 0).all()
        assert (quartiles[:, 0] <= quartiles[:, 2]).all()
    skip = times.quartiles["skip"][:, 1]
    assert skip[0] < skip[-1]


def test_where_all_is_kept_the_three_ways_are_one_network() -> None:
    generator = torch.Generator().manual_seed(1)
    blocks, x = residual_blocks(generator), torch.randn(BATCH, N_UNITS, generator=generator)
    first, *others = (compute(blocks, x, 1.0) for compute in COMPUTED.values())
    for other in others:
        torch.testing.assert_close(other, first, rtol=1e-5, atol=1e-5)
    assert [compute(blocks, x, 0.0).equal(x) for compute in COMPUTED.values()] == [True] * 3


@pytest.mark.parametrize("way", ["skip", "gather"])
def test_what_is_not_kept_is_not_computed(way: str) -> None:
    generator = torch.Generator().manual_seed(1)
    blocks, x = residual_blocks(generator), torch.randn(BATCH, N_UNITS, generator=generator)
    seen = []
    for block in blocks:
        block.register_forward_hook(lambda _, given, __: seen.append(len(given[0])))
    COMPUTED[way](blocks, x, 0.4)
    assert sum(seen) == pytest.approx(0.4 * 10 * BATCH, rel=0.02)

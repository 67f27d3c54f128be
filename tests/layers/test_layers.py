"""What each layer alone does: closed forms, shapes of masks, sources' special cases."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import torch
from scipy import integrate, stats
from torch import Tensor, nn

from dropviz.layers import conv, dense, depth, rdrop, recurrent, schedules, transformer


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.8])
def test_gaussian_noise_has_the_moments_of_dropout(p: float) -> None:
    x = torch.ones(400_000, dtype=torch.float64)
    for layer in (
        dense.Dropout(p, generator=seeded()),
        dense.GaussianDropout(p, generator=seeded()),
    ):
        y = layer(x)
        error = math.sqrt(p / (1 - p) / len(x))
        assert y.mean() == pytest.approx(1.0, abs=5 * error)
        assert y.var() == pytest.approx(p / (1 - p), rel=0.03)


@pytest.mark.parametrize("alpha", [0.05, 0.3, 1.0])
def test_the_divergence_is_that_of_a_log_uniform_prior(alpha: float) -> None:
    """Up to a constant: differences from alpha = 0.5, by numerical integration."""

    def minus_divergence(a: float) -> float:
        sd = math.sqrt(a)
        spread = [1 - 12 * sd, 0.0, 1 + 12 * sd]
        expected = sum(
            integrate.quad(lambda e: stats.norm.pdf(e, 1, sd) * math.log(abs(e)), *ends, limit=500)[
                0
            ]
            for ends in itertools.pairwise(spread)
            if ends[0] < ends[1]
        )
        return 0.5 * math.log(a) - expected

    def ours(a: float) -> float:
        layer = dense.VariationalGaussianDropout(1, a / (1 + a))
        return -layer.divergence().item()

    expected = minus_divergence(alpha) - minus_divergence(0.5)
    assert ours(alpha) - ours(0.5) == pytest.approx(expected, abs=0.03)


def test_learnt_rates_get_gradients() -> None:
    x = torch.randn(64, 4, generator=seeded())
    gaussian = dense.VariationalGaussianDropout(4, 0.3, generator=seeded())
    (gaussian(x).square().mean() + gaussian.divergence()).backward()
    assert (gaussian.log_alpha.grad != 0).all()
    assert gaussian.rates.detach().numpy() == pytest.approx(np.full(4, 0.3))
    concrete = dense.ConcreteDropout(0.2, generator=seeded())
    (concrete(x).square().mean() + concrete.regulariser(4)).backward()
    assert concrete.logit.grad != 0
    assert concrete.rate.item() == pytest.approx(0.2)


def test_the_soft_mask_is_nearly_hard_and_drops_at_its_rate() -> None:
    layer = dense.ConcreteDropout(0.3, generator=seeded())
    z = layer.soft_mask(torch.ones(200_000))
    assert z.mean().item() == pytest.approx(0.3, abs=0.01)
    assert ((z < 0.05) | (z > 0.95)).float().mean() > 0.85
    assert layer.regulariser(1).item() == pytest.approx(0.3 * math.log(0.3) + 0.7 * math.log(0.7))


@pytest.mark.parametrize("kind", [dense.AlphaDropout, dense.FeatureAlphaDropout])
def test_alpha_dropout_keeps_mean_and_variance_of_standard_inputs(kind: type[nn.Module]) -> None:
    x = torch.randn(200_000, 2, generator=seeded(), dtype=torch.float64)
    y = kind(0.4, generator=seeded(1))(x)
    assert y.mean() == pytest.approx(0.0, abs=0.01)
    assert y.var() == pytest.approx(1.0, abs=0.02)
    moved = kind(0.4, generator=seeded(1))(x + 3)
    assert abs(moved.mean() - 3) > 0.5  # of no other inputs


def test_alpha_is_where_selu_ends() -> None:
    assert (
        pytest.approx(nn.SELU()(torch.tensor(-1e3, dtype=torch.float64)).item())
        == dense.ALPHA_PRIME
    )


@pytest.mark.parametrize("p", [0.2, 0.5])
def test_drop_connects_moments_are_those_of_its_masks(p: float) -> None:
    layer = dense.DropConnect(40, 3, p, generator=seeded()).double()
    x = torch.randn(1, 40, generator=seeded(1), dtype=torch.float64)
    sampled = layer.before_activation(x.expand(40_000, -1))
    mean = nn.functional.linear(x, layer.weight, layer.bias)[0]
    variance = p / (1 - p) * (x**2 @ layer.weight.T**2)[0]
    torch.testing.assert_close(
        sampled.mean(0), mean, rtol=0, atol=5 * (variance.max() / 4e4).sqrt().item()
    )
    torch.testing.assert_close(sampled.var(0), variance, rtol=0.06, atol=0)
    moments = layer.eval()(x)[0]
    torch.testing.assert_close(sampled.relu().mean(0), moments, rtol=0.05, atol=0.01)


def test_the_mean_of_relu_is_that_of_scipy() -> None:
    for mean, sd in ((0.3, 0.5), (-2.0, 0.1), (1.5, 2.0)):
        expected = integrate.quad(lambda z, m=mean, s=sd: z * stats.norm.pdf(z, m, s), 0, 40)[0]
        found = dense.mean_of_relu(torch.tensor(mean).double(), torch.tensor(sd).double())
        assert found.item() == pytest.approx(expected, abs=1e-7)


def test_drop_connect_drops_weights_of_each_example_apart() -> None:
    layer = dense.DropConnect(6, 4, 0.5, generator=seeded())
    y = layer.before_activation(torch.ones(30, 6))
    assert len(y[:, 0].unique()) > 10


@pytest.mark.parametrize("block_size", [1, 2, 3])
def test_blocks_are_squares_and_drop_about_their_share(block_size: int) -> None:
    layer = conv.DropBlock(0.2, block_size, generator=seeded())
    kept = layer.kept(torch.ones(200, 8, 12, 12))
    share = 1 - kept.float().mean().item()
    gamma = 0.2 / block_size**2 * 144 / (13 - block_size) ** 2
    # A pixel of the middle lies in b squares by b: it stays if none of them starts.
    middle = 1 - kept[:, :, 5:7, 5:7].float().mean().item()
    assert middle == pytest.approx(1 - (1 - gamma) ** (block_size**2), abs=0.02)
    assert 0.1 < share < 0.22
    dropped = ~kept
    in_square = nn.functional.max_pool2d(
        nn.functional.pad(
            -nn.functional.max_pool2d(-dropped.float(), block_size, stride=1), (block_size - 1,) * 4
        ), block_size, stride=1,
    )  # fmt: skip
    assert torch.equal(in_square > 0, dropped)  # each dropped pixel lies in a whole dropped square


def test_drop_block_keeps_the_sum_of_a_constant_map() -> None:
    y = conv.DropBlock(0.2, 2, generator=seeded())(torch.ones(5, 3, 8, 8))
    torch.testing.assert_close(y.sum((2, 3)), torch.full((5, 3), 64.0))


def test_a_block_that_does_not_fit_is_named() -> None:
    with pytest.raises(ValueError, match="maps of 2 by 5 pixels hold no block of 3"):
        conv.DropBlock(0.1, 3)(torch.ones(1, 1, 2, 5))
    for size in (0, 2.0, True):
        with pytest.raises(ValueError, match="block_size is"):
            conv.DropBlock(0.1, size)


def test_memory_under_a_mask_in_every_step_dies_and_is_blown_up() -> None:
    """Survival (1-p)^T: with gates open to the past and shut to the new, c only gets masked."""
    steps, p = 12, 0.25
    layer = recurrent.PerStepLSTM(1, 64, p, on="c", generator=seeded())
    with torch.no_grad():
        for weight in layer.parameters():
            weight.zero_()
        n = layer.n_units
        layer.bias_ih_l0[:n] = -30.0  # i
        layer.bias_ih_l0[n : 2 * n] = 30.0  # f
        layer.weight_ih_l0[:n] = 60.0  # i opens in the first step, when x is 1
        layer.bias_ih_l0[2 * n : 3 * n] = 30.0  # g = 1
    x = torch.zeros(1_000, steps, 1)
    x[:, 0] = 1.0
    c = layer(x)[1][1]
    alive = (c > 0.5).float().mean().item()
    assert alive == pytest.approx((1 - p) ** steps, abs=0.006)
    assert c[c > 0.5].mean().item() == pytest.approx((1 - p) ** -steps, rel=1e-4)


def test_variational_masks_are_the_same_at_all_times(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = recurrent.VariationalLSTM(4, 50, 0.5, generator=seeded())
    seen: list[Tensor] = []
    before = layer.before

    def watched(h: Tensor) -> Tensor:
        seen.append(before(torch.ones_like(h)))
        return before(h)

    monkeypatch.setattr(layer, "before", watched)
    layer(torch.randn(3, 6, 4, generator=seeded(1)))
    assert all(torch.equal(mask, seen[0]) for mask in seen)
    assert not torch.equal(seen[0][0], seen[0][1])  # but another one for each example


def test_zoneout_keeps_old_values_and_drops_none() -> None:
    layer = recurrent.ZoneoutLSTM(2, 400, 0.5, p_cell=0.5, generator=seeded())
    y = layer(torch.randn(1, 5, 2, generator=seeded(1)))[0][0]
    kept = (y[1:] == y[:-1]).float().mean()
    assert kept.item() == pytest.approx(0.5, abs=0.05)
    old, new = torch.zeros(1), torch.ones(1)
    assert layer.eval().zoned(old, new, 0.3).item() == pytest.approx(0.7)


def test_an_embedding_drops_a_word_at_all_its_places() -> None:
    tokens = torch.randint(7, (200, 30), generator=seeded())
    y = transformer.EmbeddingDropout(7, 0.4, generator=seeded())(torch.ones(200, 30, 5), tokens)
    gone = y.sum(-1) == 0
    for row, words in zip(gone, tokens, strict=True):
        for word in words.unique():
            assert len(row[words == word].unique()) == 1
    assert gone.float().mean().item() == pytest.approx(0.4, abs=0.03)


def test_a_block_in_eval_mode_is_what_torch_computes() -> None:
    block = transformer.TransformerBlock(8, 2).eval()
    theirs = nn.TransformerEncoderLayer(
        8, 2, 32, activation="gelu", batch_first=True, norm_first=True
    )
    state = {
        "self_attn.in_proj_weight": block.queries_keys_values.weight,
        "self_attn.in_proj_bias": block.queries_keys_values.bias,
        "self_attn.out_proj.weight": block.mixed.weight,
        "self_attn.out_proj.bias": block.mixed.bias,
        "linear1.weight": block.wide.weight, "linear1.bias": block.wide.bias,
        "linear2.weight": block.narrow.weight, "linear2.bias": block.narrow.bias,
    }  # fmt: skip
    for number, norm in enumerate(block.norms, 1):
        state |= {f"norm{number}.{name}": value for name, value in norm.named_parameters()}
    theirs.load_state_dict(state)
    x = torch.randn(3, 6, 8, generator=seeded())
    mask = nn.Transformer.generate_square_subsequent_mask(6)
    torch.testing.assert_close(block(x), theirs.eval()(x, mask), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("place", transformer.PLACES)
def test_each_place_of_a_block_can_be_switched_on_alone(place: str) -> None:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        block = transformer.TransformerBlock(8, 2, {place: 0.5}, generator=seeded())
    x = torch.randn(3, 6, 8, generator=seeded())
    assert not torch.equal(block(x), block(x))
    rows = block.attention.sum(-1)
    assert torch.allclose(rows, torch.ones_like(rows)) == (place != "attention")
    assert torch.equal(block.eval()(x), block(x))


def test_unknown_places_are_named() -> None:
    with pytest.raises(ValueError, match="no place is called after"):
        transformer.TransformerBlock(8, 2, {"after": 0.5})


def test_stochastic_depth_has_one_coin_for_the_batch_or_for_each_row() -> None:
    x = torch.ones(400, 3, 2)
    rows = depth.StochasticDepth(0.25, "row", generator=seeded())(x)
    assert torch.equal(rows, rows[:, :1, :1].expand_as(rows))
    assert (rows == 0).float().mean().item() == pytest.approx(0.25, abs=0.06)
    whole = depth.StochasticDepth(0.25, "batch", generator=seeded())
    assert all(len(whole(x).unique()) == 1 for _ in range(10))
    assert depth.linear_rates(4) == [0.125, 0.25, 0.375, 0.5]


def test_layer_drop_skips_whole_layers_unscaled() -> None:
    class Adds(nn.Module):
        def __init__(self, value: float) -> None:
            super().__init__()
            self.value = value

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x + self.value

    stack = depth.LayerDrop([Adds(1.0), Adds(10.0), Adds(100.0)], 0.5, generator=seeded())
    seen = {stack(torch.zeros(1)).item() for _ in range(200)}
    assert seen == {a + b + c for a in (0, 1) for b in (0, 10) for c in (0, 100)}
    assert stack.eval()(torch.zeros(1)).item() == 111


def test_schedules_begin_and_end_where_they_say() -> None:
    assert [schedules.early(0.4, 3)(step) for step in range(5)] == [0.4, 0.4, 0.4, 0, 0]
    assert [schedules.late(0.4, 3)(step) for step in range(5)] == [0, 0, 0, 0.4, 0.4]
    assert [schedules.linear(0.4, 4)(step) for step in range(6)] == pytest.approx(
        [0, 0.1, 0.2, 0.3, 0.4, 0.4]
    )
    assert schedules.constant(0.3)(7) == 0.3
    network = nn.Sequential(nn.Linear(2, 2), dense.Dropout(0.9), conv.DropBlock(0.9))
    scheduled = schedules.Scheduled(network, schedules.linear(0.4, 4))
    assert scheduled(1) == pytest.approx(0.1)
    assert [network[1].p, network[2].p] == pytest.approx([0.1, 0.1])
    with pytest.raises(ValueError, match=r"p is 1\.5"):
        schedules.early(1.5, 3)


def test_r_drop_adds_the_divergence_both_ways() -> None:
    first, second = (torch.randn(5, 3, generator=seeded(i), dtype=torch.float64) for i in (0, 1))
    target = torch.tensor([0, 1, 2, 1, 0])
    a, b = (logits.softmax(-1).numpy() for logits in (first, second))
    divergences = np.mean(
        [stats.entropy(x, y) + stats.entropy(y, x) for x, y in zip(a, b, strict=True)]
    )
    fit = np.mean([-np.log(m[range(5), target]).mean() for m in (a, b)])
    found = rdrop.RDropLoss(0.7)(first, second, target)
    assert found.item() == pytest.approx(fit + 0.35 * divergences)
    assert rdrop.RDropLoss(5.0)(first, first, target).item() == pytest.approx(
        nn.functional.cross_entropy(first, target).item()
    )
    with pytest.raises(ValueError, match="alpha is -1"):
        rdrop.RDropLoss(-1)

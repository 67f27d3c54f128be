"""Our layers against PyTorch's on the same masks, and where PyTorch does otherwise."""

from __future__ import annotations

import math
import warnings

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional

from dropviz.layers import conv, dense, recurrent
from tests.layers.test_contract import Thrown

RATE = 0.4
PAIRS = {
    "dropout": (dense.Dropout(RATE), nn.Dropout(RATE), (4, 5)),
    "1d": (conv.SpatialDropout1d(RATE), nn.Dropout1d(RATE), (4, 5, 3)),
    "2d": (conv.SpatialDropout2d(RATE), nn.Dropout2d(RATE), (4, 5, 3, 2)),
    "3d": (conv.SpatialDropout3d(RATE), nn.Dropout3d(RATE), (4, 5, 2, 3, 2)),
    "alpha": (dense.AlphaDropout(RATE), nn.AlphaDropout(RATE), (4, 5)),
    "feature alpha": (dense.FeatureAlphaDropout(RATE), nn.FeatureAlphaDropout(RATE), (4, 5, 3)),
}


def torchs(layer: nn.Module, x: Tensor) -> Tensor:
    torch.manual_seed(7)
    return layer(x)


@pytest.mark.parametrize("name", PAIRS)
def test_the_same_mask_gives_the_same_output(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs, shape = PAIRS[name]
    x = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    kept = torchs(theirs, torch.ones(shape)) > 0  # a dropped unit becomes 0, or below 0 (alpha)
    of_coins = kept[tuple(slice(n) for n in ours.mask_shape(x))]
    expected = torchs(theirs, x)
    monkeypatch.setattr(torch, "rand", Thrown(tuple(of_coins.flatten().tolist())))
    torch.testing.assert_close(ours(x), expected, rtol=0.0, atol=1e-6)
    assert 0 < kept.float().mean() < 1


@pytest.mark.parametrize(
    "kind", [recurrent.LSTM, recurrent.PerStepLSTM, recurrent.VariationalLSTM,
             recurrent.CandidateLSTM]
)  # fmt: skip
def test_in_eval_mode_our_lstms_are_torchs(kind: type[recurrent.LSTM]) -> None:
    ours, theirs = kind(3, 5, 0.3).eval(), nn.LSTM(3, 5, batch_first=True)
    theirs.load_state_dict(ours.state_dict())
    x = torch.randn(4, 6, 3, generator=torch.Generator().manual_seed(0))
    y, (h, c) = ours(x)
    expected, (h_n, c_n) = theirs(x)
    torch.testing.assert_close(y, expected, rtol=0.0, atol=1e-6)
    torch.testing.assert_close((h, c), (h_n[0], c_n[0]), rtol=0.0, atol=1e-6)


def test_functional_dropout_is_on_unless_told_otherwise_and_alpha_dropout_is_off() -> None:
    """Ours are modules only, so that ``eval()`` always reaches them."""
    x = torch.ones(1000)
    assert (functional.dropout(x) == 0).any()
    assert (functional.dropout2d(torch.ones(10, 100, 1, 1)) == 0).any()
    assert torch.equal(functional.alpha_dropout(x), x)
    assert torch.equal(functional.feature_alpha_dropout(x[None]), x[None])
    assert dense.Dropout().eval()(x) is x


def test_torch_multiplies_so_a_dropped_nan_stays() -> None:
    """Ours selects: what is dropped is 0, whatever it was."""
    x = torch.full((8,), math.nan)
    assert nn.Dropout(1.0)(x).isnan().all()
    assert (dense.Dropout(1.0)(x) == 0).all()


def test_torch_accepts_nan_as_a_rate_until_it_is_used() -> None:
    layer = nn.Dropout(math.nan)
    with pytest.raises(RuntimeError):
        layer(torch.ones(3))
    with pytest.raises(ValueError, match="nan"):
        dense.Dropout(math.nan)


def test_torch_refuses_integers_only_where_it_must_divide() -> None:
    """Ours refuses them always, so that a network fails on its first batch and not in training."""
    x = torch.ones(3, dtype=torch.int64)
    with pytest.raises((RuntimeError, TypeError)):
        nn.Dropout(0.5)(x)
    assert torch.equal(nn.Dropout(0.5).eval()(x), x)
    with pytest.raises(TypeError, match="int64"):
        dense.Dropout(0.5).eval()(x)


def test_torchs_dropout2d_reads_three_axes_as_a_batch_of_sequences() -> None:
    """Ours refuses a shape that could mean two things."""
    x = torch.ones(50, 4, 6)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        y = nn.Dropout2d(0.5)(x)
    assert said
    assert torch.equal(y, y[..., :1].expand_as(y))  # one coin for each (n, c) of (N, C, L)
    with pytest.raises(ValueError, match=r"expected \(batch, channel, height, width\)"):
        conv.SpatialDropout2d()(x)


def test_a_one_layer_torch_lstm_drops_nothing_and_warns() -> None:
    with pytest.warns(UserWarning, match="num_layers"):
        lstm = nn.LSTM(3, 5, dropout=0.9)
    x = torch.ones(4, 1, 3)
    assert torch.equal(lstm(x)[0], lstm(x)[0])


def test_torchs_attention_returns_dropped_weights_whose_rows_do_not_sum_to_one() -> None:
    attention = nn.MultiheadAttention(4, 1, dropout=0.5, batch_first=True)
    x = torch.randn(1, 50, 4, generator=torch.Generator().manual_seed(0))
    torch.manual_seed(0)
    weights = attention(x, x, x)[1]
    assert (weights == 0).any()
    assert (weights.sum(-1) - 1).abs().max() > 0.05
    assert (attention.eval()(x, x, x)[1].sum(-1) - 1).abs().max() < 1e-5


def test_torch_checks_the_rate_of_attention_only_in_use() -> None:
    attention = nn.MultiheadAttention(4, 1, dropout=1.5)
    x = torch.ones(2, 1, 4)
    with pytest.raises((RuntimeError, ValueError)):
        attention(x, x, x)


def test_scaled_dot_product_attention_knows_no_mode() -> None:
    q = torch.randn(1, 1, 20, 4, generator=torch.Generator().manual_seed(0))
    torch.manual_seed(0)
    once, twice = (
        functional.scaled_dot_product_attention(q, q, q, dropout_p=0.5) for _ in range(2)
    )
    assert not torch.equal(once, twice)


def test_torchs_encoder_layer_has_one_rate_in_four_places() -> None:
    layer = nn.TransformerEncoderLayer(8, 2)
    rates = [part.p for part in layer.modules() if isinstance(part, nn.Dropout)]
    assert [*rates, layer.self_attn.dropout] == [0.1] * 4
    assert nn.MultiheadAttention(8, 2).dropout == 0.0


def test_train_mode_for_sampling_moves_the_statistics_of_batch_norm() -> None:
    """So only the dropout layers should be put in train mode."""
    network = nn.Sequential(nn.BatchNorm1d(3), dense.Dropout(0.5))
    x = torch.randn(20, 3, generator=torch.Generator().manual_seed(0)) + 5
    with torch.no_grad():
        network.eval()
        network[1].train()
        network(x)
        assert (network[0].running_mean == 0).all()
        network.train()
        network(x)
        assert (network[0].running_mean != 0).all()

from functools import partial

import numpy as np
import pytest
import torch

from dropviz.core.recurrent import COINS_SHAPE
from dropviz.layers.recurrent import CandidateLSTM, PerStepLSTM, VariationalLSTM, ZoneoutLSTM
from dropviz.variants import VARIANTS
from tests.oracles.recurrent import held_if_there, memory, survival

RULES = {slug: one.on_stage.memory for slug, one in VARIANTS.items() if one.family == "recurrent"}
T, N = 6, COINS_SHAPE[2]
LAYERS = {
    "lstm_h": partial(PerStepLSTM, on="h"),
    "lstm_c": partial(PerStepLSTM, on="c"),
    "lstm_variational": VariationalLSTM,
    "lstm_candidate": CandidateLSTM,
    "lstm_zoneout": ZoneoutLSTM,
}


def coins(seed: int, times: int = T) -> np.ndarray:
    return np.random.default_rng(seed).random((2, times, N))


def a_cell_that_writes_once_and_holds(rule: str, p: float) -> torch.nn.Module:
    extra = {"p_cell": p} if rule == "lstm_zoneout" else {}
    cell = LAYERS[rule](1, N, p, **extra).double()
    large = 1000.0
    gates = {"weight_ih_l0": (2 * large, 0.0, large, 0.0), "bias_ih_l0": (-large, large, 0, large)}
    for name, (i, f, g, o) in gates.items():
        values = torch.tensor([i, f, g, o]).double().repeat_interleave(N)
        parameter = getattr(cell, name)
        parameter.data = values.reshape(parameter.shape)
    cell.weight_hh_l0.data.zero_()
    cell.bias_hh_l0.data.zero_()
    return cell


@pytest.mark.parametrize("p", [0.0, 0.3, 0.75, 1.0])
@pytest.mark.parametrize("rule", RULES)
def test_memory_is_that_of_the_layer_on_the_same_coins(
    rule: str, p: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each number of steps, for the layer gives c at the end only."""
    u = coins(3)
    c, read = memory(RULES[rule], u, p)
    for times in range(1, T + 1):
        thrown = [row for t in range(times) for row in u[::-1, t]]  # zoneout: of h, then of c
        if rule == "lstm_variational":
            thrown = [u[0, 0], np.ones(1)]  # of h, then of the input, which is kept
        elif rule != "lstm_zoneout":
            thrown = list(u[0, :times])
        left = [torch.from_numpy(row) for row in thrown]
        monkeypatch.setattr(
            "dropviz.layers.recurrent.coins",
            lambda shape, like, generator, left=left: left.pop(0).reshape(shape),
        )
        cell = a_cell_that_writes_once_and_holds(rule, p)
        x = torch.zeros(1, times, 1).double()
        x[0, 0] = 1.0
        if rule == "lstm_variational" and p < 1:
            x *= 1.0 - p  # the mask on the input scales it; it is not what is looked at here
        outputs, (_, last) = cell(x)
        np.testing.assert_allclose(last[0].detach(), c[times - 1], rtol=1e-12, atol=1e-12)
        got = cell.before(outputs[:, -1])[0].detach()
        np.testing.assert_allclose(got, read[times - 1], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_survival_is_the_share_of_many_coins(rule: str) -> None:
    u = np.random.default_rng(5).random((2, 4, 40_000))
    c, _ = memory(RULES[rule], u, 0.2)
    alive = c[-1] > 0
    assert alive.mean() == pytest.approx(survival(RULES[rule], 0.2, 4), abs=0.01)
    np.testing.assert_allclose(c[-1][alive], held_if_there(RULES[rule], 0.2, 4), rtol=1e-12)


def test_at_rate_1_nothing_that_was_dropped_is_left() -> None:
    for rule in ("lstm_c", "lstm_candidate", "lstm_zoneout"):
        assert survival(RULES[rule], 1.0, 5) == 0.0
        assert np.isnan(held_if_there(RULES[rule], 1.0, 5))

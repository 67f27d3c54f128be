"""One contract for all layers: what eval mode, rates, masks, gradients and generators do."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from dropviz.variants.facts import Contract
from tests.layers.cases import CASES, Case

all_cases = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def only(condition: Callable[[Contract], bool]) -> pytest.MarkDecorator:
    chosen = [case for case in CASES if condition(case.contract)]
    return pytest.mark.parametrize("case", chosen, ids=lambda case: case.name)


def example(case: Case, dtype: torch.dtype = torch.float64) -> Tensor:
    return case.given.detach().clone().to(dtype)


def made(case: Case, p: float, seed: int | None = None) -> nn.Module:
    generator = None if seed is None else torch.Generator().manual_seed(seed)
    return case.make(p, generator=generator).double()


class Thrown:
    """In place of ``torch.rand``: coins that are given one after the other."""

    def __init__(self, kept: tuple[bool, ...]) -> None:
        self.left = [0.999999 if keep else 0.0 for keep in kept]

    def __call__(
        self, shape: Any, *, generator: Any = None, dtype: Any = None, device: Any = None
    ) -> Tensor:
        n = math.prod(shape)
        taken, self.left = self.left[:n], self.left[n:]
        assert len(taken) == n, "more coins than the test knows of"
        return torch.tensor(taken, dtype=dtype).reshape(tuple(shape))


def outcomes(case: Case, p: float, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple]:
    """Each mask (kept or not for each coin) with its probability and what comes out."""
    layer, x = made(case, p), example(case)
    for kept in itertools.product((False, True), repeat=case.contract.coins):
        thrown = Thrown(kept)
        with monkeypatch.context() as patch:
            patch.setattr(torch, "rand", thrown)
            y = layer(x)
        assert not thrown.left, "fewer coins than the test knows of"
        yield p ** kept.count(False) * (1 - p) ** kept.count(True), y


@only(lambda contract: contract.identity)
def test_eval_mode_gives_x_itself(case: Case) -> None:
    x = example(case)
    assert made(case, 0.3).eval()(x) is x


@only(lambda contract: contract.identity and contract.takes_all_rates)
def test_rate_0_gives_x_itself(case: Case) -> None:
    x = example(case)
    assert made(case, 0.0)(x) is x


@only(lambda contract: not contract.identity and contract.takes_all_rates)
def test_at_rate_0_training_is_eval_mode(case: Case) -> None:
    x = example(case)
    layer = made(case, 0.0)
    if "zoneout" in case.name:
        layer.lstm.p_cell = 0.0
    torch.testing.assert_close(layer(x), layer.eval()(x), rtol=0.0, atol=1e-12)


@only(lambda contract: contract.coins > 0 and contract.mean_is_eval)
@pytest.mark.parametrize("p", [0.25, 0.5])
def test_the_mean_over_all_masks_is_what_eval_mode_gives(
    case: Case, p: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    mean = sum(chance * y for chance, y in outcomes(case, p, monkeypatch))
    expected = made(case, p).eval()(example(case))
    torch.testing.assert_close(mean, expected, rtol=0.0, atol=1e-12)


@only(lambda contract: contract.coins > 0 and not contract.mean_is_eval)
def test_where_theory_says_so_it_differs(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    mean = sum(chance * y for chance, y in outcomes(case, 0.5, monkeypatch))
    expected = made(case, 0.5).eval()(example(case))
    assert case.contract.why
    assert (mean - expected).abs().max() > 1e-3, case.contract.why


@only(lambda contract: contract.identity and contract.zeroes)
def test_what_is_dropped_is_0_and_gets_no_gradient(case: Case) -> None:
    x = example(case).requires_grad_()
    for seed in range(20):
        y = made(case, 0.5, seed)(x)
        (gradient,) = torch.autograd.grad(y.sin().sum() + y.sum(), x)
        assert (gradient[y == 0] == 0).all()
        assert (gradient[y != 0] != 0).all()


@only(lambda contract: contract.identity and contract.zeroes)
def test_what_is_dropped_may_be_broken(case: Case) -> None:
    """Forwards and backwards; a product would carry NaN on."""
    x = torch.full(case.given.shape, math.nan, dtype=torch.float64, requires_grad=True)
    layer = made(case, 1.0)
    y = layer(x)
    assert (y == 0).all()
    (gradient,) = torch.autograd.grad(y.sum(), x)
    assert (gradient == 0).all()


@only(lambda contract: contract.takes_all_rates)
def test_rate_1_gives_zeros_and_no_nan(case: Case) -> None:
    x = example(case).requires_grad_()
    layer = made(case, 1.0)
    if "zoneout" in case.name:
        layer.lstm.p_cell = 1.0
    y = layer(x)
    (gradient,) = torch.autograd.grad(y.sum(), x, allow_unused=True)
    assert y.isfinite().all()
    assert gradient is None or gradient.isfinite().all()
    if case.contract.rate_one_is_zero:
        assert (y == 0).all()


@all_cases
@pytest.mark.parametrize("p", [-0.1, 1.1, math.nan, math.inf, -1e-9])
def test_a_rate_out_of_range_is_named(case: Case, p: float) -> None:
    with pytest.raises(ValueError, match=f"p is {p!r}"):
        case.make(p)


@all_cases
@pytest.mark.parametrize("p", [True, "0.5", None])
def test_what_is_no_number_is_named(case: Case, p: object) -> None:
    with pytest.raises(TypeError, match=f"p is {p!r}"):
        case.make(p)


@all_cases
@pytest.mark.parametrize("p", [0.2, 0.5])
def test_integers_are_refused_in_all_modes(case: Case, p: float) -> None:
    layer = made(case, p)
    for mode in (True, False):
        with pytest.raises(TypeError, match="int64"):
            layer.train(mode)(torch.ones(case.given.shape, dtype=torch.int64))


@all_cases
def test_a_generator_makes_masks_come_again(case: Case) -> None:
    x = example(case)
    first, again = made(case, 0.5, seed=3)(x), made(case, 0.5, seed=3)(x)
    torch.testing.assert_close(first, again, rtol=0.0, atol=0.0)
    others = [made(case, 0.5, seed)(x) for seed in range(10)]
    assert any(not torch.equal(first, other) for other in others)


@all_cases
def test_the_global_generator_is_left_alone(case: Case) -> None:
    before = torch.get_rng_state()
    made(case, 0.5, seed=3)(example(case))
    assert torch.equal(before, torch.get_rng_state())


@all_cases
def test_it_works_under_vmap(case: Case) -> None:
    x = example(case)
    stack = torch.stack([x] * 6)
    layer = made(case, 0.5)
    same = torch.func.vmap(layer, randomness="same")(stack)
    assert all(torch.equal(row, same[0]) for row in same)
    different = torch.func.vmap(layer, randomness="different")(torch.stack([x] * 40))
    assert different.shape == (40, *layer(x).shape)
    assert any(not torch.equal(row, different[0]) for row in different)


@all_cases
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_type_stays(case: Case, dtype: torch.dtype) -> None:
    layer = made(case, 0.5).to(dtype)
    assert layer(example(case, dtype)).dtype == dtype


@all_cases
@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU here")
def test_a_gpu_gives_the_same_on_the_same_coins(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer, x = made(case, 0.5), example(case)
    rand, randn = torch.rand, torch.randn

    def on_cpu(draw: Callable[..., Tensor]) -> Callable[..., Tensor]:
        def drawn(
            shape: Any, *, generator: Any = None, dtype: Any = None, device: Any = None
        ) -> Tensor:
            return draw(shape, generator=torch.Generator().manual_seed(5), dtype=dtype).to(device)

        return drawn

    monkeypatch.setattr(torch, "rand", on_cpu(rand))
    monkeypatch.setattr(torch, "randn", on_cpu(randn))
    here, there = layer(x), layer.cuda()(x.cuda())
    torch.testing.assert_close(here, there.cpu(), rtol=1e-9, atol=1e-9)

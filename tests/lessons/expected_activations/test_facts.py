import re

import numpy as np
import pytest
import torch

from dropviz.core.activations import ACTIVATIONS, ActivationName, zero_mean_inputs
from dropviz.lessons.expected_activations.code import code
from dropviz.lessons.expected_activations.facts import facts
from dropviz.lessons.expected_activations.formulas import formulas
from dropviz.lessons.expected_activations.payload import _packed_hundredths
from dropviz.lessons.expected_activations.view import (
    ExpectedView,
    _coins_of,
    activations_and_weights,
    keep_rows,
    preset_levels,
)
from dropviz.stage.packing import packed
from tests.vectors.activations import FUNCTIONS


@pytest.mark.parametrize("p", [0.3, 0.5, 0.9])
@pytest.mark.parametrize("n", [15, 64])
def test_sampling_noise_is_no_gap(p: float, n: int) -> None:
    """Equal inputs: no sum is negative, so relu(S) = S and the true gap is 0."""
    for seed in range(4):
        now = facts(ExpectedView(values="equal", n=n, p=p, seed=seed))
        gap = now.rules["inverted"].gap
        assert abs(gap.value) < 1e-9
        assert gap.exact


def test_the_maths_says_what_is_not_resolved() -> None:
    def says(view: ExpectedView) -> str:
        formula = formulas(facts(view))[3]
        return formula.says + formula.latex

    assert "are equal (to 9 decimals)" in says(ExpectedView(values="equal", n=64, p=0.5))
    assert "no difference is resolved" in says(ExpectedView(n=64, p=0.1))
    assert r"\pm" in says(ExpectedView(values="signs", n=40, p=0.5))
    assert "Here they differ" in says(ExpectedView(values="signs", n=40, p=0.5))
    assert "Over all masks the two differ" in says(ExpectedView())


@pytest.mark.parametrize("n", [10, 64])
def test_at_p_1_both_sides_of_the_inequality_are_0(n: int) -> None:
    formula = formulas(facts(ExpectedView(p=1.0, n=n)))[3]
    assert r"\mathrm{relu}(\mathrm{E}[S]) = 0, " in formula.latex
    assert "Inference differs" in formula.says
    zero = formulas(facts(ExpectedView(p=1.0, values="signs", n=n)))[3]
    assert "Inference gives 0 as well" in zero.says


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_maths_has_the_difference_that_the_place_makes(activation: ActivationName) -> None:
    view = ExpectedView(activation=activation, p=0.4)
    now = facts(view)
    formula = formulas(now)[4]
    z, keep = torch.from_numpy(zero_mean_inputs(view.n)), torch.from_numpy(keep_rows(view)[0])
    mask, function = keep.double() / 0.6, FUNCTIONS[activation]
    gap = float((function(mask * z) - mask * function(z)).abs().max())
    assert now.place_difference == pytest.approx(gap, abs=1e-12)
    assert formula.latex.endswith(f"= {gap:.3f}")
    dropped = float(function(torch.zeros(1, dtype=torch.float64)))
    assert f"passes on {dropped:.3f} with dropout before" in formula.says


def test_chosen_levels_replace_those_of_the_preset() -> None:
    x, w = activations_and_weights(ExpectedView(values="equal", n=4, x="0-u", w="-0"))
    assert np.allclose(x, [0, 1, 3, 1])
    assert np.allclose(w, [1, -1.5, 1, 1])


def test_random_levels_belong_to_their_seed() -> None:
    assert (preset_levels("random", 3) == preset_levels("random", 3)).all()
    assert (preset_levels("random", 3) != preset_levels("random", 4)).any()


def test_samples_of_fewer_inputs_are_part_of_those_of_more() -> None:
    few, many = keep_rows(ExpectedView(n=5)), keep_rows(ExpectedView(n=60))
    assert few.shape == (1000, 5)
    assert (few == many[:, :5]).all()
    assert abs(many.mean() - 0.6) < 0.01


@pytest.mark.parametrize("p", [0.0, 0.37, 1.0])
@pytest.mark.parametrize("n", [2, 14, 40])
def test_formulas_and_code_hold_at_the_ends(p: float, n: int) -> None:
    now = facts(ExpectedView(p=p, n=n))
    text = " ".join(formula.latex + formula.says for formula in formulas(now))
    assert not re.search(r"\b(nan|inf|\d+e[+-]\d+)\b", text)
    compile(code(now), "script", "exec")


def test_hundredths_lose_nothing() -> None:
    """``u >= k/100`` for each rate of the slider, from coins rounded down to hundredths."""
    u = _coins_of(7)
    hundredths = np.floor(100 * u.astype(np.float64)).astype(np.uint8)
    assert packed(hundredths) == _packed_hundredths(7)
    for k in range(101):
        assert ((hundredths >= k) == (u.astype(np.float64) >= round(k / 100, 2))).all()

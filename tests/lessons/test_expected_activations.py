import re

import numpy as np
import pytest

from dropviz.lessons.expected_activations import code, facts, formulas, tasks
from dropviz.stage.expected_activations import (
    ExpectedView,
    activations_and_weights,
    keep_rows,
    preset_levels,
)


def done(view: ExpectedView) -> list[bool]:
    return [task.done for task in tasks(facts(view))]


def test_tasks_are_decided_by_the_view() -> None:
    assert done(ExpectedView()) == [False, False, False]
    assert done(ExpectedView(p=0.5)) == [True, False, False]
    assert done(ExpectedView(values="signs", p=0.3)) == [False, True, True]
    assert done(ExpectedView(values="signs", p=0.0)) == [False, False, False]
    assert done(ExpectedView(values="signs", p=1.0)) == [False, False, False]
    assert done(ExpectedView(n=2, x="00", p=0.5)) == [False, False, False]


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

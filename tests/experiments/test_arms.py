"""What arms are called."""

from __future__ import annotations

import pytest

from dropviz.experiments.arms import arm_names, plain_number
from dropviz.experiments.experiment import Arm

NAMES = [
    ((Arm(), Arm(p_hidden=0.5)), ["no dropout", "p = 0.5"]),
    (
        (Arm(batch_norm=True), Arm(batch_norm=True, p_hidden=(0.5, 0.2), p_input=0.1)),
        ["no dropout", "p = 0.5, 0.2, inputs 0.1"],
    ),
    (
        (Arm(), Arm(p_hidden=0.5, schedule="early"), Arm(weight_decay=1e-7)),
        ["no dropout", "p = 0.5, early", "weight decay 0.0000001"],
    ),
    ((Arm(), Arm(early_stopping=True)), ["plain", "early stopping"]),
    ((Arm(p_hidden=0.5), Arm(p_hidden=0.5)), ["plain (1)", "plain (2)"]),
    ((Arm(p_input=0.2), Arm(max_norm=3)), ["inputs 0.2", "max-norm 3"]),
]


@pytest.mark.parametrize(("arms", "names"), NAMES)
def test_arms_are_called_by_what_they_differ_in(arms: tuple[Arm, ...], names: list[str]) -> None:
    assert arm_names(arms) == names


def test_names_of_an_experiment_differ() -> None:
    arms = (Arm(), Arm(weight_decay=1e-4), Arm(weight_decay=1e-4), Arm(p_hidden=0.5))
    assert len(set(arm_names(arms))) == 4


def test_a_number_is_written_without_exponent_and_read_back_the_same() -> None:
    assert [plain_number(value) for value in (0.1, 1e-5, 3.0)] == ["0.1", "0.00001", "3"]
    assert float(plain_number(0.1 + 0.2)) == 0.1 + 0.2

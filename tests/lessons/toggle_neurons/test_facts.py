"""What the lesson says is true of what it shows; its code runs and agrees."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from dropviz.lessons.toggle_neurons.code import code
from dropviz.lessons.toggle_neurons.facts import facts, multipliers
from dropviz.lessons.toggle_neurons.formulas import formulas
from dropviz.lessons.toggle_neurons.view import ToggleView

ROOT = Path(__file__).resolve().parents[3]
VIEWS = [
    ToggleView(),
    ToggleView(p=0.0),
    ToggleView(p=1.0, p_input=1.0),
    ToggleView(mode="inference", scaling="classical", mask="0" * 70 + "-" * 58),
    ToggleView(network="without", drawn="0g8" * 21 + "0", scaling="none", p_input=0.3),
]


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS)
def test_the_code_runs_as_it_stands_and_says_what_the_stage_says(view: ToggleView) -> None:
    now = facts(view)
    done = subprocess.run(
        [sys.executable, "-c", code(now)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    share = now.thinned.probabilities[0].max()
    assert done.stdout.strip() == f"says {now.after}, at {share:.1%}"


@pytest.mark.parametrize("view", VIEWS)
def test_formulas_hold_at_every_rate(view: ToggleView) -> None:
    for formula in formulas(facts(view)):
        assert "nan" not in formula.latex
        assert "inf}" not in formula.latex


def test_inverted_training_is_torch_dropout_with_the_same_mask() -> None:
    view = ToggleView(p=0.4)
    hidden = multipliers(view)[1]
    dropout = torch.nn.Dropout(0.4)(torch.ones(10_000)).unique().numpy()
    assert np.allclose(np.unique(hidden), dropout)


def test_the_probability_counts_the_units_that_have_a_rate() -> None:
    now = facts(ToggleView(p=0.5))
    assert "2^{64}" in formulas(now)[1].says
    assert "10^{-19.3}" in formulas(now)[1].latex
    pixels_too = formulas(facts(ToggleView(p=0.5, p_input=0.5)))[1]
    assert "2^{128}" in pixels_too.says
    assert "10^{-38.5}" in pixels_too.latex
    assert formulas(facts(ToggleView(p=0.0)))[1].latex.endswith("= 1")
    assert formulas(facts(ToggleView(p=0.0, mask="0" + "-" * 127)))[1].latex.endswith("= 0")


def test_inference_speaks_of_no_coins() -> None:
    says = " ".join(formula.says for formula in formulas(facts(ToggleView(mode="inference"))))
    assert "no coin is looked at" in says
    assert "Under the coins" not in says

"""What the lesson says is true of what it shows; its code runs and agrees."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from dropviz.lessons.toggle_neurons import code, facts, formulas, multipliers, tasks
from dropviz.stage.toggle_neurons import ToggleView

ROOT = Path(__file__).resolve().parents[2]
VIEWS = [
    ToggleView(),
    ToggleView(p=0.0),
    ToggleView(p=1.0, p_input=1.0),
    ToggleView(mode="inference", scaling="classical", mask="0" * 70 + "-" * 58),
    ToggleView(network="without", drawn="0g8" * 21 + "0", scaling="none", p_input=0.3),
]


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


def test_tasks_are_ticked_by_the_state() -> None:
    assert [task.done for task in tasks(facts(ToggleView(p=0.0)))] == [False, False, False]
    changed = facts(ToggleView(p=1.0))
    assert tasks(changed)[0].done == (changed.before != changed.after)
    assert tasks(facts(ToggleView(p=0.4, edges="gradient")))[2].done
    many = [facts(ToggleView(p=0.6, seed=seed, image=3)) for seed in range(30)]
    assert any(tasks(now)[1].done for now in many)

"""The page Thinned sub-networks without a browser, and what the lesson says of a run."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dropviz.core.network import forward
from dropviz.data.digits import test_digits as shipped_digits
from dropviz.lessons.thinned_networks.code import code
from dropviz.lessons.thinned_networks.facts import ThinnedFacts, facts
from dropviz.lessons.thinned_networks.formulas import formulas
from dropviz.lessons.thinned_networks.guide import GUIDE, HALFWAY
from dropviz.lessons.thinned_networks.payload import packed_recording
from dropviz.lessons.thinned_networks.view import ThinnedView
from dropviz.training.recorded import record_run
from tests.oracles.network import weight_gradients

ROOT = Path(__file__).resolve().parents[2]
PAGE = "thinned_networks"


def facts_of(**values: object) -> ThinnedFacts:
    view, rejected = ThinnedView.accept(values)
    assert not rejected
    return facts(view, record_run(view.settings))


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"p": "0"},
        {"p": "1.0", "masks": "batch"},
        {"hidden": "4", "batch": "8", "example": "32", "step": "200"},
        {"hidden": "5", "lr": "nan", "speed": "x", "step": "0", "example": "-1", "seed": "1e9"},
        {"p": ["0.2", "0.4"], "masks": "unit", "edges": "", "unknown": "1", "batch": "True"},
    ],
)
def test_the_page_opens(open_page: Callable[..., AppTest], query: dict[str, Any]) -> None:
    app = open_page(PAGE, query, tab="pytorch")
    assert not app.exception
    assert app.title[0].value == "Thinned sub-networks"
    assert len(app.code) == 2


def test_what_the_link_got_wrong_is_said(open_page: Callable[..., AppTest]) -> None:
    several = open_page(PAGE, {"p": "7", "hidden": "<b>x</b>", "seed": "-1", "rate": "0.5"})
    said = several.info[0].value
    assert r"hidden \= \<b\>x\<\/b\>\, p \= 7 and seed \= \-1\, which cannot be" in said
    assert "This link has rate\\, which is not known here" in said
    assert not open_page(PAGE, {"p": "0.3"}).info


def test_a_link_sets_the_view_and_wrong_values_fall_back() -> None:
    view, rejected = ThinnedView.from_query(
        {"p": ["0.5"], "hidden": ["32"], "lr": ["0.003"], "batch": ["7"], "step": ["201"]}
    )
    assert (view.p, view.hidden, view.lr) == (0.5, 32, 0.003)
    assert (view.batch, view.step) == (32, ThinnedView().step)
    assert rejected == ["batch", "step"]
    assert ThinnedView.from_query({k: [v] for k, v in view.to_query().items()}) == (view, [])


@pytest.mark.parametrize(
    "values", [{}, {"masks": "batch", "p": 0.0, "hidden": 8}, {"p": 1.0, "batch": 8, "seed": 2}]
)
def test_the_script_runs_as_it_stands_and_ends_at_the_recorded_losses(
    values: dict[str, Any],
) -> None:
    now = facts_of(**values)
    result = subprocess.run(
        [sys.executable, "-c", code(now)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    last = result.stdout.strip().splitlines()[-1]
    printed = [float(number) for number in re.findall(r"\d+\.\d{4}", last)]
    run = now.recording
    recorded = [run.loss_masked[-1], run.loss_plain[-1], run.loss_validation[-1]]
    assert last.startswith("step 200:")
    assert printed == pytest.approx(recorded, abs=1e-3)


def test_halfway_shows_what_the_lesson_is_about() -> None:
    """Validation between the batch without and with masks, near the means, with rich gradients."""
    now = facts(HALFWAY, record_run(HALFWAY.settings))
    validation = float(now.recording.loss_validation[now.step])
    assert now.loss_plain + 0.1 < validation < now.loss_masked - 0.1
    for losses in (now.recording.loss_masked, now.recording.loss_plain):
        around = losses[now.step - 4 : now.step + 5]
        assert losses[now.step] == pytest.approx(around.mean(), abs=0.06)
    h = now.recording.settings.hidden
    keep = now.kept / (1 - now.view.p)
    multipliers = [np.ones(64), keep[:h], keep[h:]]
    digit = now.recording.examples[now.step, now.example]
    network = now.recording.network(now.step)
    passed = forward(network, shipped_digits().images[digit], multipliers)
    label = int(shipped_digits().labels[digit])
    drawn = [
        int((abs(gradient) >= 0.05 * abs(gradient).max()).sum())
        for gradient in weight_gradients(network, passed, multipliers, label)
    ]
    assert min(drawn) >= 15
    assert sum(drawn) >= 150


def test_what_the_scenes_say_is_so() -> None:
    """A digit that is a 4, without unit 3; 32 units, 32 digits, 200 steps."""
    silent, many = GUIDE.scenes[1], GUIDE.scenes[2]
    view = ThinnedView.accept(silent.view.model_dump())[0]
    now = facts(view, record_run(view.settings))
    run = now.recording
    digit = run.examples[now.step, now.example]
    assert int(shipped_digits().labels[digit]) == 4
    assert not now.kept[2]
    assert "Unit 3 of hidden 1 is silent for this 4" in silent.ask
    unit_3 = [run.kept(now.step, example)[2] for example in range(run.settings.batch_size)]
    assert 0 < sum(unit_3) < len(unit_3)
    assert (run.settings.n_units, run.settings.n_steps, now.view.batch) == (32, 200, 32)
    assert round(2**32 / 1e9) == 4
    assert "4 billion" in many.ask


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({}, "so its sub-network can differ"),
        ({"p": 0.0}, "all of them train the whole network"),
        ({"p": 1.0}, "none of them has a hidden unit left"),
        ({"p": 1.0, "masks": "batch"}, "share their coins"),
    ],
)
def test_whose_coins_is_true_at_the_ends_too(values: dict[str, Any], says: str) -> None:
    assert says in formulas(facts_of(**values))[0].says


@pytest.mark.parametrize("p", [0.0, 0.3, 1.0])
def test_the_maths_holds_live_numbers(p: float) -> None:
    now = facts_of(p=p, example=7, step=120)
    mask, count, share, loss = formulas(now)
    assert f"keeps {int(now.kept.sum())} of 32" in mask.says
    assert "fresh" not in mask.says or now.view.masks == "batch"
    assert "3,840 masks" in count.says
    expected = 3839.8 if p == 0.3 else 1.0
    shown = float(count.latex.rsplit("= ", 1)[1].replace(",", ""))
    assert math.isclose(shown, expected, abs_tol=0.11)
    assert ("0.685" in share.latex) == (p == 0.3)
    assert f"{now.loss_masked:.3f}" in loss.latex


def test_an_example_beyond_a_smaller_batch_is_its_last() -> None:
    assert facts_of(batch=8, example=20).example == 7


def test_a_default_recording_travels_in_less_than_750_kb() -> None:
    packed = packed_recording(facts_of().recording)
    assert sum(len(value) for value in packed.values() if isinstance(value, str)) < 750_000

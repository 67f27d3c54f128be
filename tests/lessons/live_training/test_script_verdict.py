"""The exported script judges as the page does, whatever the differences."""

from __future__ import annotations

import contextlib
import io
import re

import numpy as np
import pytest
from numpy.typing import NDArray

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import Outcome
from dropviz.experiments.verdict import Effect, verdicts
from dropviz.lessons.live_training.code import script
from dropviz.lessons.runs.judgement import Terms

Floats = NDArray[np.float64]
DRAW = np.random.default_rng(11)
STOPPED = np.full(12, 0.1)
STOPPED[[2, 5]] = np.nan
DIFFERENCES: dict[str, Floats] = {
    "no pair": np.array([np.nan, np.nan]),
    "one pair": np.array([0.1]),
    "two ties": np.zeros(2),
    "five ties": np.zeros(5),
    "five ties that differ from 0": np.full(5, -0.1),
    "six ties": np.full(6, 0.05),
    "29 ties": np.zeros(29),
    "ties but one": np.append(np.zeros(11), 0.2),
    "stopped runs": STOPPED + 0.001 * DRAW.standard_normal(12),
    "normal": -0.02 + 0.05 * DRAW.standard_normal(10),
    "helped": -0.2 + 0.05 * DRAW.standard_normal(10),
    "hurt by a long tail": DRAW.lognormal(-3, 1.0, 40),
    "an outlier": np.append(0.001 * DRAW.standard_normal(30), 0.3),
    "inside the margin": 0.002 * DRAW.standard_normal(30),
    "inside the margin of few": 0.0002 * DRAW.standard_normal(9),
    "cut": np.array([-0.2, 0.3, -0.25, 0.1, 0.0, 0.4, -0.15]),
}


def outcome(differences: Floats, arms: int) -> Outcome:
    """Test measures with these differences; the baseline's are such that an error stays one."""
    baseline = np.linspace(0.26, 0.3, len(differences))
    ties = np.nanmax(differences, initial=0) == np.nanmin(differences, initial=0)
    baseline = np.full(len(differences), 0.5) if ties else baseline
    others = [baseline + differences / (1 + arm) for arm in range(arms)]
    measured = np.stack([baseline, *others])
    steps = np.zeros(measured.shape, np.int32)
    return Outcome(measured, measured, steps, steps)


def printed(made: Outcome, terms: Terms) -> list[tuple[str, float, float, int]]:
    """What the script says of each arm and measure: word, ends of the interval, pairs."""
    arms = tuple(Arm(p_hidden=arm / 10) for arm in range(len(made.test_loss)))
    text = script(Experiment(pairs=made.test_loss.shape[1], arms=arms), terms=terms)
    before, training = text.split("\nresults = {name: [] for name in arms}\n")
    judging = before[before.index("\nmeasures = [") :]
    _, results = training.split("\nbaseline, *others = ")
    names = [f"arm {number}" for number in range(len(made.test_loss))]
    runs = dict(zip(names, np.stack([made.test_loss, made.test_error], -1), strict=True))
    there: dict = {"np": np, "results": runs, "arms": dict.fromkeys(names)}
    exec("from scipy.special import stdtrit\n" + judging, there)
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec("baseline, *others = " + results, there)
    number = r"([+-](?:\d+\.\d+|inf))"
    pattern = (
        rf"^arm \d, test [\w-]+: ([\w ]+) \(.* % interval {number} to {number}, (\d+) pairs\)$"
    )
    found = re.findall(pattern, said.getvalue(), re.MULTILINE)
    assert len(found) == len(said.getvalue().splitlines())
    return [(word, float(low), float(high), int(n)) for word, low, high, n in found]


@pytest.mark.parametrize("again", [False, True], ids=["once", "again"])
@pytest.mark.parametrize("arms", [1, 3])
@pytest.mark.parametrize("name", DIFFERENCES)
def test_the_script_says_what_the_page_says(name: str, arms: int, again: bool) -> None:
    terms = Terms(0.05, 0.01, again=again)
    made = outcome(DIFFERENCES[name], arms)
    ours = verdicts(made, margin=0.05, margin_error=0.01, anytime=again)
    theirs = printed(made, terms)
    flat = [one for arm in sorted(ours) for one in ours[arm]]
    assert len(theirs) == len(flat) == 2 * arms
    for one, (word, low, high, n) in zip(flat, theirs, strict=True):
        assert word == one.effect.replace("_", " ")
        assert n == one.pairs
        assert (low, high) == pytest.approx((one.low, one.high), abs=6e-5)


def test_the_awkward_differences_reach_every_effect() -> None:
    """Else the test above would compare less than it says."""
    found = set()
    for differences in DIFFERENCES.values():
        for pair in verdicts(outcome(differences, 1), margin=0.05, margin_error=0.01).values():
            found |= {one.effect for one in pair}
    assert found == set(Effect)

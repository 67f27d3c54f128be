"""Sentences, formulas and verdicts are of one run."""

from __future__ import annotations

import numpy as np

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import Film, Outcome, Scene, Snapshot
from dropviz.lessons.live_training.facts import LiveFacts, judgement
from dropviz.lessons.live_training.formulas import formulas
from dropviz.lessons.live_training.sources import SOURCES
from dropviz.lessons.runs.judgement import Terms

PLAIN, DROPOUT = Arm(), Arm(p_hidden=0.5)


def film(*losses: list[float], arms: tuple[Arm, ...] = (PLAIN, DROPOUT)) -> Film:
    """A finished run with these test losses, one list an arm."""
    loss = np.array(losses, np.float32)
    a, s = loss.shape
    curves = np.tile(loss, (4, 2, 1, 1)).astype(np.float32)
    snapshot = Snapshot(
        np.array([0, 20], np.int32), curves, np.zeros((2, 0, 0, 0, 2), np.uint8),
        np.zeros((20, 41), np.uint8), np.zeros((2, 0, 3), np.int16), np.zeros((2, 0), np.float32),
        1.0,
    )  # fmt: skip
    outcome = Outcome(loss, loss / 10, np.full((a, s), 20, np.int32), np.full((a, s), -1, np.int32))
    scene = Scene(np.zeros((0, 3), np.float32), np.zeros(4, np.float32), (64, 128, 128, 10))
    return Film(Experiment(arms=arms, pairs=s, steps=20), scene, snapshot, outcome, "cpu")


HIGH, LOW = [1.0, 1.1, 1.2, 1.0, 1.1, 1.0, 1.2, 1.1], [0.5, 0.7, 0.6, 0.5, 0.6, 0.5, 0.7, 0.6]
BETTER = film(HIGH, LOW)
TERMS = Terms(0.05, 0.01)


def facts(run: Film | None) -> LiveFacts:
    if run is None:
        return LiveFacts(Experiment())
    return LiveFacts(run.experiment, judgement(run, TERMS))


def test_the_judgement_is_of_the_run_at_the_margin() -> None:
    judged = judgement(BETTER, TERMS)
    loss, error = judged.verdicts[1]
    assert (loss.effect, error.effect) == ("helped", "helped")
    loss, error = judgement(BETTER, Terms(5.0, 1.0)).verdicts[1]
    assert loss.inside
    assert error.inside
    assert any("helped" in sentence for sentence in judged.says["verdict"])
    assert set(judged.says) == {"verdict", "spread", "diagnosis"}
    assert all(sentence for said in judged.says.values() for sentence in said)


def test_formulas_hold_the_numbers_of_the_run() -> None:
    assert f"{judgement(BETTER, TERMS).verdicts[1][0].mean:.4g}" in formulas(facts(BETTER))[0].latex
    assert formulas(facts(None))


def test_sources_say_what_they_do_not_show() -> None:
    assert all(" not " in one.shows or "nothing" in one.shows for one in SOURCES[:2])
    assert "neither prove nor refute" in SOURCES[-1].shows

from __future__ import annotations

import numpy as np
import pytest

from dropviz.experiments.film import Film, Outcome, Scene, Snapshot
from dropviz.experiments.trial import Drop, Trial, trial_for
from dropviz.lessons.trials.words import about, scope, trial_judgement
from dropviz.training import architectures as made
from dropviz.training.architectures import network
from dropviz.variants import VARIANTS


def finished(trial: Trial, better: float) -> Film[Trial]:
    """Each further arm is better by so much in every pair, give or take."""
    shape = (len(trial.arms), trial.pairs)
    loss = np.full(shape, 1.0, np.float32) + np.linspace(0, 0.01, trial.pairs, dtype=np.float32)
    loss[1:] -= better + np.linspace(0, 0.02, trial.pairs, dtype=np.float32)[::-1]
    nothing = np.zeros((0, 3), np.float32)
    snapshot = Snapshot(
        np.zeros(0, np.int32), np.zeros((4, 0, *shape), np.float32),
        np.zeros((0, 0, 0, 0, 2), np.uint8), np.zeros((0, 0), np.uint8),
        np.zeros((0, 0, 3), np.int16), np.zeros((0, 0), np.float32), 1.0,
    )  # fmt: skip
    steps = np.full(shape, trial.steps, np.int32)
    outcome = Outcome(loss, loss / 5, steps, np.full(shape, -1, np.int32))
    return Film(trial, Scene(nothing, np.zeros(4, np.float32), ()), snapshot, outcome, "cpu")


def test_verdicts_follow_the_pairs() -> None:
    found = trial_judgement(finished(trial_for("gaussian"), 0.3))
    assert [one.effect for pair in found.verdicts.values() for one in pair] == ["helped"] * 4
    assert "97.5" in " ".join(found.says["verdict"])
    worse = trial_judgement(finished(trial_for("gaussian"), -0.3))
    assert [one.effect for pair in worse.verdicts.values() for one in pair] == ["hurt"] * 4


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_trained_is_said(variant: str) -> None:
    trial = trial_for(variant)
    said = about(trial)
    assert f"{trial.steps} steps of {trial.batch_size}; {trial.pairs} pairs, seeds 0 to" in said
    assert f"{trial.train_size:,} " in said
    assert ("made wrong" in said) == (trial.label_noise > 0)
    assert "{" not in said
    assert ("zoneout" in scope(trial)) == any(a.variant == "lstm_zoneout" for a in trial.arms)


def test_what_blocks_drop_is_said() -> None:
    assert "on average they drop 20\N{NO-BREAK SPACE}% of all pixels" in scope(
        trial_for("drop_block")
    )
    assert "blocks" not in scope(trial_for("spatial_2d"))


def test_networks_are_what_is_said_of_them() -> None:
    def shapes(task: str) -> list[tuple[int, ...]]:
        arms = (Drop(), Drop())
        model = network(Trial(task=task, arms=arms), Drop())
        return [tuple(w.shape) for name, w in model.named_parameters() if name.endswith("weight")]

    assert shapes("digits_dense") == [(64, 64), (64, 64), (10, 64)]
    assert [shape[0] for shape in shapes("digits_conv")[:2]] == [8, 16]
    assert [shape[0] for shape in shapes("digits_conv_1d")[:2]] == [16, 32]
    assert [shape[0] for shape in shapes("digits_conv_3d")[:2]] == [4, 8]
    assert (made.N_BLOCKS, made.RESIDUAL_WIDTH) == (6, 32)
    assert (made.N_SYMBOLS, made.MEMORY) == (8, 24)
    assert (made.MODEL_BLOCKS, made.MODEL_WIDTH, made.N_HEADS) == (2, 24, 2)

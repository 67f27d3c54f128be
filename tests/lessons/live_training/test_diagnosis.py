"""Each rule on curves that do and do not fulfil it, and every number in its sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import Snapshot
from dropviz.lessons.live_training.diagnosis import (
    CLEAR_ERROR,
    CLEAR_LOSS,
    NO_FINDING,
    NOT_FINISHED,
    Finding,
    diagnosis,
    diagnosis_sentences,
)
from dropviz.lessons.live_training.medians import noise_floor

PAIRS, POINTS = 5, 41
CLEAN = Experiment(label_noise=0.0, pairs=PAIRS)
FALLING = np.exp(-np.linspace(0, 8, POINTS))
"""From 1 to almost 0, done well before the end."""


def snapshot(*arms: dict[str, Any], steps: int = 500) -> Snapshot:
    """Curves of arms, each of shape (t,), the same for all pairs but for a shift that is 0 in the
    middle; the default is a network that learns, and fits.
    """
    fitted = {
        "train_loss": 2.3 * FALLING,
        "train_error": 0.9 * FALLING,
        "validation_loss": 0.3 + 2.0 * FALLING,
        "validation_error": 0.1 + 0.8 * FALLING,
    }
    shift = np.array([-0.2, -0.1, 0.0, 0.1, 5.0])
    curves = np.stack([np.stack(list((fitted | arm).values())) for arm in arms], axis=-1)
    empty = np.zeros((POINTS, 0, 3))
    return Snapshot(
        np.rint(np.linspace(0, steps, POINTS)).astype(np.int32),
        (curves[..., None] + shift).astype(np.float32),
        np.zeros((POINTS, 0, 0, 0, 2), np.uint8),
        np.zeros((POINTS, 0), np.uint8),
        empty.astype(np.int16),
        np.zeros((POINTS, 0), np.float32),
        1.0,
    )


def kinds(found: list[Finding]) -> list[tuple[int, str]]:
    return [(one.arm, one.kind) for one in found]


def only(found: list[Finding]) -> Finding:
    (one,) = found
    return one


def rising(size: float, turn: int = 10) -> dict[str, Any]:
    """A validation loss that is lowest (0.4) at a point, then rises by ``size`` to the end."""
    before = np.linspace(2.3, 0.4, turn + 1)
    return {"validation_loss": np.append(before, np.linspace(0.4, 0.4 + size, POINTS - turn)[1:])}


def test_a_network_that_fits_gets_no_finding() -> None:
    assert diagnosis(CLEAN, snapshot({}, {})) == []
    assert diagnosis_sentences(CLEAN, snapshot({}, {})) == [NO_FINDING]


def test_overfitting_is_a_validation_loss_that_rises_while_train_loss_falls() -> None:
    found = only(diagnosis(CLEAN, snapshot(rising(0.3), {})))
    assert (found.arm, found.kind) == (0, "overfitting")
    assert "no dropout overfits" in found.sentence
    assert "from 0.400 at step 125 to 0.700 at step 500" in found.sentence
    train = 2.3 * FALLING
    assert f"from {train[10]:.3f} to {train[-1]:.3f}" in found.sentence
    assert ", weight decay, early stopping, or more training examples." in found.try_next
    both = diagnosis(CLEAN, snapshot(rising(0.3), rising(0.3)))
    assert both[0].try_next.startswith("Dropout, weight decay, early stopping")
    assert both[1].try_next.startswith("Weight decay, early stopping")


def test_a_small_rise_or_a_rising_train_loss_is_no_overfitting() -> None:
    assert diagnosis(CLEAN, snapshot(rising(0.9 * CLEAR_LOSS), {})) == []
    assert kinds(diagnosis(CLEAN, snapshot(rising(1.1 * CLEAR_LOSS), {}))) == [(0, "overfitting")]
    broken = rising(0.3) | {"train_loss": np.linspace(0.6, 0.9, POINTS)}
    assert diagnosis(CLEAN, snapshot(broken, {})) == []


def test_learning_that_labels_are_wrong_is_no_overfitting() -> None:
    """Knowing the classes and the share of wrong labels leaves a train loss of the floor."""
    noisy = CLEAN.model_copy(update={"label_noise": 0.2})
    floor = noise_floor(noisy)
    error = {"train_error": 0.2 + 0.7 * FALLING}
    above = rising(0.3) | error | {"train_loss": floor + 0.1 + FALLING}
    below = rising(0.3) | error | {"train_loss": floor - 0.1 + FALLING}
    assert diagnosis(noisy, snapshot(above, error)) == []
    found = only(diagnosis(noisy, snapshot(below, error)))
    assert found.kind == "overfitting"
    assert "memorised" not in found.sentence  # its train error is still that of the wrong labels
    fitted = below | {"train_error": 0.15 + 0.75 * FALLING}
    found = only(diagnosis(noisy, snapshot(fitted, error)))
    assert "20\u00a0% of its training labels were made wrong" in found.sentence
    assert "agrees with 85\u00a0% of all: it has memorised wrong ones" in found.sentence


def test_answers_that_turn_wrong_are_overfitting_though_the_loss_does_not_rise() -> None:
    """As with batch norm, whose probabilities stay what they were."""
    error = np.append(np.linspace(0.9, 0.15, 11), np.linspace(0.15, 0.2, POINTS - 11))
    found = only(diagnosis(CLEAN, snapshot({"validation_error": error}, {})))
    assert found.kind == "overfitting"
    assert "error rose from 15\u00a0% at step 125 to 20\u00a0% at step 500" in found.sentence
    assert "train error went on falling, from " in found.sentence
    small = np.minimum(error, 0.15 + 0.9 * CLEAR_ERROR)
    assert diagnosis(CLEAN, snapshot({"validation_error": small}, {})) == []


def test_a_train_loss_far_above_its_start_has_diverged_and_nothing_else() -> None:
    blown = {
        "train_loss": 2.3 + 2e11 * (1 - FALLING),
        "train_error": np.full(POINTS, 0.9),
        "validation_loss": 2.3 + 2e11 * (1 - FALLING),
    }
    found = only(diagnosis(CLEAN, snapshot({}, blown)))
    assert (found.arm, found.kind) == (1, "diverged")
    assert "started at 2.300, rose to 2.0·10¹¹ and ended at 2.0·10¹¹" in found.sentence
    assert found.try_next == "Learning rate 0.0001."
    assert kinds(diagnosis(CLEAN, snapshot(blown, {}))) == [(0, "diverged")]


def test_a_batch_norm_that_met_constants_is_not_a_matter_of_step_size() -> None:
    blown = {"train_loss": 2.3 + 2e11 * (1 - FALLING), "train_error": np.full(POINTS, 0.9)}
    arms = (Arm(), Arm(p_hidden=1.0, batch_norm=True))
    found = only(diagnosis(CLEAN.model_copy(update={"arms": arms}), snapshot({}, blown)))
    assert "meets nothing but constants" in found.sentence
    assert "learning rate" not in found.sentence
    assert found.try_next == "A dropout rate below 1."


def test_at_a_high_rate_little_learnt_is_no_end() -> None:
    still = {
        "train_loss": np.full(POINTS, 2.28),
        "train_error": np.linspace(0.9, 0.85, POINTS),
        "validation_loss": np.full(POINTS, 2.29),
    }
    high = CLEAN.model_copy(update={"arms": (Arm(), Arm(p_hidden=0.9))})
    found = diagnosis(high, snapshot({}, still))
    assert kinds(found) == [(1, "too much dropout")]  # one story
    assert found[0].sentence.startswith("p = 0.9 drops too much for 500 steps: its median")
    assert found[0].sentence.endswith("It learns slowly, and has not finished.")
    assert found[0].try_next.endswith("Or more steps (1,000).")
    all_dropped = CLEAN.model_copy(update={"arms": (Arm(), Arm(p_hidden=1.0))})
    assert "not converged" not in dict(kinds(diagnosis(all_dropped, snapshot({}, still)))).values()


def test_a_loss_that_rose_far_and_learnt_nothing_has_diverged() -> None:
    """It may fall at the end: that is no run that needs more steps."""
    loss = np.concatenate([np.linspace(2.3, 15, 20), np.linspace(15, 3.4, POINTS - 20)])
    lost = {
        "train_loss": loss,
        "validation_loss": loss,
        "train_error": np.full(POINTS, 0.9),
        "validation_error": np.full(POINTS, 0.9),
    }
    assert kinds(diagnosis(CLEAN, snapshot(lost, lost))) == [(0, "diverged"), (1, "diverged")]
    learnt = lost | {"train_error": 0.9 * FALLING}
    assert "diverged" not in dict(kinds(diagnosis(CLEAN, snapshot(learnt, {})))).values()


def test_a_rise_of_the_error_in_some_runs_only_is_none() -> None:
    error = np.append(np.linspace(0.9, 0.15, 11), np.linspace(0.15, 0.2, POINTS - 11))
    film = snapshot({"validation_error": error}, {})
    assert kinds(diagnosis(CLEAN, film)) == [(0, "overfitting")]
    film.curves[3, -1, 0, 0] = film.curves[3, 10, 0, 0]  # one run of five ends as it was
    assert diagnosis(CLEAN, film) == []


def test_what_another_arm_does_better_is_pointed_at() -> None:
    better = {"validation_loss": 0.2 + 2.0 * FALLING}
    found = only(diagnosis(CLEAN, snapshot(rising(0.3), better)))
    assert found.try_next == (
        "What p = 0.5 does here (validation loss 0.201), weight decay, early stopping, or more "
        "training examples."
    )


def test_of_signs_with_one_cause_the_plainest_is_said() -> None:
    poor = {"train_error": 0.3 + 0.6 * FALLING}
    assert kinds(diagnosis(CLEAN, snapshot({}, rising(0.3) | poor))) == [(1, "overfitting")]
    slow = {"validation_loss": np.linspace(2.3, 1.5, POINTS)}
    short = worse(0.2, 0.1) | poor | slow
    assert kinds(diagnosis(CLEAN, snapshot(slow, short))) == [
        (0, "not converged"),
        (1, "not converged"),
    ]
    found = diagnosis(CLEAN, snapshot({}, worse(0.2, 0.1) | poor))
    assert kinds(found) == [(1, "too much dropout")]


def test_advice_on_one_arm_does_not_contradict_itself() -> None:
    """At a high rate, what still falls needs more steps, and not a higher rate."""
    fast = CLEAN.model_copy(update={"learning_rate": 0.1})
    slow = {
        "validation_loss": np.linspace(2.3, 1.5, POINTS),
        "train_error": 0.3 + 0.6 * FALLING,
    }
    found = only(diagnosis(fast, snapshot(slow, slow | {"validation_loss": FALLING + 1.6}))[:1])
    assert found.kind == "not converged"
    assert found.try_next == "More steps (1,000)."


def test_an_arm_that_beats_the_baseline_does_not_underfit() -> None:
    """A regulariser that works raises the train error."""
    poor = {"train_error": 0.3 + 0.6 * FALLING}
    better = poor | {"validation_loss": 0.2 + 2.0 * FALLING}
    assert diagnosis(CLEAN, snapshot({}, better)) == []
    assert kinds(diagnosis(CLEAN, snapshot({}, poor))) == [(1, "underfitting")]


@pytest.mark.parametrize(("data", "classes"), [("digits", 10), ("moons", 2), ("wine", 3)])
@pytest.mark.parametrize("wrong", [0.0, 0.2, 0.6])
def test_the_floor_is_the_cross_entropy_of_the_best_guess(
    data: str, classes: int, wrong: float
) -> None:
    share = np.full(classes, wrong / (classes - 1))
    share[0] = 1 - wrong
    expected = -sum(p * np.log(p) for p in share if p > 0)
    found = noise_floor(Experiment(dataset=data, label_noise=wrong))
    assert found == pytest.approx(expected)


def test_of_an_unknown_data_set_the_floor_is_the_lowest_possible() -> None:
    own = Experiment(dataset="csv-0123456789abcdef", label_noise=0.2)
    assert noise_floor(own) == noise_floor(Experiment(dataset="moons", label_noise=0.2))


def test_with_early_stopping_a_rise_does_not_count() -> None:
    arms = (Arm(), Arm(early_stopping=True))
    experiment = CLEAN.model_copy(update={"arms": arms})
    assert diagnosis(experiment, snapshot({}, rising(0.3))) == []
    assert kinds(diagnosis(CLEAN, snapshot({}, rising(0.3)))) == [(1, "overfitting")]


def test_underfitting_is_a_train_error_far_above_the_share_of_wrong_labels() -> None:
    poor = {"train_error": 0.3 + 0.6 * FALLING}
    found = only(diagnosis(CLEAN, snapshot(poor, {})))
    assert (found.arm, found.kind) == (0, "underfitting")
    assert "30\u00a0% of its own training examples wrong" in found.sentence
    assert "no label was made wrong; it started at 90\u00a0%" in found.sentence
    assert found.try_next.startswith("Wider or more hidden layers, more steps, a higher learning")
    fast = CLEAN.model_copy(update={"learning_rate": 1.5})
    assert "a lower learning rate" in only(diagnosis(fast, snapshot(poor, {}))).try_next
    noisy = CLEAN.model_copy(update={"label_noise": 0.25})
    assert diagnosis(noisy, snapshot(poor, poor)) == []
    noisy = CLEAN.model_copy(update={"label_noise": 0.1})
    found = diagnosis(noisy, snapshot(poor, {}))[0]
    assert "where 10\u00a0% of the labels were made wrong" in found.sentence


def test_nothing_to_learn_is_no_underfitting() -> None:
    noisy = CLEAN.model_copy(update={"label_noise": 0.87})
    guessing = {"train_error": np.full(POINTS, 0.9)}
    assert diagnosis(noisy, snapshot(guessing, guessing)) == []


def test_an_arm_that_drops_is_told_to_drop_less() -> None:
    found = only(diagnosis(CLEAN, snapshot({}, {"train_error": 0.3 + 0.6 * FALLING})))
    assert found.arm == 1
    assert found.try_next.startswith("A lower dropout rate")


def worse(train: float, validation: float) -> dict[str, Any]:
    return {
        "train_loss": train + 2.3 * FALLING,
        "validation_loss": 0.3 + validation + 2 * FALLING,
    }


def test_too_much_dropout_learns_less_and_predicts_no_better() -> None:
    found = only(diagnosis(CLEAN, snapshot({}, worse(0.2, 0.1))))
    assert (found.arm, found.kind) == (1, "too much dropout")
    assert "0.201, above the 0.001 of no dropout" in found.sentence
    assert "0.401 against 0.301" in found.sentence
    assert found.try_next == "A dropout rate of 0.25, or hidden layers 2 times as wide."
    assert "differ in more" not in found.sentence


@pytest.mark.parametrize(
    ("train", "validation"), [(0.2, -0.01), (0.9 * CLEAR_LOSS, 0.1)], ids=["better", "no gap"]
)
def test_dropout_that_pays_is_not_too_much(train: float, validation: float) -> None:
    assert diagnosis(CLEAN, snapshot({}, worse(train, validation))) == []


def test_only_the_arm_that_drops_more_can_drop_too_much() -> None:
    for arms in ((Arm(), Arm(weight_decay=0.1)), (Arm(p_hidden=0.6), Arm(p_hidden=0.5))):
        experiment = CLEAN.model_copy(update={"arms": arms})
        assert diagnosis(experiment, snapshot({}, worse(0.2, 0.1))) == []


def test_other_differences_between_the_arms_are_owned_up_to() -> None:
    arms = (Arm(), Arm(p_hidden=(0.2, 0.6), p_input=0.1, max_norm=2.0))
    experiment = CLEAN.model_copy(update={"arms": arms})
    found = only(diagnosis(experiment, snapshot({}, worse(0.2, 0.1))))
    assert "differ in more than dropout" in found.sentence
    assert found.try_next == "A dropout rate of 0.3, or hidden layers 1.7 times as wide."


def test_what_still_falls_has_not_converged() -> None:
    slow = {"validation_loss": np.linspace(2.3, 1.5, POINTS)}
    found = only(diagnosis(CLEAN, snapshot(slow, {})))
    assert (found.arm, found.kind) == (0, "not converged")
    assert "by 0.200 from step 375 to the end, from 1.700 to 1.500" in found.sentence
    assert found.try_next == "More steps (1,000) or a higher learning rate."
    flat = {"validation_loss": np.append(np.linspace(2.3, 1.5, 31), np.full(10, 1.5))}
    assert diagnosis(CLEAN, snapshot(flat, {})) == []


def test_at_the_largest_number_of_steps_no_more_are_proposed() -> None:
    longest = CLEAN.model_copy(update={"steps": 20_000})
    slow = {"validation_loss": np.linspace(2.3, 1.5, POINTS)}
    found = only(diagnosis(longest, snapshot(slow, {}, steps=20_000)))
    assert found.try_next == "A higher learning rate."


def test_stopped_runs_are_counted_and_left_out_with_their_pairs() -> None:
    """The runs that are left have higher losses, and so have those of the baseline."""
    film = snapshot({}, {})
    film.curves[:, 20:, 1, 0] = np.nan
    film.curves[:, 24:, 1, 1] = np.nan
    found = only(diagnosis(CLEAN, film))
    assert (found.arm, found.kind) == (1, "diverged")
    assert "2 of 5 runs" in found.sentence
    assert "found at step 250 (learning rate 0.001)" in found.sentence
    assert found.try_next == "Learning rate 0.0001."


def test_when_all_runs_are_stopped_only_that_is_said() -> None:
    film = snapshot(rising(0.3), rising(0.3))
    film.curves[:, 1:, 0] = np.nan
    assert kinds(diagnosis(CLEAN, film)) == [(0, "diverged"), (1, "overfitting")]
    film.curves[:, 1:] = np.nan
    assert kinds(diagnosis(CLEAN, film)) == [(0, "diverged"), (1, "diverged")]


def test_a_run_that_was_cancelled_is_not_judged_by_its_curves() -> None:
    film = snapshot(rising(0.3), rising(0.3))
    longer = CLEAN.model_copy(update={"steps": 1000})
    assert diagnosis(longer, film) == []
    assert diagnosis_sentences(longer, film) == [NOT_FINISHED]
    film.curves[:, 30:, 0, 0] = np.nan
    assert kinds(diagnosis(longer, film)) == [(0, "diverged")]


def test_one_step_is_enough_to_ask() -> None:
    short = CLEAN.model_copy(update={"steps": 1})
    film = snapshot({}, {})
    first = {
        name: getattr(film, name)[:2] for name in ("surfaces", "kept", "edges", "edge_weights")
    }
    ends = replace(film, steps=np.array([0, 1], np.int32), curves=film.curves[:, [0, -1]], **first)
    assert kinds(diagnosis(short, ends)) == [(0, "not converged"), (1, "not converged")]


def test_one_run_is_no_median() -> None:
    one = CLEAN.model_copy(update={"pairs": 1})
    for curves in (rising(0.3), worse(0.2, 0.1), {"train_error": 0.3 + 0.6 * FALLING}):
        film = snapshot({}, curves)
        film = replace(film, curves=film.curves[..., 2:3])
        assert "median" not in " ".join(diagnosis_sentences(one, film))


def test_sentences_begin_as_sentences_do() -> None:
    (said,) = diagnosis_sentences(CLEAN, snapshot(rising(0.3), {}))
    assert said.startswith("No dropout overfits")


def test_sentences_say_what_to_try_next() -> None:
    (said,) = diagnosis_sentences(CLEAN, snapshot(rising(0.3), {}))
    assert " Try next: What p = 0.5 does here" in said

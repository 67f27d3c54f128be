"""The figure of several runs: numbers as NumPy has them, one meaning for each colour, no HTML."""

from __future__ import annotations

import numpy as np
import pytest
from plotly.graph_objects import Figure

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import Film, Outcome, Scene, Snapshot
from dropviz.figures.comparison import comparison_figure, described, loss_curves
from dropviz.figures.theme import PALETTES

STEPS = [0, 10, 20]


def film(losses: np.ndarray, arms: tuple[Arm, ...] = (Arm(), Arm(p_hidden=0.5))) -> Film:
    """A film whose validation losses are given, of shape (t, a, s)."""
    t, a, s = losses.shape
    curves = np.zeros((4, t, a, s), np.float32)
    curves[2] = losses
    nothing = np.zeros((t, 0, 3), np.int16)
    snapshot = Snapshot(
        np.array(STEPS[:t], np.int32), curves, np.zeros((t, 0, 0, 0, 2), np.uint8),
        np.zeros((20, 1), np.uint8), nothing, np.zeros((t, 0), np.float32), 1.0,
    )  # fmt: skip
    outcome = Outcome(
        losses[-1].astype(np.float32), losses[-1].astype(np.float32),
        np.full((a, s), 20, np.int32), np.full((a, s), -1, np.int32),
    )  # fmt: skip
    scene = Scene(np.zeros((0, 3), np.float32), np.zeros(4, np.float32), (64, 4, 10))
    experiment = Experiment(arms=arms, pairs=s, steps=20)
    return Film(experiment, scene, snapshot, outcome, "cpu")


def random_film(seed: int = 0, pairs: int = 7) -> Film:
    return film(np.random.default_rng(seed).uniform(0.2, 2.0, (3, 2, pairs)))


def lines(figure: Figure) -> list:
    return [trace for trace in figure.data if trace.fill is None]


def test_median_and_quartiles_are_those_of_the_pairs() -> None:
    run = random_film()
    values = run.snapshot.curves[2, :, 1].astype(np.float64)
    plain, dropped = loss_curves("a", ["no dropout", "p = 0.5"], run)
    np.testing.assert_allclose(dropped.middle, np.median(values, axis=1))
    np.testing.assert_allclose(dropped.low, np.quantile(values, 0.25, axis=1))
    np.testing.assert_allclose(dropped.high, np.quantile(values, 0.75, axis=1))
    assert (plain.drops, dropped.drops) == (False, True)


def test_stopped_runs_are_left_out_and_an_arm_without_any_is_no_line() -> None:
    losses = np.ones((3, 2, 2))
    losses[1:, 0, 0] = np.nan
    losses[:, 1] = np.nan
    curves = loss_curves("a", ["no dropout", "p = 0.5"], film(losses))
    assert [curve.arm for curve in curves] == ["no dropout"]
    assert curves[0].middle.tolist() == [1.0, 1.0, 1.0]
    losses[2, 0] = np.nan
    (curve,) = loss_curves("a", ["no dropout", "p = 0.5"], film(losses))
    assert curve.steps.tolist() == [0, 10]


@pytest.mark.parametrize("base", ["light", "dark"])
def test_colour_says_dropout_dash_says_run_marker_says_arm(base: str) -> None:
    names = ["no dropout", "p = 0.5"]
    curves = loss_curves("one", names, random_film()) + loss_curves("two", names, random_film(1))
    drawn = lines(comparison_figure(curves, base))
    blue, orange = PALETTES[base].without_dropout, PALETTES[base].with_dropout
    assert [line.line.color for line in drawn] == [blue, orange, blue, orange]
    assert [line.line.dash for line in drawn] == ["solid", "solid", "dash", "dash"]
    assert [line.marker.symbol for line in drawn] == ["circle", "square"] * 2
    assert drawn[0].y == tuple(curves[0].middle)


def test_bands_go_up_and_come_back() -> None:
    (curve, _) = loss_curves("one", ["a", "b"], random_film())
    (band, *_) = comparison_figure([curve], "light").data
    assert band.fill == "toself"
    assert band.y == (*curve.high, *curve.low[::-1])
    assert band.x == (*curve.steps, *curve.steps[::-1])


def test_nothing_is_read_as_html() -> None:
    hostile = '<a href="javascript:alert(1)">x</a>'
    figure = comparison_figure(loss_curves(hostile, [hostile, "b"], random_film()), "light")
    texts = [line.name for line in figure.data]
    assert not any("<" in text for text in texts if text)
    assert any(text.startswith("A: &lt;a href") for text in texts if text)


def test_runs_are_called_by_letters_and_the_sentence_says_which_is_which() -> None:
    names = ["no dropout", "p = 0.5"]
    curves = loss_curves("one", names, random_film()) + loss_curves("two", names, random_film(1))
    drawn = [line.name for line in lines(comparison_figure(curves, "light"))]
    assert drawn == ["A: no dropout", "A: p = 0.5", "B: no dropout", "B: p = 0.5"]
    assert described(curves).startswith("A is one; B is two.")


def test_each_line_has_one_name_below_and_more_names_more_room() -> None:
    curves = loss_curves("run", ["no dropout", "p = 0.5"], random_film())
    few, many = comparison_figure(curves, "light"), comparison_figure(curves * 6, "light")
    named = [trace.name for trace in few.data if trace.showlegend is not False]
    assert named == ["A: no dropout", "A: p = 0.5"]
    assert (few.layout.showlegend, few.layout.legend.orientation) == (True, "h")
    assert many.layout.height > few.layout.height


def test_the_sentence_has_the_numbers_of_the_figure() -> None:
    run = film(np.array([[[2.0], [2.0]], [[0.5], [1.0]], [[0.75], [0.9]]]))
    says = described(loss_curves("mine", ["no dropout", "p = 0.5"], run))
    assert "A, no dropout: 0.750 at step 20, lowest 0.500 at step 10" in says
    assert "not paired" in says
    assert "None" in described([])


def test_an_empty_figure_is_drawn_too() -> None:
    assert comparison_figure([], "light").to_dict()["data"] == []

import base64
import json
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from dropviz.experiments.experiment import Arm, Experiment
from dropviz.experiments.film import GRID
from dropviz.lessons.live_training import payload
from dropviz.lessons.live_training.arms_in_link import LONGEST_TEXT, arms_from, arms_text
from dropviz.lessons.live_training.payload import (
    MOST_POINTS,
    Choices,
    DatasetChoice,
    Offer,
    PresetChoice,
    packed_run,
)
from dropviz.lessons.live_training.view import SETTINGS, LiveView, ranges
from dropviz.lessons.runs.status import RunStatus
from dropviz.lessons.runs.words import EFFECT_WORDS
from tests.stage.live_runs import (
    N_EDGES,
    first_part,
    live_experiment,
    live_film,
    shown_run,
    verdicts_of,
)

FULL = Arm(
    p_hidden=(0.5, 0.2), p_input=0.2, weight_decay=0.001, max_norm=3, input_noise=0.1,
    label_smoothing=0.1, batch_norm=True, schedule="early", early_stopping=True,
)  # fmt: skip
TEXTS = {
    "0~0.5": (Arm(), Arm(p_hidden=0.5)),
    "0~h0.5-0.2_i0.2_wd0.001_mn3_in0.1_ls0.1_bn_early_es": (Arm(), FULL),
    "i0.3~late~h0.5-~h0.1-0.1": (
        Arm(p_input=0.3), Arm(schedule="late"), Arm(p_hidden=(0.5,)), Arm(p_hidden=(0.1, 0.1)),
    ),
    "wd0.00001~0.1234567890123": (Arm(weight_decay=1e-5), Arm(p_hidden=0.1234567890123)),
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_arms_to_a_link_and_back(text: str) -> None:
    assert arms_text(TEXTS[text]) == text
    assert tuple(Arm(**fields) for fields in arms_from(text)) == TEXTS[text]


def test_any_arms_survive_a_link() -> None:
    rng = np.random.default_rng(1)
    for _ in range(300):
        arms = [
            Arm(
                p_hidden=rng.choice([0.0, 0.5, rng.random()])
                if rng.random() < 0.6
                else tuple(rng.random(rng.integers(1, 6))),
                p_input=rng.choice([0.0, rng.random()]),
                weight_decay=rng.choice([0.0, 10.0 ** rng.integers(-12, 0)]),
                max_norm=rng.choice([None, 0.1 + rng.random()]),
                input_noise=rng.choice([0.0, 5 * rng.random()]),
                label_smoothing=rng.choice([0.0, 0.3]),
                batch_norm=bool(rng.integers(2)),
                schedule=rng.choice(["constant", "early", "late"]),
                early_stopping=bool(rng.integers(2)),
            )
            for _ in range(rng.integers(2, 7))
        ]
        view = LiveView(arms=arms)
        link = {name: [text] for name, text in view.to_query().items()}
        assert LiveView.from_query(link) == (view, [])


GOOD = {
    "data": "csv-0123456789abcdef", "n": "77", "noise": "0.25", "hidden": "64-32", "act": "tanh",
    "opt": "sgd", "lr": "0.5", "batch": "20", "steps": "40", "pairs": "3", "seed": "9",
    "arms": "0~h0.5-0.1_bn", "margin": "0.1", "margin_error": "0.02", "device": "cuda",
    "set_margin": "0.3", "set_margin_error": "0.04", "look": "3",
    "run": "0123456789abcdef", "at": "17", "peeked": "7", "peek_row": "3", "peek_all": "true",
}  # fmt: skip
BAD = {
    "data": ["", "Digits", "../etc", "<b>", "csv-XYZ", "a" * 40, "nope"],
    "n": ["3", "60001", "1e3", "nan", "-5", "9" * 400],
    "noise": ["-0.1", "0.91", "nan", "inf"],
    "hidden": ["", "0", "1025", "128-", "-128", "1-1-1-1-1-1", "12a", "٣", "1.5", "9" * 500],
    "lr": ["0", "-1", "11", "nan", "1e999"],
    "batch": ["0", "1025"],
    "pairs": ["0", "101"],
    "seed": ["-1", "10000"],
    "steps": ["0", "20001"],
    "act": ["RELU", ""],
    "arms": [
        "", "0", "~", "0~", "0~1.1", "0~-0.1", "0~nan", "0~x0.5", "0~h0.5_0.5", "0~0.5__bn",
        "0~bn_bn", "0~early_late", "0~wd2", "0~wd0.1-0.2", "0~mn0", "0~ls1", "0~h", "0~0.5\n",
        "0~٠.٥", "0~.5", "0~1e-1", "0~0.5~0~0~0~0~0", "0~bn1", "0~" + "0" * LONGEST_TEXT,
        "0~-", "0~h--",
    ],
    "margin": ["-1", "nan", "11"],
    "margin_error": ["1.1"],
    "device": ["tpu"],
    "set_margin": ["-1", "nan"],
    "set_margin_error": ["2"],
    "look": ["0", "1.5"],
    "run": ["0", "G" * 16, "0123456789abcdef\n", "../../0123456789"],
    "at": ["-2", "20001", "0.5"],
    "peeked": ["-1", "21", "x"],
    "peek_row": ["-1", "12"],
    "peek_all": ["2", "<b>"],
}  # fmt: skip


def test_a_link_and_back() -> None:
    view, rejected = LiveView.from_query({name: [text] for name, text in GOOD.items()})
    assert rejected == []
    assert view.to_query() == GOOD
    assert set(GOOD) == set(LiveView.model_fields) - {"scene"}
    assert LiveView().to_query() == {"scene": "0"}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, texts in BAD.items() for t in texts])
def test_a_bad_value_leaves_the_default_and_the_others(name: str, text: str) -> None:
    query = {key: [value] for key, value in GOOD.items()} | {name: [text]}
    view, rejected = LiveView.from_query(query)
    assert rejected == [name]
    assert getattr(view, name) == getattr(LiveView(), name)
    assert view.at == (17 if name != "at" else -1)


@pytest.mark.parametrize(
    "arms",
    [
        None, 5, "0", [], [{}], [{}, {"p_hidden": "<b>"}], [{}, {"unknown": 1}], [{}, None],
        [{}] * 7, [{}, {"p_hidden": [0.5] * 9, "p_input": float("nan")}], {"0": {}},
        [{}, {"p_hidden": {"a": 1}}], [{}, {"p_hidden": []}],
    ],
)  # fmt: skip
def test_hostile_arms_from_a_browser_leave_the_default(arms: object) -> None:
    view, rejected = LiveView.accept({"arms": arms, "pairs": 4})
    assert rejected == ["arms"]
    assert view == LiveView(pairs=4)


def test_the_browser_gets_a_view_and_gives_it_back() -> None:
    view = LiveView(arms=(Arm(), FULL), hidden=(9, 8), run="0123456789abcdef", at=3)
    told = json.loads(json.dumps(view.model_dump())) | {"revision": 7}
    assert LiveView.accept(told) == (view, [])


def test_a_view_is_an_experiment_and_what_is_looked_at() -> None:
    experiment = Experiment(hidden=(9, 8), arms=(Arm(), FULL), steps=77, first_seed=4)
    view = LiveView.of(experiment, run=experiment.hash, at=12)
    assert view.experiment == experiment
    assert view.experiment.hash == experiment.hash
    assert (view.run, view.at) == (experiment.hash, 12)
    assert LiveView().experiment == Experiment()
    assert set(SETTINGS.values()) == set(Experiment.model_fields) - {"engine"}


def test_settings_that_do_not_fit_together_are_an_error_of_the_experiment_alone() -> None:
    view, rejected = LiveView.from_query({"n": ["20"], "batch": ["50"]})
    assert rejected == []
    with pytest.raises(ValidationError, match="batch_size is 50"):
        _ = view.experiment


def test_ranges_are_those_that_are_validated() -> None:
    """Each end is accepted (or not, where excluded), and nothing beyond it."""
    for name, (low, high, excluded) in ranges().items():
        beyond = 1 if isinstance(low, int) else 1e-6
        of_arm = name in Arm.model_fields
        cases: list[tuple[dict[str, Any], str]]
        if name == "width":
            cases = [({"hidden": [value]}, "hidden") for value in (low, high, low - 1, high + 1)]
        else:
            values = (low, high, low - beyond, high + beyond)
            cases = [
                ({"arms": [{}, {name: value}]}, "arms") if of_arm else ({name: value}, name)
                for value in values
            ]
        fine = [LiveView.accept(values)[1] == [] for values, _ in cases]
        assert fine == [not excluded, True, False, False], name


def floats(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), "<f4")


def octets(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), np.uint8)


def test_a_finished_run_has_all_of_its_film() -> None:
    experiment = live_experiment(two_d=True, pairs=3, steps=120)
    scene, snapshot, outcome = live_film(experiment)
    packed = json.loads(json.dumps(packed_run(shown_run(experiment)), allow_nan=False))
    film = packed["film"]
    assert packed["hash"] == experiment.hash
    assert LiveView.accept(packed["settings"])[0].experiment == experiment
    np.testing.assert_array_equal(floats(packed["curves"]), snapshot.curves.ravel())
    np.testing.assert_array_equal(octets(film["kept"]), snapshot.kept.ravel())
    np.testing.assert_array_equal(octets(film["surfaces"]), snapshot.surfaces.ravel())
    edges = np.frombuffer(base64.b64decode(film["edges"]), "<i2")
    np.testing.assert_array_equal(edges, snapshot.edges.ravel())
    np.testing.assert_array_equal(floats(film["edge_weights"]), snapshot.edge_weights.ravel())
    assert (film["first"], film["frames"]) == (0, len(snapshot.steps))
    assert (film["first_step"], film["stride"]) == (1, 1)
    assert (film["units"], film["n_edges"]) == (2 + 128 + 128, N_EDGES)
    assert packed["step"] == 120
    assert packed["steps"] == experiment.measured_steps.tolist()
    assert packed["scene"]["n_points"] == len(scene.points)
    np.testing.assert_array_equal(floats(packed["scene"]["points"]), scene.points.ravel())
    np.testing.assert_allclose(packed["outcome"]["test_loss"], outcome.test_loss)
    loss, error = verdicts_of(experiment, outcome)[1]
    (told,) = packed["verdicts"]
    assert told["arm"] == 1
    for one, other in ((told["loss"], loss), (told["error"], error)):
        assert (one["word"], one["margin"]) == (EFFECT_WORDS[other.effect], other.margin)
        assert one["mean"] == pytest.approx(other.mean)
        assert [one["low"], one["high"]] == pytest.approx([other.low, other.high])
        assert one["differences"] == pytest.approx(other.differences.tolist())
    assert packed["says"] == {
        "verdict": ["It helped.", "Over seeds."], "spread": ["Closer."], "diagnosis": [],
    }  # fmt: skip


def test_while_it_trains_only_the_newest_frame_goes_along() -> None:
    experiment = live_experiment(two_d=True, pairs=2, steps=200)
    _, snapshot, _ = live_film(experiment)
    packed = packed_run(shown_run(experiment, "running", 87))
    seen = first_part(snapshot, 87)
    film = packed["film"]
    assert packed["step"] == 87
    assert packed["steps"][-1] == seen.steps[-1] < 87
    assert (film["first"], film["frames"]) == (len(seen.steps) - 1, 1)
    assert film["first_step"] == 87
    np.testing.assert_array_equal(octets(film["kept"]), snapshot.kept[86])
    np.testing.assert_array_equal(octets(film["surfaces"]), seen.surfaces[-1].ravel())
    assert len(octets(film["surfaces"])) == 2 * GRID * GRID * 2
    np.testing.assert_array_equal(floats(packed["curves"]), seen.curves.ravel())


def test_the_start_has_no_mask_yet() -> None:
    packed = packed_run(shown_run(live_experiment(), "running", 0))
    assert packed["step"] == 0
    assert packed["film"]["kept"] == ""


def test_a_run_in_the_queue_has_nothing_to_show() -> None:
    packed = packed_run(shown_run(live_experiment(), "queued"))
    assert (packed["state"], packed["place"], packed["steps"]) == ("queued", 3, [])
    assert packed["film"] is packed["scene"] is packed["outcome"] is None


def test_numbers_that_are_not_finite_are_null() -> None:
    experiment = live_experiment(pairs=1, steps=20)
    scene, snapshot, outcome = live_film(experiment)
    outcome.test_loss[1] = np.nan
    shown = RunStatus(
        experiment, "finished", scene, snapshot, outcome, verdicts=verdicts_of(experiment, outcome)
    )
    packed = json.loads(json.dumps(packed_run(shown), allow_nan=False))
    assert packed["outcome"]["test_loss"][1] == [None]
    loss = packed["verdicts"][0]["loss"]
    assert (loss["mean"], loss["low"], loss["high"], loss["differences"]) == (None, None, None, [])
    assert loss["interval"] == "no pair was finished"


def test_masks_of_a_long_run_of_a_large_network_are_thinned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(payload, "MOST_BYTES_OF_MASKS", 1000)
    experiment = live_experiment(pairs=1, steps=100)
    _, snapshot, _ = live_film(experiment)
    film = packed_run(shown_run(experiment))["film"]
    assert film["stride"] == 4  # 100 rows of 40 bytes
    np.testing.assert_array_equal(octets(film["kept"]), snapshot.kept[::4].ravel())


def test_only_some_of_many_points_are_sent() -> None:
    experiment = live_experiment(two_d=True, pairs=1, steps=20)
    scene, snapshot, outcome = live_film(experiment)
    many = type(scene)(np.zeros((5000, 3), np.float32), scene.bounds, scene.sizes)
    shown = RunStatus(experiment, "finished", many, snapshot, outcome)
    packed = packed_run(shown)["scene"]
    assert packed["n_points"] == 5000
    assert len(floats(packed["points"])) == 3 * MOST_POINTS


def test_choices_are_plain_data() -> None:
    dataset = DatasetChoice("digits", "Digits", "8 by 8 images.", 1000, 64, ("0", "1"))
    view = LiveView(pairs=4, run="0" * 16, at=5)
    choices = Choices(
        [dataset], [PresetChoice("few", "Few", "Few.", view)], offer=Offer("Use 5", view)
    )
    data = json.loads(json.dumps(choices.as_data(), allow_nan=False))
    assert data["presets"][0]["settings"] == view.settings
    assert data["offer"]["settings"]["pairs"] == 4
    assert not {"run", "at", "device", "margin"} & data["presets"][0]["settings"].keys()
    assert data["settings"] == list(SETTINGS)
    assert LiveView.accept({"arms": [data["plain_arm"]] * 2})[0].arms == (Arm(), Arm())

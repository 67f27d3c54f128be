import json

import pytest
from pydantic import ValidationError

from dropviz.experiments.complaints import complaints
from dropviz.experiments.experiment import Arm, Experiment

WRONG = {
    '{"steps": 1e99}': ["steps is 1e+99; it must be a whole number from 1 to 20,000."],
    '{"steps": 0}': ["steps is 0; it must be a whole number from 1 to 20,000."],
    '{"steps": 2.5}': ["steps is 2.5; it must be a whole number from 1 to 20,000."],
    '{"pairs": 101}': ["pairs is 101; it must be a whole number from 1 to 100."],
    '{"learning_rate": 0}': ["learning_rate is 0; it must be a number above 0.0 and up to 10.0."],
    '{"learning_rate": NaN}': [
        "learning_rate is nan; it must be a number above 0.0 and up to 10.0."
    ],
    '{"label_noise": "a lot"}': ["label_noise is 'a lot'; it must be a number from 0.0 to 0.9."],
    '{"hidden": []}': [
        "hidden is []; it must be a list of 1 to 5 items, each a whole number from 1 to 1,024."
    ],
    '{"hidden": [64, 5000]}': ["hidden 2 is 5000; it must be a whole number from 1 to 1,024."],
    '{"activation": "swish"}': [
        "activation is 'swish'; it must be one of 'relu', 'tanh', 'gelu'."
    ],
    '{"arms": [{}, {"p_hidden": 2}]}': [
        "arms 2, p_hidden is 2; it must be a number from 0.0 to 1.0 or a list of 1 to 5 items, "
        "each a number from 0.0 to 1.0."
    ],
    '{"arms": [{}, {"max_norm": 0}]}': [
        "arms 2, max_norm is 0; it must be a number from 0.1 to 100.0 or null."
    ],
    '{"arms": [{}, {"batch_norm": "maybe"}]}': [
        "arms 2, batch_norm is 'maybe'; it must be true or false."
    ],
    '{"arms": [{"p_hidden": [0.5]}, {}]}': [
        "Arm 1 has 1 hidden rates for 2 hidden layers; give one rate, or one for each layer."
    ],
    '{"batch_size": 300}': ["Batch_size is 300; it may be at most train_size, 200."],
    '{"dataset": "../x"}': ["dataset is '../x'; it must be the name of a data set."],
    '{"engine": 2}': ["engine is 2; it must be 1."],
    "[]": ["The experiment is []; it must be a JSON object of settings."],
    "nonsense": ["This is not JSON: expected ident at line 1 column 2."],
    '{"steps": 0, "pairs": 0}': [
        "steps is 0; it must be a whole number from 1 to 20,000.",
        "pairs is 0; it must be a whole number from 1 to 100.",
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_said_with_field_value_and_range(text: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Experiment.model_validate_json(text)
    assert complaints(caught.value) == WRONG[text]


def test_a_misspelt_setting_is_named_with_those_that_there_are() -> None:
    for text, place in (('{"stepps": 1}', "stepps"), ('{"arms": [{}, {"p": 1}]}', "arms 2, p")):
        with pytest.raises(ValidationError) as caught:
            Experiment.model_validate_json(text)
        (said,) = complaints(caught.value)
        assert said.startswith(f"{place} is not a setting; there are ")
        assert ("p_hidden" if "arms" in text else "train_size") in said


def test_a_huge_value_is_shown_shortened() -> None:
    with pytest.raises(ValidationError) as caught:
        Experiment.model_validate({"dataset": "x" * 10_000})
    (said,) = complaints(caught.value)
    assert len(said) < 150


def test_the_same_experiment_has_the_same_hash_whatever_the_order() -> None:
    experiment = Experiment(steps=300, arms=(Arm(), Arm(p_hidden=0.4)))
    shuffled = json.dumps(dict(reversed(json.loads(experiment.canonical_json).items())))
    again = Experiment.model_validate_json(shuffled)
    assert again == experiment
    assert again.hash == experiment.hash
    assert len(experiment.hash) == 16
    assert Experiment(steps=301, arms=experiment.arms).hash != experiment.hash
    assert Experiment(arms=(Arm(), Arm(p_hidden=0.4))).hash != experiment.hash


def test_equal_rates_of_layers_are_one_experiment() -> None:
    listed = Experiment(arms=(Arm(), Arm(p_hidden=(0.5, 0.5))))
    assert listed.hash == Experiment(arms=(Arm(), Arm(p_hidden=0.5))).hash
    whole = Experiment(arms=(Arm(), Arm(p_hidden=1)))
    assert whole.hash == Experiment(arms=(Arm(), Arm(p_hidden=1.0))).hash


def test_an_experiment_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        Experiment().steps = 5


@pytest.mark.parametrize("steps", [1, 7, 10, 25, 500, 501, 20_000])
def test_curves_are_measured_at_the_start_at_the_end_and_evenly_between(steps: int) -> None:
    at = Experiment(steps=steps).measured_steps
    assert at[0] == 0
    assert at[-1] == steps
    gaps = at[1:] - at[:-1]
    assert gaps.min() >= 1
    assert gaps.max() - gaps.min() <= 1
    assert len(at) <= 101


def test_the_arm_that_drops_most_is_shown() -> None:
    arms = (Arm(), Arm(p_hidden=0.2), Arm(p_hidden=(0.5, 0.5)), Arm(p_hidden=0.5))
    assert Experiment(arms=arms).shown_arm == 2
    assert Experiment(arms=(Arm(), Arm(weight_decay=0.1))).shown_arm == 0

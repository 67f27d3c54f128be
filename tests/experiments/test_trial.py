from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from dropviz.core.map_masks import LARGEST_RATE, map_mask
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.trial import Drop, Trial, comparison_from, feature_maps_trial, trial_for
from dropviz.variants import VARIANTS
from dropviz.variants.drop_block import block_rate, block_share


def test_every_variant_has_a_trial_with_it_and_a_baseline() -> None:
    for variant in VARIANTS:
        trial = trial_for(variant)
        assert variant in [arm.variant for arm in trial.arms]
        assert not trial.arms[0].drops
        assert all(arm.drops for arm in trial.arms[1:])
        assert len(set(trial.arm_names)) == len(trial.arms)


def test_a_trial_is_known_by_its_content() -> None:
    trial = trial_for("spatial_2d")
    again = comparison_from(trial.canonical_json)
    assert again == trial
    assert again.hash == trial.hash != trial.model_copy(update={"steps": 7}).hash
    assert comparison_from(Experiment().canonical_json) == Experiment()


def test_the_hash_of_an_experiment_is_what_it_was() -> None:
    assert Experiment().canonical_json.startswith('{"engine":1,"dataset":"digits","train_size"')
    assert Experiment().hash == "482dbe04570d97b5"


def test_the_same_share_in_three_ways() -> None:
    trial = feature_maps_trial(0.3, 2, pairs=5)
    assert [arm.variant for arm in trial.arms] == ["none", "dropout", "spatial_2d", "drop_block"]
    assert {arm.p for arm in trial.arms[1:3]} == {0.3}
    assert trial.arms[-1].block == 2
    assert trial.pairs == 5


@pytest.mark.parametrize(("share", "block"), [(0.0, 3), (0.1, 3), (0.3, 2), (0.4, 8), (1.0, 3)])
def test_the_three_ways_drop_the_same_share(share: float, block: int) -> None:
    u = np.random.default_rng(0).random((4000, 8, 8))
    rate = feature_maps_trial(share, block).arms[-1].p
    of_blocks = [
        1 - map_mask("block", u[:, :side, :side], rate, block).kept.mean() for side in (8, 4)
    ]
    assert np.average(of_blocks, weights=[8 * 64, 16 * 16]) == pytest.approx(share, abs=0.01)
    assert block_rate(share, block)[1] == pytest.approx(share, abs=0.001)


def test_the_trial_of_blocks_has_equal_shares() -> None:
    _, element_wise, blocks = trial_for("drop_block").arms
    assert (element_wise.p, blocks) == (0.2, feature_maps_trial(0.2, 3).arms[-1])
    assert block_share(blocks.p, blocks.block) == pytest.approx(0.2, abs=0.001)


def test_blocks_drop_as_much_as_they_can() -> None:
    rate, dropped = block_rate(0.9, 3)
    assert rate == LARGEST_RATE
    assert 0.6 < dropped < 0.8


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"arms": (Drop(), Drop(variant="lstm_h", p=0.2))}, "no place"),
        ({"arms": (Drop(),)}, "at least 2"),
        ({"arms": (Drop(), Drop()), "batch_size": 100, "train_size": 50}, "at most train_size"),
        ({"arms": (Drop(), {"variant": "magic", "p": 0.2})}, "'magic'"),
        ({"arms": (Drop(), {"variant": "concrete", "p": 0.0})}, "between 0 and 1"),
        ({"arms": (Drop(), {"variant": "dropout", "p": float("nan")})}, "finite"),
    ],
)
def test_what_does_not_fit_is_refused(values: dict, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Trial(**values)


def test_an_unknown_variant_is_named() -> None:
    with pytest.raises(ValueError, match="'nothing'"):
        trial_for("nothing")

from __future__ import annotations

import pytest

from dropviz.experiments.cost import Limits
from dropviz.experiments.trial import trial_for
from dropviz.experiments.trial_cost import trial_cost
from dropviz.variants import VARIANTS


@pytest.mark.parametrize("variant", VARIANTS)
def test_trials_take_seconds_or_are_shipped(variant: str) -> None:
    trial = trial_for(variant)
    cost = trial_cost(trial)
    shipped = [trial_for(slug) for slug, one in VARIANTS.items() if one.trial.shipped]
    assert cost.seconds < 10 or trial in shipped
    assert Limits().allow(cost, correction=4.0)  # on a busy machine too


@pytest.mark.parametrize("variant", ["dropout", "spatial_3d", "lstm_c", "mlp"])
def test_more_costs_more(variant: str) -> None:
    trial = trial_for(variant)
    for name in ("pairs", "steps", "batch_size"):
        larger = trial.model_copy(update={name: 2 * getattr(trial, name)})
        assert trial_cost(larger).seconds > trial_cost(trial).seconds
    assert trial_cost(trial.model_copy(update={"pairs": 50})).bytes > trial_cost(trial).bytes

"""Every preset is trained, and shows what is expected of it; its sentence gives nothing away."""

from __future__ import annotations

import numpy as np
import pytest

from dropviz.data.datasets import dataset
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.verdict import verdicts
from dropviz.lessons.live_training.diagnosis import diagnosis
from dropviz.lessons.live_training.presets import PRESETS, Preset
from dropviz.lessons.live_training.view import LiveView
from dropviz.training.engine import train

pytestmark = pytest.mark.slow

TITLES = [
    "Wrong labels", "A small network", "Clean and plenty", "Very few examples",
    "A high rate", "Weight decay", "Early stopping", "With batch norm",
]  # fmt: skip
SIGNS = {"cured": {(0, "overfitting")}, "small": {(1, "too much dropout")},
         "plenty": set(), "high": {(2, "too much dropout")}}  # fmt: skip
"""What the diagnosis has to find as well, by name."""


def test_all_presets_are_there() -> None:
    assert [preset.title for preset in PRESETS] == TITLES
    assert len({preset.name for preset in PRESETS}) == len(PRESETS)
    assert len({preset.experiment.hash for preset in PRESETS}) == len(PRESETS)
    assert PRESETS[0].experiment == Experiment()


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_the_verdict_is_what_is_expected(preset: Preset) -> None:
    film = train(preset.experiment, dataset(preset.experiment.dataset))
    view = LiveView()
    found = verdicts(film.outcome, margin=view.margin, margin_error=view.margin_error)
    words = {arm: (loss.effect, error.effect) for arm, (loss, error) in found.items()}
    assert words == preset.expects
    signs = {(one.arm, one.kind) for one in diagnosis(preset.experiment, film.snapshot)}
    assert SIGNS.get(preset.name, set()) <= signs
    if preset.name in ("cured", "plenty"):
        assert signs == SIGNS[preset.name]


@pytest.mark.long
def test_what_holds_for_500_steps_does_not_for_thousands() -> None:
    """Dropout delays overfitting here; and at p = 0.9 the network learns, only slowly."""
    by_name = {preset.name: preset.experiment for preset in PRESETS}
    for name, steps in (("cured", 4_000), ("high", 5_000)):
        experiment = by_name[name].model_copy(update={"steps": steps})
        snapshot = train(experiment, dataset(experiment.dataset)).snapshot
        signs = {(one.arm, one.kind) for one in diagnosis(experiment, snapshot)}
        assert (1, "overfitting") in signs
        if name == "high":
            start, end = np.median(snapshot.curves[3, :, 2], axis=1)[[0, -1]]
            assert start > 0.8
            assert end < 0.45


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_says_the_situation_and_gives_nothing_away(preset: Preset) -> None:
    assert preset.sentence.count(".") - preset.sentence.count("0.") == 1
    assert preset.sentence.endswith(".")
    assert len(preset.sentence.split()) <= 25
    number = preset.sentence.split(" ")[0]
    if number.isdigit():
        assert preset.experiment.train_size == int(number)
    said = f"{preset.title} {preset.sentence}".lower()
    for result in ("help", "hurt", "differ", "settle", "overfit", "cured", "too ", "instead"):
        assert result not in said

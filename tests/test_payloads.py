"""What Python sends to a stage is what its modules take it for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ConfigDict, TypeAdapter

from dropviz.experiments.trial import trial_for
from dropviz.lessons.feature_maps import payload as feature_maps
from dropviz.lessons.feature_maps.view import FeatureMapsView
from dropviz.lessons.live_training import payload as live_training
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.runs.status import RunStatus, packed_progress
from dropviz.lessons.trials.panel import PanelWords, panel_data
from dropviz.stage import transformer, variants
from dropviz.stage.styles import BROWSER
from dropviz.stage.variants import VariantsView
from scripts.payload_types import PAYLOADS, declarations, models_in, typescript
from tests.stage.live_runs import live_experiment, shown_run

DIGITS = live_training.DatasetChoice("digits", "Digits", "8 by 8.", 900, 64, ["0", "1"])
CHOICES = live_training.Choices(
    [DIGITS],
    [live_training.PresetChoice("small", "small", "Few.", LiveView(n=50))],
    offer=live_training.Offer("Take fewer", LiveView(pairs=2)),
)
RUN = shown_run(live_experiment(two_d=True, pairs=3, steps=40))
TRIAL = trial_for("gaussian")
SENT: dict[str, Any] = {
    "feature_maps": feature_maps.payload(FeatureMapsView()),
    "live_training": live_training.payload(CHOICES, live_training.packed_run(RUN)),
    "shared/run": packed_progress(RUN, []),
    "trial": panel_data(TRIAL, RunStatus(TRIAL, "running"), PanelWords("about", "cost", "scope")),
    "transformer": transformer.payload(VariantsView()),
    "variants": variants.payload(VariantsView()),
}


@pytest.mark.parametrize("stage", PAYLOADS)
def test_the_browsers_types_are_current(stage: str) -> None:
    assert (BROWSER / stage / "payload.d.ts").read_text("utf-8") == declarations(stage)


@pytest.mark.parametrize("stage", PAYLOADS)
def test_what_is_sent_has_its_type(stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not less, and nothing that is not declared."""
    payload = PAYLOADS[stage][0]
    for model in models_in(payload):
        monkeypatch.setattr(model, "__pydantic_config__", ConfigDict(extra="forbid"), raising=False)
    TypeAdapter(payload).validate_json(json.dumps(SENT[stage]), strict=True)


def test_types_are_written_as_typescript_has_them() -> None:
    written = {
        "(string | null)[]": list[str | None],
        "(string | null)[][]": list[list[str | None]],
        "[string, number]": tuple[str, int],
        "number[]": tuple[float, ...],
        "Record<string, boolean>": dict[str, bool],
    }
    assert {typescript(kind): kind for kind in written.values()} == written
    with pytest.raises(TypeError, match="no type in the browser yet"):
        typescript(set[int])

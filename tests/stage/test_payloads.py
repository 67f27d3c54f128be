"""The types of what is sent to stages: those that the browser has, and what really is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import numpy as np
import pytest
from pydantic import ValidationError

from dropviz.core.residual import WAYS, StepTimes
from dropviz.experiments.trial import trial_for
from dropviz.lessons import home, path
from dropviz.lessons.check import payload as check
from dropviz.lessons.check.view import CardsView
from dropviz.lessons.expected_activations import payload as expected
from dropviz.lessons.expected_activations.view import ExpectedView
from dropviz.lessons.feature_maps import payload as feature_maps
from dropviz.lessons.feature_maps.view import FeatureMapsView
from dropviz.lessons.live_training import payload as live
from dropviz.lessons.live_training.view import LiveView
from dropviz.lessons.runs.status import RunStatus
from dropviz.lessons.toggle_neurons import payload as toggle
from dropviz.lessons.toggle_neurons.view import ToggleView
from dropviz.lessons.trials.panel import PanelWords, panel_data
from dropviz.lessons.variants import payload as variants
from dropviz.lessons.variants import recurrent, residual, transformer
from dropviz.lessons.variants.view import VariantsView
from dropviz.lessons.why import payload as why
from dropviz.lessons.why.view import WhyView
from dropviz.lessons.words import WordsPayload, words_of
from dropviz.stage.coin_rows import PackedCoins, packed_coins
from dropviz.stage.imposed import NOTHING, Imposed
from dropviz.stage.styles import BROWSER
from dropviz.stage.view import View
from scripts import payload_types
from tests.stage.live_runs import SIX_ARMS, live_experiment, shown_run, wild_run
from tests.stage.sent import assert_same, assert_sent

TIMES = StepTimes(np.array([0.5, 1.0]), {way: np.ones((2, 3)) for way in WAYS})
DATA = live.DatasetChoice("digits", "Digits", "8 by 8.", 900, 64, ["0", "1"])
PRESET = live.PresetChoice("small", "too small", "It hurts.", LiveView(hidden=(16,)))
TRIAL = trial_for("gaussian")


def live_data(run: RunStatus | None = None, **choices: Any) -> live.LivePayload:
    given = live.Choices([DATA], [PRESET], **choices)
    return live.payload(given, run and live.packed_run(run))


def live_sent() -> Iterator[tuple[Any, View]]:
    offer = live.Offer("3 pairs", LiveView(pairs=3, arms=SIX_ARMS))
    yield live_data(), LiveView()
    yield live_data(problem="Too large.", offer=offer), LiveView(hidden=(4, 4))
    experiment = live_experiment(arms=SIX_ARMS, pairs=3)
    states = ("queued", "running", "finished", "cancelled", "failed", "lost")
    runs = [shown_run(experiment, state) for state in states]
    for run in [*runs, wild_run(experiment), shown_run(live_experiment(two_d=True))]:
        yield live_data(run), LiveView.of(run.experiment, run="0" * 16)


def trial_sent() -> Iterator[tuple[Any, None]]:
    words = PanelWords("What", "That takes long.", "Of seeds.")
    for run in (None, RunStatus(TRIAL, "queued", place=2, seconds_left=9.0)):
        yield panel_data(TRIAL, run, words), None


def residual_sent() -> Iterator[tuple[Any, View]]:
    yield from with_views(residual.payload, *VARIANTS_VIEWS)
    yield residual.payload(VariantsView(), TIMES), VariantsView()


def with_views(payload: Callable[[Any], Any], *views: View) -> Iterator[tuple[Any, View]]:
    for view in views:
        yield payload(view), view


VARIANTS_VIEWS = (
    VariantsView(),
    VariantsView(variant="early", seed=9_999, places="mlp,embedding", typed="Ab"),
)
SENT: dict[str, Callable[[], Iterator[tuple[Any, View | None]]]] = {
    "home": lambda: iter([(home.payload(), None)]),
    "path": lambda: iter([(path.payload(), None)]),
    "words": lambda: iter([(WordsPayload(words=words_of("why")), None)]),
    "why": lambda: iter([(why.payload(), WhyView(at=3))]),
    "toggle_neurons": lambda: with_views(
        toggle.payload, ToggleView(), ToggleView(seed=9_999, label=3, mask="0" * 128)
    ),
    "expected_activations": lambda: with_views(
        expected.payload, ExpectedView(), ExpectedView(values="signs", x="0-u", seed=9_999)
    ),
    "feature_maps": lambda: with_views(
        feature_maps.payload, FeatureMapsView(), FeatureMapsView(source="photo", seed=9_999)
    ),
    "live_training": live_sent,
    "trial": trial_sent,
    "variants": lambda: with_views(variants.payload, *VARIANTS_VIEWS),
    "recurrent": lambda: with_views(recurrent.payload, *VARIANTS_VIEWS),
    "residual": residual_sent,
    "transformer": lambda: with_views(transformer.payload, *VARIANTS_VIEWS),
    "check": lambda: iter([(check.payload(), CardsView(topic="masks", card="by_heart", answer=4))]),
}
"""By stage. *Thinned sub-networks* has to be trained: the tests of its page do that."""


@pytest.mark.parametrize("stage", SENT)
def test_what_is_sent_is_of_its_type(stage: str) -> None:
    for payload, view in SENT[stage]():
        imposed = Imposed(view) if view else NOTHING
        assert_sent(stage, payload | imposed.as_data(None))


def test_a_field_more_or_less_or_of_another_type_is_noticed() -> None:
    coins: Any = dict(packed_coins(0, 4))
    assert_same(coins, PackedCoins)
    for wrong in (coins | {"more": 1}, coins | {"rows": "24"}):
        with pytest.raises(AssertionError):
            assert_same(wrong, PackedCoins)
    del coins["rows"]
    with pytest.raises(ValidationError):
        assert_same(coins, PackedCoins)


def test_every_stage_has_types_and_is_looked_at() -> None:
    assert SENT.keys() | {"thinned_networks"} == payload_types.STAGES.keys(), "an example in SENT"
    assert payload_types.STAGES.keys() == {file.parent.name for file in BROWSER.glob("*/stage.js")}


def test_the_browser_has_the_types_of_today() -> None:
    """If not: ``python -m scripts.payload_types``."""
    written = payload_types.files()
    assert written.keys() == set(BROWSER.rglob("*.d.ts"))
    for file, text in written.items():
        assert file.read_text("utf-8") == text, file


def test_types_are_written_as_typescript_has_them() -> None:
    written = {
        "(string | null)[]": list[str | None],
        '("on" | "off")[]': list[Literal["on", "off"]],
        "[string, number]": tuple[str, int],
        "number[]": tuple[float, ...],
        "Record<string, boolean>": dict[str, bool],
        "Record<string, string | null>[]": list[dict[str, str | None]],
    }
    assert {payload_types.written(kind): kind for kind in written.values()} == written
    with pytest.raises(TypeError, match="no type for"):
        payload_types.written(set[int])

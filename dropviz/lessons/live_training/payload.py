"""What Python sends to the stage of *Live training*: what can be chosen, and a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Annotated, Any, cast

import numpy as np
from typing_extensions import TypedDict

from dropviz.experiments.arms import arm_names
from dropviz.experiments.experiment import Activation, Arm, Experiment, Optimizer, Schedule
from dropviz.experiments.film import GRID, Scene
from dropviz.experiments.peeking import COMPARISONS, FIRST, LAST, peeking
from dropviz.lessons.live_training.view import (
    MOST_ARMS,
    MOST_LAYERS,
    PEEK_ROWS,
    SETTINGS,
    LiveView,
    Setting,
    ranges,
)
from dropviz.lessons.runs.status import (
    ArmPayload,
    FilmPayload,
    RunPayload,
    RunStatus,
    ScenePayload,
    packed_progress,
    steps_done,
)
from dropviz.stage.packing import DumpOf, packed

ACTIVATIONS: dict[Activation, str] = {"relu": "ReLU", "tanh": "tanh", "gelu": "GELU"}
OPTIMIZERS: dict[Optimizer, str] = {"adam": "Adam", "adamw": "AdamW", "sgd": "SGD"}
SCHEDULES: dict[Schedule, str] = {
    "constant": "all steps", "early": "first half", "late": "second half",
}  # fmt: skip


ArmDump = Annotated[dict[str, Any], DumpOf(Arm)]


class SettingsPayload(TypedDict):
    """What makes an experiment, under the short names of ``SETTINGS``."""

    data: str
    n: int
    noise: float
    hidden: list[int]
    act: Activation
    opt: Optimizer
    lr: float
    batch: int
    steps: int
    pairs: int
    seed: int
    arms: list[ArmDump]


class DatasetPayload(TypedDict):
    """What the stage is sent of a ``DatasetChoice``."""

    name: str
    title: str
    says: str
    largest: int
    n_features: int
    classes: list[str]
    two_d: bool
    available: bool
    why: str


class PresetPayload(TypedDict):
    """What the stage is sent of a ``PresetChoice``: of its view only what makes the experiment."""

    name: str
    title: str
    sentence: str
    settings: SettingsPayload


class OfferPayload(TypedDict):
    """What the stage is sent of an ``Offer``."""

    label: str
    settings: SettingsPayload


class PeekingPayload(TypedDict):
    """What the stage is sent of ``Peeking``: the first ``rows`` comparisons, and the counts.

    differences : float32 of shape (rows, last)
    """

    first: int
    last: int
    rows: int
    comparisons: int
    differences: str
    critical: list[float]
    claimed: list[int]
    at_the_end: int
    anytime: int


class ChoicesPayload(TypedDict):
    """What the stage is sent of ``Choices``, with limits and the drop-downs' values and names.

    trained : seconds since 1970 when these settings were trained here; None if they were not
    """

    datasets: list[DatasetPayload]
    presets: list[PresetPayload]
    options: dict[str, list[tuple[str, str]]]
    cost: str
    problem: str
    trained: float | None
    offer: OfferPayload | None
    ranges: dict[str, tuple[float, float, bool]]
    settings: list[Setting]
    plain_arm: ArmDump
    most_arms: int
    most_layers: int


class TermsPayload(TypedDict):
    """On what terms a run is judged, as fields of the view."""

    look: int
    set_margin: float
    set_margin_error: float


class LiveRunPayload(RunPayload):
    """A run with its settings and terms, and the arm whose thinned network is shown."""

    settings: SettingsPayload
    terms: TermsPayload
    shown_arm: int


class LivePayload(TypedDict):
    """What ``live_training/stage.js`` is sent.

    Without a run the stage keeps the one before, faint, until a view is imposed.
    """

    choices: ChoicesPayload
    run: LiveRunPayload | None
    peeking: PeekingPayload


@dataclass(frozen=True)
class DatasetChoice:
    """A data set that can be chosen.

    says : one sentence about it; largest : most training examples.
    classes : names of the classes; two_d : whether decision surfaces are drawn.
    why : why it is not available, a sentence.
    """

    name: str
    title: str
    says: str
    largest: int
    n_features: int
    classes: Sequence[str]
    two_d: bool = False
    available: bool = True
    why: str = ""


@dataclass(frozen=True)
class PresetChoice:
    """Settings that show one thing: ``sentence`` says what, ``view`` has the settings."""

    name: str
    title: str
    sentence: str
    view: LiveView

    def as_data(self) -> PresetPayload:
        """The preset as the stage is sent it: only what makes the experiment."""
        return {
            "name": self.name,
            "title": self.title,
            "sentence": self.sentence,
            "settings": _settings(self.view),
        }


@dataclass(frozen=True)
class Offer:
    """A change of settings that solves the problem: what its button says, and the settings."""

    label: str
    view: LiveView


@dataclass(frozen=True)
class Choices:
    """What can be chosen on the stage now, and what the present settings cost.

    devices : (value of ``LiveView.device``, its name) each.
    cost : a sentence, what the present settings cost.
    problem : a sentence, why the present settings cannot be trained, or "".
    trained : when the present settings were trained here (seconds since 1970), or None.
    """

    datasets: Sequence[DatasetChoice]
    presets: Sequence[PresetChoice]
    devices: Sequence[tuple[str, str]] = (("auto", "the best there is"), ("cpu", "CPU"))
    cost: str = ""
    problem: str = ""
    trained: float | None = None
    offer: Offer | None = None

    def as_data(self) -> ChoicesPayload:
        """The choices as the stage is sent them, with options and limits."""
        offer = self.offer
        return {
            "datasets": [cast("DatasetPayload", asdict(dataset)) for dataset in self.datasets],
            "presets": [preset.as_data() for preset in self.presets],
            "options": {
                "act": list(ACTIVATIONS.items()),
                "opt": list(OPTIMIZERS.items()),
                "schedule": list(SCHEDULES.items()),
                "device": list(self.devices),
            },
            "cost": self.cost,
            "problem": self.problem,
            "trained": self.trained,
            "offer": {"label": offer.label, "settings": _settings(offer.view)} if offer else None,
            "ranges": ranges(),
            "settings": list(SETTINGS),
            "plain_arm": Arm().model_dump(mode="json"),
            "most_arms": MOST_ARMS,
            "most_layers": MOST_LAYERS,
        }


def payload(choices: Choices, run: LiveRunPayload | None) -> LivePayload:
    """What ``live_training/stage.js`` is sent: what can be chosen, and a ``packed_run`` or none."""
    return {"choices": choices.as_data(), "run": run, "peeking": _peeking()}


@cache
def _peeking() -> PeekingPayload:
    now = peeking()
    return {
        "first": FIRST,
        "last": LAST,
        "rows": PEEK_ROWS,
        "comparisons": COMPARISONS,
        "differences": packed(now.differences[:PEEK_ROWS].astype(np.float32)),
        "critical": now.critical.tolist(),
        "claimed": now.claimed.tolist(),
        "at_the_end": now.at_the_end,
        "anytime": now.anytime,
    }


def _settings(view: LiveView) -> SettingsPayload:
    return cast("SettingsPayload", view.settings)


DEFAULT_VIEW = LiveView()
MOST_POINTS = 400
"""Training points drawn over a decision surface."""
MOST_BYTES_OF_MASKS = 1_500_000
"""Beyond, the film has the masks of every second step, or every third."""


def packed_run(shown: RunStatus[Experiment], view: LiveView = DEFAULT_VIEW) -> LiveRunPayload:
    """A run for ``decodeRun`` in ``shared/run/film.js``.

    While it trains only the newest frame of its film goes along; when it is over all of it does, so
    that any step is shown without a server.

    Parameters
    ----------
    view : has the terms on which it is judged
    """
    experiment = shown.experiment
    progress = packed_progress(shown, _arms(experiment.arms))
    return {
        **progress,
        "settings": _settings(LiveView.of(experiment)),
        "terms": {
            "look": view.look,
            "set_margin": view.set_margin,
            "set_margin_error": view.set_margin_error,
        },
        "shown_arm": experiment.shown_arm,
        "scene": _packed_scene(shown.scene) if shown.scene else None,
        "film": _packed_film(shown),
    }


def _arms(arms: Sequence[Arm]) -> list[ArmPayload]:
    return [
        {"name": name, "drops": arm.drops, "early_stopping": arm.early_stopping}
        for name, arm in zip(arm_names(arms), arms, strict=True)
    ]


def _packed_scene(scene: Scene) -> ScenePayload:
    shown = scene.points[:MOST_POINTS]
    return {
        "sizes": list(scene.sizes),
        "bounds": scene.bounds.tolist(),
        "n_points": len(scene.points),
        "points": packed(shown.astype(np.float32)),
    }


def _packed_film(shown: RunStatus[Experiment]) -> FilmPayload | None:
    """Surfaces and edges of measured steps, masks of all steps: the newest of each, or all."""
    scene, snapshot = shown.scene, shown.snapshot
    if scene is None or snapshot is None or not len(snapshot.steps):
        return None
    newest = shown.state == "running"
    first = len(snapshot.steps) - 1 if newest else 0
    kept = snapshot.kept[-1:] if newest else snapshot.kept
    stride = -(-kept.size // MOST_BYTES_OF_MASKS) or 1
    return {
        "first": first,
        "frames": len(snapshot.steps) - first,
        "grid": GRID,
        "surfaces": packed(snapshot.surfaces[first:]),
        "edges": packed(snapshot.edges[first:].astype(np.int16)),
        "edge_weights": packed(snapshot.edge_weights[first:].astype(np.float32)),
        "n_edges": snapshot.edges.shape[1],
        "units": sum(scene.sizes[:-1]),
        "first_step": max(1, steps_done(snapshot)) if newest else 1,
        "stride": stride,
        "kept": packed(kept[::stride]),
    }

"""What Python sends to the stage of *Live training*: what can be chosen, and a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import numpy as np
from typing_extensions import TypedDict

from dropviz.experiments.experiment import Arm
from dropviz.experiments.film import Scene
from dropviz.lessons.live_training.view import SETTINGS, Device, LiveSettings, LiveView, ranges
from dropviz.lessons.runs.status import (
    ArmDump,
    PackedFilm,
    PackedRun,
    PackedScene,
    RunStatus,
    packed_progress,
    steps_done,
)
from dropviz.stage.packing import DumpOf, packed

SettingsDump = Annotated[dict[str, Any], DumpOf(LiveSettings)]


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


class PackedPreset(TypedDict):
    """A ``PresetChoice``."""

    name: str
    title: str
    sentence: str
    settings: SettingsDump


class PackedOffer(TypedDict):
    """An ``Offer``."""

    label: str
    settings: SettingsDump


class PackedChoices(TypedDict):
    """What can be chosen now.

    devices : value and name each
    cost : what the present settings cost; problem : why they cannot be trained, or ""
    ranges : lowest and highest value of each number, and whether the lowest itself is excluded
    settings : names of those that make an experiment
    """

    datasets: list[Annotated[dict[str, Any], DumpOf(DatasetChoice)]]
    presets: list[PackedPreset]
    devices: list[tuple[Device, str]]
    cost: str
    problem: str
    offer: PackedOffer | None
    ranges: dict[str, tuple[float, float, bool]]
    settings: list[str]
    plain_arm: ArmDump


class LiveRun(PackedRun):
    """With its settings, and the arm whose thinned network is in the film."""

    settings: SettingsDump
    shown_arm: int


class LivePayload(TypedDict):
    """What can be chosen, and a run.

    Without a run the stage keeps the one before, faint, until a view is imposed.
    """

    choices: PackedChoices
    run: LiveRun | None


@dataclass(frozen=True)
class PresetChoice:
    """Settings that show one thing: ``sentence`` says what, ``view`` has the settings."""

    name: str
    title: str
    sentence: str
    view: LiveView

    def as_data(self) -> PackedPreset:
        """For the stage: only what makes the experiment."""
        return {
            "name": self.name,
            "title": self.title,
            "sentence": self.sentence,
            "settings": self.view.settings,
        }


@dataclass(frozen=True)
class Offer:
    """A change of settings that solves the problem: what its button says, and the settings."""

    label: str
    view: LiveView

    def as_data(self) -> PackedOffer:
        """For the stage."""
        return {"label": self.label, "settings": self.view.settings}


@dataclass(frozen=True)
class Choices:
    """What can be chosen now.

    devices : (value of ``LiveView.device``, its name) each.
    cost : a sentence, what the present settings cost.
    problem : a sentence, why the present settings cannot be trained, or "".
    """

    datasets: Sequence[DatasetChoice]
    presets: Sequence[PresetChoice]
    devices: Sequence[tuple[Device, str]] = (("auto", "the best there is"), ("cpu", "CPU"))
    cost: str = ""
    problem: str = ""
    offer: Offer | None = None

    def as_data(self) -> PackedChoices:
        """For the stage."""
        return {
            "datasets": [asdict(dataset) for dataset in self.datasets],
            "presets": [preset.as_data() for preset in self.presets],
            "devices": list(self.devices),
            "cost": self.cost,
            "problem": self.problem,
            "offer": self.offer and self.offer.as_data(),
            "ranges": ranges(),
            "settings": list(SETTINGS),
            "plain_arm": Arm().model_dump(mode="json"),
        }


def payload(choices: Choices, run: LiveRun | None) -> LivePayload:
    """For ``live_training/stage.js``, with a ``packed_run`` or none."""
    return {"choices": choices.as_data(), "run": run}


MOST_POINTS = 400
MOST_BYTES_OF_MASKS = 1_500_000


def packed_run(shown: RunStatus) -> LiveRun:
    """A run with its film.

    While it trains only the newest frame of its film goes along; when it is over all of it does, so
    that any step is shown without a server.
    """
    return {
        **packed_progress(shown),
        "settings": LiveView.of(shown.experiment).settings,
        "shown_arm": shown.experiment.shown_arm,
        "scene": shown.scene and _packed_scene(shown.scene),
        "film": _packed_film(shown),
    }


def _packed_scene(scene: Scene) -> PackedScene:
    shown = scene.points[:MOST_POINTS]
    return {
        "sizes": list(scene.sizes),
        "bounds": scene.bounds.tolist(),
        "n_points": len(scene.points),
        "points": packed(shown.astype(np.float32)),
    }


def _packed_film(shown: RunStatus) -> PackedFilm | None:
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
        "surfaces": packed(snapshot.surfaces[first:]),
        "edges": packed(snapshot.edges[first:].astype(np.int16)),
        "edge_weights": packed(snapshot.edge_weights[first:].astype(np.float32)),
        "n_edges": snapshot.edges.shape[1],
        "units": sum(scene.sizes[:-1]),
        "first_step": max(1, steps_done(snapshot)) if newest else 1,
        "stride": stride,
        "kept": packed(kept[::stride]),
    }

"""What Python sends to the stage of *Live training*: what can be chosen, and a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from dropviz.experiments.experiment import Arm
from dropviz.experiments.film import Scene
from dropviz.lessons.live_training.view import SETTINGS, LiveView, ranges
from dropviz.lessons.runs.status import RunStatus, packed_progress, steps_done
from dropviz.stage.packing import packed


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

    def as_data(self) -> dict[str, Any]:
        """For the stage: only what makes the experiment."""
        return {"name": self.name, "title": self.title, "sentence": self.sentence} | {
            "settings": self.view.settings
        }


@dataclass(frozen=True)
class Offer:
    """A change of settings that solves the problem: what its button says, and the settings."""

    label: str
    view: LiveView


@dataclass(frozen=True)
class Choices:
    """What can be chosen now.

    devices : (value of ``LiveView.device``, its name) each.
    cost : a sentence, what the present settings cost.
    problem : a sentence, why the present settings cannot be trained, or "".
    """

    datasets: Sequence[DatasetChoice]
    presets: Sequence[PresetChoice]
    devices: Sequence[tuple[str, str]] = (("auto", "the best there is"), ("cpu", "CPU"))
    cost: str = ""
    problem: str = ""
    offer: Offer | None = None

    def as_data(self) -> dict[str, Any]:
        """For the stage."""
        offer = self.offer and {"label": self.offer.label, "settings": self.offer.view.settings}
        return {
            "datasets": [asdict(dataset) for dataset in self.datasets],
            "presets": [preset.as_data() for preset in self.presets],
            "devices": [list(device) for device in self.devices],
            "cost": self.cost,
            "problem": self.problem,
            "offer": offer,
            "ranges": {name: list(limits) for name, limits in ranges().items()},
            "settings": list(SETTINGS),
            "plain_arm": Arm().model_dump(mode="json"),
        }


def payload(choices: Choices, run: dict[str, Any] | None) -> dict[str, Any]:
    """For ``live_training/stage.js``, with a ``packed_run`` or none.

    Without a run the stage keeps the one before, faint, until a view is imposed.
    """
    return {"choices": choices.as_data(), "run": run}


MOST_POINTS = 400
"""What Python sends to the stage of *Live training*: what can be chosen, and a run."""
MOST_BYTES_OF_MASKS = 1_500_000
"""What Python sends to the stage of *Live training*: what can be chosen, and a run."""


def packed_run(shown: RunStatus) -> dict[str, Any]:
    """A run for ``decodeRun`` in ``shared/run/film.js``.

    While it trains only the newest frame of its film goes along; when it is over all of it does, so
    that any step is shown without a server.
    """
    return packed_progress(shown) | {
        "settings": LiveView.of(shown.experiment).settings,
        "shown_arm": shown.experiment.shown_arm,
        "scene": shown.scene and _packed_scene(shown.scene),
        "film": _packed_film(shown),
    }


def _packed_scene(scene: Scene) -> dict[str, Any]:
    shown = scene.points[:MOST_POINTS]
    return {
        "sizes": list(scene.sizes),
        "bounds": scene.bounds.tolist(),
        "n_points": len(scene.points),
        "points": packed(shown.astype(np.float32)),
    }


def _packed_film(shown: RunStatus) -> dict[str, Any] | None:
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

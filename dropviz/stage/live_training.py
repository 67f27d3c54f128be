"""Typed face of the stage of the lesson *Live training*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dropviz.experiments.experiment import Arm
from dropviz.lessons.live_training.view import SETTINGS, LiveView, ranges
from dropviz.stage.component import Imposed, stage_component
from dropviz.stage.live_run import RunStatus, packed_run

__all__ = ["Choices", "DatasetChoice", "LiveView", "Offer", "PresetChoice", "RunStatus"]
__all__ += ["live_training", "packed_run"]

_mount = stage_component("live_training", styles=("shared/run/figures.css",))


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


def live_training(
    imposed: Imposed,
    choices: Choices,
    run: dict[str, Any] | None,
    *,
    key: str,
    on_view_change: Callable[[], None],
    on_train_change: Callable[[], None],
    on_cancel_change: Callable[[], None],
) -> None:
    """Show the stage with a ``packed_run``, or none.

    Its state ``view`` is a dict for ``LiveView.accept``. Its triggers, there in their callback
    only: ``train``, the view to train (it may be newer than the state), and ``cancel``, the hash
    of the run. Without a run the stage keeps the one before, faint, until a view is imposed.
    """
    data = {"choices": choices.as_data(), "run": run} | imposed.as_data()
    _mount(
        key=key,
        data=data,
        on_view_change=on_view_change,
        on_train_change=on_train_change,
        on_cancel_change=on_cancel_change,
    )

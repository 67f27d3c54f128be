"""Whether the settings on the stage can be trained, what that costs, and what would be allowed."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from dropviz.data.datasets import Dataset
from dropviz.data.splits import largest_train_size
from dropviz.experiments.complaints import complaints
from dropviz.experiments.cost import duration_words
from dropviz.experiments.experiment import Experiment
from dropviz.lessons.live_training.payload import Offer
from dropviz.lessons.live_training.view import JUDGED_BY, LiveView
from dropviz.ui.live_training.data import data_for_jobs, why_not
from dropviz.ui.service import devices, service

DEVICE_NAMES = {"cpu": "CPU", "cuda": "NVIDIA GPU", "mps": "Apple GPU"}
CHANGES = {"pairs": "pairs", "steps": "steps", "hidden": "hidden units", "train_size": "examples"}
"""What an offer may take less of."""


@dataclass(frozen=True)
class Plan:
    """What Train would do, or why it cannot.

    experiment : None if the settings do not fit together
    problem : sentences, empty where it can be trained
    cost : a sentence
    """

    experiment: Experiment | None = None
    data: Dataset | None = None
    device: str = "cpu"
    problem: str = ""
    cost: str = ""
    offer: Offer | None = None


def plan(view: LiveView) -> Plan:
    """What Train would do with these settings."""
    try:
        experiment = view.experiment
    except ValidationError as error:
        return Plan(problem=" ".join(complaints(error)))
    data = None if (why := why_not(view.data)) else data_for_jobs(view.data)
    if data is None:
        return Plan(experiment, problem=why)
    largest = largest_train_size(data)
    if experiment.train_size > largest:
        return _too_many(view, experiment, data, largest)
    found = devices()
    device = found[0] if view.device == "auto" else view.device
    if device not in found:
        there = " and ".join(DEVICE_NAMES[name] for name in found)
        says = f"No worker here trains on {DEVICE_NAMES[device]}; there is {there}."
        return Plan(experiment, data, device, says)
    return _priced(view, experiment, data, device)


def device_choices() -> list[tuple[str, str]]:
    """Values of the view's device, each with its name."""
    there = devices()
    best = ("auto", f"best: {DEVICE_NAMES[there[0]]}")
    return [best, *((name, DEVICE_NAMES[name]) for name in there)]


def _priced(view: LiveView, experiment: Experiment, data: Dataset, device: str) -> Plan:
    estimate = service().estimate(experiment, data, device)
    if estimate.allowed:
        cost = f"That takes about {duration_words(estimate.seconds)}."
        return Plan(experiment, data, device, cost=cost)
    smaller = estimate.nearest
    offer = None
    if smaller is not None:
        less = {
            name: word
            for name, word in CHANGES.items()
            if getattr(smaller, name) != getattr(experiment, name)
        }
        said = ", ".join(f"{_value(smaller, name)} {word}" for name, word in less.items())
        offer = Offer(f"Take {said}", _with(view, LiveView.of(smaller)))
    return Plan(experiment, data, device, estimate.problem, offer=offer)


def _too_many(view: LiveView, experiment: Experiment, data: Dataset, largest: int) -> Plan:
    says = (
        f"train_size is {experiment.train_size:,}; {data.title} has {largest:,} training examples "
        "at most, the other rows are kept for validation and testing."
    )
    fewer = view.model_copy(update={"n": largest, "batch": min(view.batch, largest)})
    return Plan(experiment, data, problem=says, offer=Offer(f"Take {largest:,} examples", fewer))


def _with(view: LiveView, settings: LiveView) -> LiveView:
    """Other settings, with the margins and the device of the view."""
    kept = {name: getattr(view, name) for name in (*JUDGED_BY, "device")}
    return settings.model_copy(update=kept)


def _value(experiment: Experiment, name: str) -> str:
    value = getattr(experiment, name)
    return "-".join(map(str, value)) if isinstance(value, tuple) else f"{value:,}"

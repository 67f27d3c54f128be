"""What is wrong with a link to *Live training*, in sentences; what a link leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import ValidationError

from dropviz.data.datasets import DATASETS
from dropviz.experiments.complaints import complaints, first_few
from dropviz.experiments.experiment import Experiment
from dropviz.experiments.peeking import LAST
from dropviz.lessons.live_training.arms_in_link import arms_from
from dropviz.lessons.live_training.view import (
    JUDGED_BY,
    PEEK_ROWS,
    SETTINGS,
    LiveView,
    Setting,
    ranges,
)
from dropviz.ui.plain import cut
from dropviz.ui.service import experiment_job
from dropviz.ui.views import Refused

MOST_COMPLAINTS = 3


def completed(view: LiveView) -> LiveView:
    """The view with the settings of the run that its link names, if that run is here.

    Other settings beside the run's name give way.
    """
    job = experiment_job(view.run)
    if job is None or experiment_hash(view) == job.hash:
        return view
    looked_at = {name: getattr(view, name) for name in (*JUDGED_BY, "device", "scene")}
    return LiveView.of(job.experiment, run=view.run, at=view.at, **looked_at)


def experiment_hash(view: LiveView) -> str:
    """Hash of the experiment of these settings; empty if they do not fit together."""
    try:
        return view.experiment.hash
    except ValidationError:
        return ""


def link_complaints(refused: Sequence[Refused]) -> str:
    """Field, value and range of each value that the link got wrong; empty if it got none wrong."""
    says = [sentence for one in refused for sentence in _complaints(one)]
    return f"Ignored in this link: {first_few(says, MOST_COMPLAINTS)}" if says else ""


def _complaints(refused: Refused) -> list[str]:
    name, values, known = refused
    if not known:
        return [f"{cut(name)} is no setting of this page."]
    if len(values) > 1:
        return [f"{name} is there {len(values)} times; it must be there once."]
    text = values[0]
    setting = cast("Setting", name)
    if name in SETTINGS and name != "data" and (said := _of_experiment(setting, text)):
        return said
    return [f"{name} is '{cut(text)}'; it must be {_wanted(name)}."]


def _of_experiment(name: Setting, text: str) -> list[str]:
    """What an experiment says against a setting's value, in sentences; there may be none."""
    value: Any = text
    try:
        if name == "arms":
            value = arms_from(text)
        elif name == "hidden":
            value = [int(width) for width in text.split("-")]
        Experiment.model_validate({SETTINGS[name]: value})
    except ValidationError as error:
        inside = any(len(detail["loc"]) > 1 for detail in error.errors())
        said = complaints(error) if inside or value is text else []
        return [sentence.replace(SETTINGS[name], name, 1) for sentence in said]
    except ValueError:
        pass
    return []


def _wanted(name: str) -> str:
    wanted: Mapping[str, str] = {
        "data": f"one of {', '.join(DATASETS)}, or a table of your own",
        "arms": "2 to 6 arms like 0~h0.5_wd0.001",
        "hidden": "1 to 5 widths like 128-128",
        "device": "auto, cpu, cuda or mps",
        "run": "the 16 hex digits of a run",
        "at": "a step of the run, or -1 for the last",
        "scene": "a scene of the guide, or 0",
        "peeked": f"a number from 0 to {LAST}",
        "peek_row": f"a number from 0 to {PEEK_ROWS - 1}",
        "peek_all": "true or false",
    }
    if name in wanted:
        return wanted[name]
    low, high, _ = ranges()[name]
    return f"a number from {low:g} to {high:g}"

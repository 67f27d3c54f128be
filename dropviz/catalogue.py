"""The one list of lessons; navigation, home page, README test and benchmarks read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lesson:
    """One lesson: ``pages/<name>.py``, served at ``/<name>``."""

    name: str
    title: str
    question: str
    icon: str


LESSONS = (
    Lesson(
        "toggle_neurons",
        "Toggle neurons",
        "What does the network lose when this neuron goes silent?",
        ":material/toggle_on:",
    ),
    Lesson(
        "thinned_networks",
        "Thinned sub-networks",
        "Which network is trained in this step?",
        ":material/hub:",
    ),
    Lesson(
        "expected_activations",
        "Expected activations",
        "Why divide by 1 - p, and when?",
        ":material/balance:",
    ),
    Lesson(
        "live_training",
        "Live training",
        "Does dropout help here, and how do you know?",
        ":material/monitoring:",
    ),
    Lesson(
        "feature_maps",
        "Feature maps",
        "What does a convolutional network see when a whole feature map goes dark?",
        ":material/filter:",
    ),
    Lesson(
        "variants",
        "Variants",
        "What exactly is dropped?",
        ":material/grid_view:",
    ),
)


def lesson(name: str) -> Lesson:
    """The lesson of that name.

    Raises
    ------
    KeyError
        If the catalogue has no such lesson.
    """
    by_name = {entry.name: entry for entry in LESSONS}
    return by_name[name]

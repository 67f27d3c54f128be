"""The one list of lessons; navigation, home page, README test and benchmarks read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Section = Literal["Begin", "How it works", "Does it help?", "Where it goes", "Check yourself"]


@dataclass(frozen=True)
class Lesson:
    """One lesson: ``pages/<name>.py``, served at ``/<name>``.

    minutes : that its guide takes, or a visit where it has none
    """

    name: str
    title: str
    question: str
    icon: str
    section: Section
    minutes: int


LESSONS = (
    Lesson(
        "why",
        "Why dropout?",
        "What goes wrong when a network learns by heart?",
        ":material/lightbulb:",
        "Begin",
        2,
    ),
    Lesson(
        "toggle_neurons",
        "Toggle neurons",
        "What does the network lose when this neuron goes silent?",
        ":material/toggle_on:",
        "Begin",
        5,
    ),
    Lesson(
        "thinned_networks",
        "Thinned sub-networks",
        "Which network is trained in this step?",
        ":material/hub:",
        "How it works",
        6,
    ),
    Lesson(
        "expected_activations",
        "Expected activations",
        "Why divide by 1 - p, and when?",
        ":material/balance:",
        "How it works",
        6,
    ),
    Lesson(
        "live_training",
        "Live training",
        "Does dropout help here, and how do you know?",
        ":material/monitoring:",
        "Does it help?",
        8,
    ),
    Lesson(
        "feature_maps",
        "Feature maps",
        "What does a convolutional network see when a whole feature map goes dark?",
        ":material/filter:",
        "Where it goes",
        6,
    ),
    Lesson(
        "variants",
        "Variants",
        "What exactly is dropped?",
        ":material/grid_view:",
        "Where it goes",
        10,
    ),
    Lesson(
        "check",
        "Check yourself",
        "What can you answer, and where can you see it?",
        ":material/quiz:",
        "Check yourself",
        10,
    ),
)
"""In the order of the path."""


def sections() -> dict[Section, list[Lesson]]:
    """The lessons of each section, in the order of the path."""
    found: dict[Section, list[Lesson]] = {}
    for entry in LESSONS:
        found.setdefault(entry.section, []).append(entry)
    return found


def lesson(name: str) -> Lesson:
    """The lesson of that name.

    Raises
    ------
    KeyError
        If the catalogue has no such lesson.
    """
    by_name = {entry.name: entry for entry in LESSONS}
    return by_name[name]

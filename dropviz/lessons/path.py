"""The path through the lessons: what Python sends to its stage on the home page."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from typing_extensions import TypedDict

from dropviz.catalogue import LESSONS, Lesson
from dropviz.stage.guide import Guide


class StopPayload(TypedDict):
    """A lesson on the path, and how many scenes its guide has."""

    name: str
    title: str
    minutes: int
    scenes: int


class PathPayload(TypedDict):
    """The lessons in their order."""

    stops: list[StopPayload]


def guide_of(lesson: Lesson) -> Guide | None:
    """``GUIDE`` of the lesson's module ``guide``, if it has one."""
    name = f"dropviz.lessons.{lesson.name}.guide"
    return getattr(import_module(name), "GUIDE", None) if find_spec(name) else None


@cache
def payload() -> PathPayload:
    """What ``path/stage.js`` is sent."""
    guides = {entry.name: guide_of(entry) for entry in LESSONS}
    return PathPayload(
        stops=[
            StopPayload(
                name=entry.name,
                title=entry.title,
                minutes=entry.minutes,
                scenes=len(guide.scenes) if (guide := guides[entry.name]) else 0,
            )
            for entry in LESSONS
        ]
    )

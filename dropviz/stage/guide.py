"""The guide of a lesson: scenes in which a person predicts, acts, sees, and is told what it meant.

What a scene puts on the stage and asks stands here, as data. When it is done, and what is then
said of what happened, stands beside the stage: ``guide.js`` in the folder of the lesson has an
entry for each scene's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from typing_extensions import TypedDict

from dropviz.catalogue import lesson
from dropviz.stage.view import View


@dataclass(frozen=True)
class GuideScene:
    """One idea: a question, and an act whose result cannot be known before.

    name : of its entry in ``guide.js``
    view : what it puts on the stage
    shows : the parts of the stage that are on show; the others come with later scenes
    ask, answers : a prediction, with two to four answers
    do : what to do
    points : layer and unit that the question speaks of, "1:2"; the stage rings it
    """

    name: str
    view: View
    shows: tuple[str, ...]
    ask: str
    answers: tuple[str, ...]
    do: str
    points: str = ""


@dataclass(frozen=True)
class Check:
    """A question at the end of a lesson; ``right`` is the place of its answer, ``why`` says why."""

    ask: str
    answers: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True)
class Guide:
    """The guide of a lesson, or of a part of it.

    name : under which the browser keeps what was done
    minutes : that it takes
    keep : the sentence to remember
    leads_to : name of the next lesson
    about : of what, where that is not the whole lesson
    opens : links, with their titles, to what is worth opening first
    """

    name: str
    minutes: int
    scenes: tuple[GuideScene, ...]
    keep: str
    checks: tuple[Check, ...]
    leads_to: str
    about: str = ""
    opens: tuple[tuple[str, str], ...] = ()

    def of(self, view: View) -> Guide:
        """The guide of any view of its lesson: this one."""
        return self

    def asks_before(self, scene: int) -> bool:
        """Whether a scene asks what the whole page would tell: any but the last."""
        return 0 < scene < len(self.scenes)

    def view_at(self, scene: int) -> View | None:
        """The view of a scene, counted from 1, which it names; None if there is no such scene."""
        if not 1 <= scene <= len(self.scenes):
            return None
        return self.scenes[scene - 1].view.model_copy(update={"scene": scene})

    def payload(self) -> GuidePayload:
        """What ``shared/guide.js`` is sent."""
        after = lesson(self.leads_to)
        return GuidePayload(
            name=self.name,
            minutes=self.minutes,
            scenes=[_scene_payload(self, at) for at in range(1, len(self.scenes) + 1)],
            keep=self.keep,
            about=self.about,
            opens=[*self.opens],
            checks=[
                CheckPayload(ask=one.ask, answers=[*one.answers], right=one.right, why=one.why)
                for one in self.checks
            ],
            next=NextPayload(name=after.name, title=after.title, question=after.question),
        )


GuideOf = Callable[[Any], Guide | None]
"""From a view to the guide of the part of the lesson that it shows."""


class GuideScenePayload(TypedDict):
    """A scene of a guide, as ``GuideScene`` has it."""

    name: str
    view: dict[str, Any]
    shows: list[str]
    ask: str
    answers: list[str]
    do: str
    points: str


class CheckPayload(TypedDict):
    """A question at the end of a lesson, as ``Check`` has it."""

    ask: str
    answers: list[str]
    right: int
    why: str


class NextPayload(TypedDict):
    """The lesson that comes next."""

    name: str
    title: str
    question: str


class GuidePayload(TypedDict):
    """The guide of a lesson, as ``Guide`` has it."""

    name: str
    minutes: int
    scenes: list[GuideScenePayload]
    keep: str
    about: str
    opens: list[tuple[str, str]]
    checks: list[CheckPayload]
    next: NextPayload


def _scene_payload(guide: Guide, at: int) -> GuideScenePayload:
    scene, view = guide.scenes[at - 1], guide.view_at(at)
    return GuideScenePayload(
        name=scene.name,
        view=view.model_dump() if view else {},
        shows=[*scene.shows],
        ask=scene.ask,
        answers=[*scene.answers],
        do=scene.do,
        points=scene.points,
    )

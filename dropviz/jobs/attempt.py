"""What was heard of one attempt to do a run; it ends when its worker dies."""

from __future__ import annotations

from dropviz.experiments.film import Scene, Snapshot, joined
from dropviz.jobs.pace import Pace

MOST_PARTS = 32
"""Snapshots kept apart before they are joined: a long run makes a thousand."""


class Attempt:
    """One attempt of a worker to do a run: its snapshots, in order however they came in.

    parts : one after the other, without a gap
    steps : training steps in them
    scene : None until it was heard
    pace : how fast it goes
    """

    def __init__(self, name: str, scene: Scene | None = None) -> None:
        self.name = name
        self.scene = scene
        self.parts: list[Snapshot] = []
        self.steps = 0
        self.pace = Pace()
        self._early: dict[int, Snapshot] = {}
        self._next = 0
        self._said = False
        self._measurements = 0

    def misses_something(self) -> bool:
        """Whether something was told before this app listened; says so once."""
        misses = not self._said and (self.scene is None or bool(self._early))
        self._said = self._said or misses
        return misses

    def take(self, number: int, snapshot: Snapshot) -> None:
        """Put a snapshot in its place."""
        if number >= self._next:
            self._early[number] = snapshot
        while (part := self._early.pop(self._next, None)) is not None:
            self.parts.append(part)
            self.steps += len(part.kept)
            self._measurements += len(part.steps)
            self.pace.take(part.seconds, self.steps, self._measurements)
            self._next += 1
        if len(self.parts) > MOST_PARTS:
            self.parts = [joined(self.parts)]

    def go_on_without(self) -> None:
        """Do not wait any longer for what was missed."""
        if self._early:
            self._next = min(self._early)
            self.take(self._next, self._early[self._next])

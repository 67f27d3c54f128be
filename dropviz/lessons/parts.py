"""What a lesson consists of beside its stage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """Something to try, and whether what is on the stage now fulfils it."""

    text: str
    done: bool

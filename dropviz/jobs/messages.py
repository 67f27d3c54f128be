"""What a worker tells the app about a run, as bytes that hold arrays and nothing else."""

from __future__ import annotations

import json
from typing import TypedDict

import numpy as np
from safetensors.numpy import load, save

from dropviz.core.film import Scene, Snapshot

TOPIC = "dropviz-runs"
"""One topic for all runs: a scheduler keeps the last messages of each topic for ever."""


class Message(TypedDict, total=False):
    """Of one attempt to do a task; ``kind`` says which of the other fields are there.

    started : device, scene
    snapshot : number, from 0 within the attempt, and snapshot
    cancelled : nothing more
    """

    key: str
    attempt: str
    kind: str
    device: str
    scene: bytes
    number: int
    snapshot: bytes


def packed(part: Scene | Snapshot) -> bytes:
    """A scene or snapshot as safetensors."""
    fields = vars(part)
    tensors = {
        name: np.ascontiguousarray(value)
        for name, value in fields.items()
        if isinstance(value, np.ndarray)
    }
    rest = {name: json.dumps(value) for name, value in fields.items() if name not in tensors}
    return save(tensors, rest)


def scene(data: bytes) -> Scene:
    """The scene that was packed."""
    rest = _rest(data)
    return Scene(**load(data), sizes=tuple(json.loads(rest["sizes"])))


def snapshot(data: bytes) -> Snapshot:
    """The snapshot that was packed."""
    return Snapshot(**load(data), seconds=json.loads(_rest(data)["seconds"]))


def _rest(data: bytes) -> dict[str, str]:
    length = int.from_bytes(data[:8], "little")
    rest: dict[str, str] = json.loads(data[8 : 8 + length])["__metadata__"]
    return rest

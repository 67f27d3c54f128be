"""What a worker tells the app about a run, as bytes that hold arrays and nothing else."""

from __future__ import annotations

import json
from typing import TypedDict

import numpy as np
from safetensors.numpy import save

from dropviz.core.tensors import tensors_and_words
from dropviz.experiments.film import Scene, Snapshot

TOPIC = "dropviz-runs"
"""One topic for all runs: a scheduler keeps the last messages of each topic for ever."""


class Message(TypedDict, total=False):
    """What a worker tells of one attempt to do a task; ``kind`` says which fields are there.

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
    """A scene or snapshot as bytes in the safetensors format."""
    fields = vars(part)
    tensors = {
        name: np.ascontiguousarray(value)
        for name, value in fields.items()
        if isinstance(value, np.ndarray)
    }
    rest = {name: json.dumps(value) for name, value in fields.items() if name not in tensors}
    return save(tensors, rest)


def scene(data: bytes) -> Scene:
    """The scene in the bytes that ``packed`` made of it."""
    arrays, rest = tensors_and_words(data)
    return Scene(**arrays, sizes=tuple(json.loads(rest["sizes"])))


def snapshot(data: bytes) -> Snapshot:
    """The snapshot in the bytes that ``packed`` made of it."""
    arrays, rest = tensors_and_words(data)
    return Snapshot(**arrays, seconds=json.loads(rest["seconds"]))

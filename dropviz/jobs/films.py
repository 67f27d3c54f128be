"""Films in memory: the last used, up to so many bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

import numpy as np

from dropviz.experiments.film import Film

MOST_BYTES = 4 * 2**20


class Films:
    """Films by the hash of their run, up to so many bytes. Thread safe.

    The least recently used go first; the newest stays however large it is.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._films: OrderedDict[str, Film[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, film: Film[Any]) -> None:
        """Remember a film, and forget what there is no more room for."""
        with self._lock:
            self._films[film.experiment.hash] = film
            self._films.move_to_end(film.experiment.hash)
            total = sum(map(film_size, self._films.values()))
            while total > self._most_bytes and len(self._films) > 1:
                total -= film_size(self._films.popitem(last=False)[1])

    def get(self, run: str) -> Film[Any] | None:
        """The film of the run with that hash, if it is here."""
        with self._lock:
            if run in self._films:
                self._films.move_to_end(run)
            return self._films.get(run)

    def drop(self, run: str) -> None:
        """Forget a film."""
        with self._lock:
            self._films.pop(run, None)

    def clear(self) -> None:
        """Forget all films."""
        with self._lock:
            self._films.clear()


def film_size(film: Film[Any]) -> int:
    """Bytes of all arrays of a film."""
    return sum(map(array_bytes, (film.scene, film.snapshot, film.outcome)))


def array_bytes(part: object) -> int:
    """Bytes of the arrays that a part of a film holds."""
    return sum(value.nbytes for value in vars(part).values() if isinstance(value, np.ndarray))

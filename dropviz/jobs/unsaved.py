"""Finished films that the database did not take: kept in memory, and tried again."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dropviz.experiments.film import Film
from dropviz.jobs.database import StoreError
from dropviz.jobs.films import film_size

FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
"""Seconds between two attempts; they double."""
MOST_BYTES = 256 * 2**20
LOG = logging.getLogger(__name__)

ALL = "all"
"""In place of an owner: of a film that is to be saved for all who have asked for it."""


@dataclass(frozen=True)
class Waiting:
    """A film that waits, how it is saved (a StoreError is one more failure) or given up."""

    film: Film[Any]
    save: Callable[[], None]
    give_up: Callable[[], None]


class Unsaved:
    """Films that wait to be saved, by their run and for whom. Thread safe."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[tuple[str, str], Waiting] = OrderedDict()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()

    def put(
        self, film: Film[Any], owner: str, save: Callable[[], None], give_up: Callable[[], None]
    ) -> None:
        """Keep a film and try again to save it, until it can be.

        The oldest are given up where there is no more memory for them.
        """
        with self._lock:
            self._waiting[film.experiment.hash, owner] = Waiting(film, save, give_up)
            too_many = self._too_many()
            if self._thread is None:
                self._thread = threading.Thread(target=self._try_again, daemon=True)
                self._thread.start()
        for run, waiting in too_many:
            LOG.warning("The film of %s is given up: the database was away for too long.", run)
            waiting.give_up()

    def film(self, run: str) -> Film[Any] | None:
        """The film of a run that waits to be saved."""
        with self._lock:
            found = (one.film for (other, _), one in self._waiting.items() if other == run)
            return next(found, None)

    def waits(self, run: str, owner: str) -> bool:
        """Whether a film waits to be saved for someone."""
        with self._lock:
            return (run, owner) in self._waiting

    def drop(self, run: str) -> None:
        """Forget a film: nobody wants it any more."""
        with self._lock:
            for key in [key for key in self._waiting if key[0] == run]:
                del self._waiting[key]

    def clear(self) -> None:
        """Forget all films."""
        with self._lock:
            self._waiting.clear()

    def close(self) -> None:
        """Try a last time, and say in the log what is lost."""
        self._closed.set()
        self._save_all()
        with self._lock:
            for run, _ in self._waiting:
                LOG.warning("The film of %s is lost: the database could not be used.", run)

    def _too_many(self) -> list[tuple[str, Waiting]]:
        """Films for which there is no more room, taken out of those that wait."""
        size = sum(film_size(one.film) for one in self._waiting.values())
        found = []
        while size > MOST_BYTES and len(self._waiting) > 1:
            (run, _), oldest = self._waiting.popitem(last=False)
            size -= film_size(oldest.film)
            found.append((run, oldest))
        return found

    def _try_again(self) -> None:
        wait = FIRST_WAIT
        while not self._closed.wait(wait):
            wait = FIRST_WAIT if self._save_all() else min(2 * wait, LONGEST_WAIT)
            with self._lock:
                if not self._waiting:
                    self._thread = None
                    return

    def _save_all(self) -> bool:
        """Save what can be, the oldest first; whether anything was."""
        with self._lock:
            waiting = list(self._waiting.items())
        for number, (key, one) in enumerate(waiting):
            try:
                one.save()
            except StoreError:
                return number > 0
            except Exception as error:  # of the database's driver, say
                LOG.warning("The film of %s cannot be saved: %r", key[0], error)
                one.give_up()
            else:
                LOG.warning("The film of %s is kept now.", key[0])
            with self._lock:
                if self._waiting.get(key) is one:
                    del self._waiting[key]
        return bool(waiting)

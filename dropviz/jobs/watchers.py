"""Who watches which run; those who have gone are noticed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

SECONDS_BETWEEN = 1.0
SECONDS_OF_GRACE = 5.0
"""A phone that loses the network for a moment has not gone."""


class Watchers:
    """Who watches which run. Thread safe.

    A thread looks for those who have gone, while there is anyone.

    Parameters
    ----------
    is_watching : whether a watcher is still there
    leave : called with run and watcher for each who has gone
    """

    def __init__(
        self, is_watching: Callable[[str], bool], leave: Callable[[str, str], object]
    ) -> None:
        self.seconds_of_grace = SECONDS_OF_GRACE
        self._is_watching, self._leave = is_watching, leave
        self._watching: dict[str, set[str]] = {}
        self._missed_since: dict[str, float] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, run: str, watcher: str) -> None:
        """Note that someone watches a run."""
        with self._lock:
            self._watching.setdefault(run, set()).add(watcher)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._look, daemon=True)
                self._thread.start()

    def remove(self, run: str, watcher: str) -> bool:
        """Note that someone does not watch a run any more; whether anyone else does."""
        with self._lock:
            watching = self._watching.get(run, set())
            watching.discard(watcher)
            return bool(watching)

    def forget(self, run: str) -> None:
        """Forget who watched a run, as it has ended."""
        with self._lock:
            self._watching.pop(run, None)

    def _look(self) -> None:
        while True:
            time.sleep(min(SECONDS_BETWEEN, self.seconds_of_grace))
            with self._lock:
                pairs = [(run, who) for run, all_ in self._watching.items() for who in all_]
                if not pairs:
                    self._thread = None
                    self._missed_since.clear()
                    return
            there = {watcher for _, watcher in pairs}
            for watcher in self._missed_since.keys() - there:
                del self._missed_since[watcher]
            for run, watcher in pairs:
                if self._has_gone(watcher):
                    self._leave(run, watcher)

    def _has_gone(self, watcher: str) -> bool:
        if self._is_watching(watcher):
            self._missed_since.pop(watcher, None)
            return False
        since = self._missed_since.setdefault(watcher, time.monotonic())
        return time.monotonic() - since >= self.seconds_of_grace

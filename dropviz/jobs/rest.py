"""A database that keeps people waiting is left alone, and asked again where nobody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Rest:
    """Whether the database is left alone now; it ends when the database answers. Thread safe.

    Parameters
    ----------
    answers : asks the database, for as long as that takes
    seconds : between two questions
    """

    def __init__(self, answers: Callable[[], bool], seconds: float) -> None:
        self._answers, self._seconds = answers, seconds
        self._lock = threading.Lock()
        self._over: threading.Event | None = None

    @property
    def goes_on(self) -> bool:
        """Whether nobody should ask."""
        return self._over is not None

    def begin(self) -> None:
        """Leave it alone from now on."""
        with self._lock:
            if self._over is None:
                self._over = threading.Event()
                threading.Thread(target=self._ask, args=(self._over,), daemon=True).start()

    def end(self) -> None:
        """Let everybody ask again, whether it answers or not."""
        with self._lock:
            if self._over is not None:
                self._over.set()
                self._over = None

    def _ask(self, over: threading.Event) -> None:
        while not over.wait(self._seconds):
            if self._answers() and not over.is_set():
                self.end()

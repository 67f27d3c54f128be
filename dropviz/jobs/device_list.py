"""What the workers can train on, asked without anybody waiting for the answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from dropviz.jobs.cluster import Connection
from dropviz.jobs.worker import devices

SECONDS_BETWEEN = 20.0
SECONDS_WITHOUT_WORKERS = 1.0
"""Between two questions while none has joined."""
FASTEST_FIRST = ("cuda", "mps", "cpu")


class DeviceList:
    """What the workers can train on, as it was heard last. Thread safe.

    A worker that hangs keeps the question open, and the last answer stands.

    Parameters
    ----------
    connection : the one that stands now, or None
    """

    def __init__(self, connection: Callable[[], Connection | None]) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._of: Connection | None = None  # whom the answer is from
        self._asking = False
        self._ask_at = 0.0
        self._known: tuple[str, ...] = ("cpu",)

    def latest(self) -> tuple[str, ...]:
        """The last answer, at once, the fastest device first; asked for anew if it is old."""
        connection = self._connection()
        if connection is None or not connection.alive:
            return ("cpu",)
        with self._lock:
            if connection is not self._of:
                self._of, self._asking, self._ask_at, self._known = connection, False, 0.0, ("cpu",)
            if not self._asking and time.monotonic() >= self._ask_at:
                self._asking = True
                threading.Thread(target=self._ask, args=(connection,), daemon=True).start()
            return self._known

    def _ask(self, connection: Connection) -> None:
        """Ask the workers; runs in a thread of its own, which a worker that hangs holds up."""
        try:
            answers = connection.asked(devices)
        except Exception:  # whatever Dask raises while workers or the scheduler go away
            answers = []
        found = {device for worker in answers for device in worker} | {"cpu"}
        with self._lock:
            if connection is not self._of:
                return
            self._asking = False
            self._ask_at = time.monotonic() + (
                SECONDS_BETWEEN if answers else SECONDS_WITHOUT_WORKERS
            )
            if answers:
                self._known = tuple(device for device in FASTEST_FIRST if device in found)

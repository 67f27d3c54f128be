"""The file of a SQLite database: private to the server's user, and missed when it is gone."""

from __future__ import annotations

import logging
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Engine

LOG = logging.getLogger(__name__)


class SqliteFile:
    """A database's file as it was opened; where it is missing it is made, with its folder.

    Only the server's user may read it. SQLite gives the files that it puts beside it (-wal, -shm)
    the same mode.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._make()
        self._opened = self._now()

    @property
    def is_as_opened(self) -> bool:
        """Whether the file is still the one that was opened: not deleted, nor put back."""
        return self._now() == self._opened

    def rescue(self, engine: Engine) -> None:
        """Where the file was deleted, write it anew from a connection that still has it open."""
        if self._now() is not None or not engine.pool.checkedin():  # type: ignore[attr-defined]
            return
        source = engine.raw_connection()
        try:
            self._make()
            with closing(sqlite3.connect(self._path)) as target:
                source.driver_connection.backup(target)  # type: ignore[union-attr]
            LOG.warning("The database file %s was deleted, and is there again.", self._path)
        except sqlite3.Error as error:
            LOG.warning("The database file %s was deleted: %s", self._path, error)
        finally:
            source.invalidate()
            source.close()

    def _make(self) -> None:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        for end in ("", "-wal", "-shm"):
            with suppress(OSError):  # it is not there, or another user's
                Path(f"{self._path}{end}").chmod(0o600)

    def _now(self) -> tuple[int, int] | None:
        """Device and number of the file; None if there is none."""
        with suppress(OSError):
            found = self._path.stat()
            return found.st_dev, found.st_ino
        return None

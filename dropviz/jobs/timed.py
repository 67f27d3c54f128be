"""A PostgreSQL connection that does not wait for ever: a server may hang without being gone."""

from __future__ import annotations

import time
from typing import Any

import psycopg
from psycopg.abc import PQGen

SECONDS = 2.0
"""Longest wait for one answer."""
SECONDS_BETWEEN = 0.1
"""Between two looks for an interrupt, as psycopg has it."""


class TimedConnection(psycopg.Connection[Any]):
    """Closes itself when the server does not answer within ``SECONDS``."""

    def wait(
        self, gen: PQGen[Any], interval: float = SECONDS_BETWEEN, timeout: float | None = None
    ) -> Any:
        """Wait for an answer, as psycopg does.

        Raises
        ------
        psycopg.OperationalError
            If none comes in time.
        """
        began = time.monotonic()
        try:
            return super().wait(gen, interval, SECONDS if timeout is None else timeout)
        except psycopg.Error:
            if time.monotonic() - began >= SECONDS:
                self.pgconn.finish()  # else the next statement would wait again
            raise

"""A client of a Dask scheduler, or one sentence on why there is none."""

from __future__ import annotations

import logging
import socket
import threading

import dask
from distributed import Client

SECONDS_TO_CONNECT = 5.0
SETTINGS = {
    # A person's own data set travels with its task, so that another worker can start again.
    "distributed.admin.large-graph-warning-threshold": "1GiB",
    "distributed.comm.timeouts.connect": f"{SECONDS_TO_CONNECT}s",
}

# A client logs a scheduler's end with several tracebacks; here it is said in a sentence.
logging.getLogger("distributed.client").setLevel(logging.CRITICAL)


class ClusterError(Exception):
    """One sentence: why nothing can be trained now, and what would help."""


def connected_client(address: str) -> Client:
    """A client of the Dask scheduler at that address.

    Raises
    ------
    ClusterError
        If there is none, or it does not answer in time.
    """
    dask.config.set(SETTINGS)
    made: list[Client] = []
    problems: list[Exception] = []
    lock = threading.Lock()
    too_late = False

    def connect() -> None:
        try:
            _knock(address)
            client = Client(  # type: ignore[no-untyped-call]
                address, timeout=SECONDS_TO_CONNECT, set_as_default=False, name="dropviz"
            )
        except Exception as error:  # Dask's are of many kinds when no scheduler answers
            problems.append(error)
            return
        with lock:
            if not too_late:
                made.append(client)
                return
        client.close(timeout=2)  # type: ignore[no-untyped-call]

    # In a thread that can be left behind: what accepts a connection may never say a word.
    thread = threading.Thread(target=connect, daemon=True)
    thread.start()
    thread.join(1.5 * SECONDS_TO_CONNECT)
    with lock:
        if made:
            return made[0]
        too_late = True
    error = problems[0] if problems else TimeoutError("it does not answer")
    raise ClusterError(_sentence(address, error)) from error


def _sentence(address: str, error: Exception) -> str:
    why = "cannot be reached"
    if not isinstance(error, (OSError, ValueError)):
        why = f"gives no answer that Dask understands ({type(error).__name__})"
    return (
        f"The scheduler {address} {why}: start it, or start dropviz "
        "without DROPVIZ_SCHEDULER to train on this machine."
    )


def _knock(address: str) -> None:
    """See at once whether anyone is there: a client would wait for it to come.

    Raises
    ------
    OSError
        If not.
    """
    host, port = address.split("://")[1].rsplit(":", 1)
    socket.create_connection((host.strip("[]"), int(port)), SECONDS_TO_CONNECT).close()

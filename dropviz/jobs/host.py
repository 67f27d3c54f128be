"""A Dask cluster in a process of its own: ``python -m dropviz.jobs.host N_WORKERS PRELOAD``.

A process of its own, since workers spawned from the app would run its main script again. It prints
the scheduler's address, and ends with its standard input: so with the app, however that ends, and
the workers end with it.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from typing import Any

import dask
from distributed import LocalCluster, SchedulerPlugin
from distributed.core import Status

SETTINGS = {
    "distributed.deploy.lost-worker-timeout": "1 day",  # on a busy machine one restarts slowly
    "distributed.scheduler.allowed-failures": 10,  # workers that may die under one run
    "distributed.scheduler.worker-saturation": 1.0,  # wait in the scheduler, not at a busy worker
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.admin.low-level-log-length": 200,  # messages kept, snapshots among them
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.diagnostics.nvml": False,
}
LOOPBACK = "127.0.0.1"
SECONDS_BETWEEN = 5.0
"""Between two looks for workers that have to be replaced."""
DIED = "A worker process of this machine has died; another one takes its place."
LOG = logging.getLogger(__name__)


class Deaths(SchedulerPlugin):
    """Tells the log of workers that die. Those of a cluster that ends go without a word."""

    name = "dropviz-deaths"

    def remove_worker(self, *what: Any, **more: Any) -> None:
        """Called by Dask when a worker has gone, whatever it was doing."""
        LOG.warning(DIED)


def main() -> None:
    """Start a cluster and serve until standard input ends."""
    dask.config.set(SETTINGS)
    cluster = LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=0,
        threads_per_worker=1,
        host=LOOPBACK,
        dashboard_address=f"{LOOPBACK}:0",
        scheduler_kwargs={"dashboard": False},
        silence_logs=logging.CRITICAL,
        memory_limit=0,
        preload=sys.argv[2:],
    )
    assert cluster.scheduler is not None
    cluster.scheduler.add_plugin(Deaths())
    print(cluster.scheduler_address, flush=True)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nobody reads the rest
    threading.Thread(target=_end_with_input, daemon=True).start()
    assert cluster.loop is not None
    while True:
        cluster.loop.add_callback(_replace_the_dead, cluster, int(sys.argv[1]))
        time.sleep(SECONDS_BETWEEN)


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)  # at once: there is nothing to keep, and the workers notice and do the same


def _replace_the_dead(cluster: LocalCluster, n_workers: int) -> None:
    """Start workers until there are ``n_workers`` again.

    Dask restarts a worker that dies at work, but drops one that dies while it starts.
    """
    for name, nanny in list(cluster.workers.items()):
        if nanny.status in (Status.closed, Status.failed):
            LOG.warning(DIED)
            del cluster.workers[name]
    cluster.scale(n_workers)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()

"""A Dask cluster in a process of its own: ``python -m dropviz.jobs.host N_WORKERS PRELOAD``.

A process of its own, since workers spawned from the app would run its main script again. It prints
the scheduler's address, and ends with its standard input: so with the app, however that ends, and
the workers end with it.
"""

from __future__ import annotations

import logging
import os
import sys

import dask
from distributed import LocalCluster

SETTINGS = {
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


def main() -> None:
    """Serve until standard input ends."""
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
    print(cluster.scheduler_address, flush=True)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # nobody reads the rest
    cluster.scale(int(sys.argv[1]))  # type: ignore[no-untyped-call]
    sys.stdin.buffer.read()
    os._exit(0)  # at once: there is nothing to keep, and the workers notice and do the same


if __name__ == "__main__":
    main()

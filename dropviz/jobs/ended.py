"""Jobs that have ended, in memory: the last few, and what they measured up to so many bytes."""

from __future__ import annotations

from collections import OrderedDict

from dropviz.jobs.films import MOST_BYTES
from dropviz.jobs.job import Job

MOST = 16


class Ended:
    """The last jobs that have ended, with their notices. Not thread safe.

    Films of finished runs are in the store.
    """

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def __len__(self) -> int:
        return len(self._jobs)

    def put(self, job: Job) -> None:
        """Remember a job; older ones lose what they measured, or are forgotten."""
        self._jobs[job.hash] = job
        self._jobs.move_to_end(job.hash)
        while len(self._jobs) > MOST:
            self._jobs.popitem(last=False)
        size = 0
        for ended in reversed(self._jobs.values()):
            size += ended.bytes
            if size > MOST_BYTES and ended is not job:
                ended.let_go()

    def get(self, run: str) -> Job | None:
        """The job with that hash, if it is remembered."""
        return self._jobs.get(run)

    def drop(self, run: str) -> None:
        """Forget a job."""
        self._jobs.pop(run, None)

    def clear(self) -> None:
        """Forget all jobs."""
        self._jobs.clear()

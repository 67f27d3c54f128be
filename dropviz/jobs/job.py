"""A run that someone asked for, as the app knows it: its state, and what was heard of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from dropviz.experiments.experiment import Comparison
from dropviz.experiments.film import Film, RunState, Scene, Snapshot
from dropviz.jobs import messages
from dropviz.jobs.attempt import Attempt
from dropviz.jobs.films import array_bytes
from dropviz.jobs.messages import Message

SECONDS_OF_SILENCE = 10.0
"""After which a person is told that nothing is heard."""
RUNNING_BUT_SILENT = (
    "No news from this run's worker for {:.0f} s: it may be stopped, or its machine very busy."
)
QUEUED_AND_SILENT = (
    "No news from any worker for {:.0f} s: they may be starting, stopped, or very busy."
)
DIED = "A worker process died at step {}; the run was started again and gives the same numbers."


class Job:
    """A run that someone asked for, its state and what was heard of it. Thread safe.

    It changes as the run goes on: ask again to see how far it is.

    hash : the experiment's
    state : "queued" also while the cluster starts; "lost" when the scheduler is gone
    notices : sentences on what happened meanwhile, a worker that died for example
    message : one sentence on why it failed or was lost; else empty

    Parameters
    ----------
    forecast : place in the queue, and seconds left, of a job that has not ended
    film : what a finished run has left, by its hash
    last_news : when any worker was heard last (``time.monotonic``)
    """

    def __init__(
        self,
        experiment: Comparison,
        device: str,
        *,
        forecast: Callable[[Job], tuple[int | None, float | None]],
        film: Callable[[str], Film[Any] | None],
        last_news: Callable[[], float],
    ) -> None:
        self.experiment: Any = experiment  # an Experiment or a Trial
        self.hash = experiment.hash
        self.device = device
        self._owners: set[str] = set()
        self.state: RunState = "queued"
        self.message = ""
        self._forecast, self._film, self._last_news = forecast, film, last_news
        self._heard_at = time.monotonic()
        self._lock = threading.RLock()
        self._notices: dict[str, bool] = {}  # whether it is true for a while only
        self._deaths: dict[str, str] = {}  # notices by attempt
        self._attempt: Attempt | None = None

    @property
    def key(self) -> str:
        """Key of the task in the scheduler: who asks for the same, anywhere, shares the run."""
        return f"train-{self.hash}-{self.device}"

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in {"queued", "running"}

    @property
    def place(self) -> int | None:
        """Place in the queue, 1 for the next; None when the job does not wait."""
        return self._forecast(self)[0]

    @property
    def seconds_left(self) -> float | None:
        """Estimated seconds to the end, waiting included; None when the job has ended."""
        return self._forecast(self)[1]

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences on what happened on the way, a worker that died for example."""
        with self._lock:
            return (*self._deaths.values(), *self._notices, *self._silence())

    @property
    def scene(self) -> Scene | None:
        """What can be drawn beside the curves; None until the run has begun."""
        film = self._kept_film()
        if film is not None:
            return film.scene
        with self._lock:
            return self._attempt.scene if self._attempt else None

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """What was measured so far, for ``experiments.film.joined``; of a finished run, all."""
        film = self._kept_film()
        if film is not None:
            return (film.snapshot,)
        with self._lock:
            return tuple(self._attempt.parts) if self._attempt else ()

    @property
    def steps_done(self) -> int:
        """Number of training steps done, as far as workers have told."""
        if self.state == "finished":
            return int(self.experiment.steps)
        with self._lock:
            return self._attempt.steps if self._attempt else 0

    def seconds_of_training(self) -> float | None:
        """Seconds of training left, from the pace so far; None before there is one."""
        with self._lock:
            if self._attempt is None:
                return None
            done = self._attempt.steps
            measurements = int((self.experiment.measured_steps > done).sum())
            return self._attempt.pace.seconds_left(self.experiment.steps - done, measurements)

    def _silence(self) -> tuple[str, ...]:
        """A sentence if nothing has been heard for long: of this run, or of all while it waits."""
        if self.ended:
            return ()
        running = self.state == "running"
        heard_at = self._heard_at if running else max(self._heard_at, self._last_news())
        seconds = time.monotonic() - heard_at
        says = RUNNING_BUT_SILENT if running else QUEUED_AND_SILENT
        return (says.format(seconds),) if seconds >= SECONDS_OF_SILENCE else ()

    def add_owner(self, owner: str) -> None:
        """Note who asked for it: the hash of a browser's key."""
        with self._lock:
            self._owners.add(owner)

    def owners_now(self) -> set[str]:
        """Who has asked for it so far."""
        with self._lock:
            return set(self._owners)

    @property
    def unsettled(self) -> bool:
        """Whether one of its notices will be withdrawn, also after its end."""
        with self._lock:
            return any(self._notices.values())

    def notify(self, sentence: str, *, for_now: bool = False) -> None:
        """Add a notice, once; one that is true for now will be withdrawn."""
        with self._lock:
            self._notices[sentence] = for_now

    def withdraw(self, sentence: str) -> None:
        """Take a notice back: it is true no more."""
        with self._lock:
            self._notices.pop(sentence, None)

    def end(self, state: RunState, message: str = "") -> None:
        """Set the state in which the job ended; what a finished one has measured is in its film."""
        with self._lock:
            self.message = message
            self.state = state
            if state == "finished":
                self._attempt = None

    @property
    def bytes(self) -> int:
        """Bytes of memory for what was measured so far; that of a finished run is in its film."""
        with self._lock:
            return sum(map(array_bytes, self._attempt.parts)) if self._attempt else 0

    def let_go(self) -> None:
        """Forget what was measured."""
        with self._lock:
            self._attempt = None

    def hear(self, message: Message) -> bool:
        """Take in what a worker told; True, once, if something told before was missed."""
        with self._lock:
            self._heard_at = time.monotonic()
            now, name = self._attempt, message["attempt"]
            if self.ended:
                return False
            if message["kind"] == "started":
                self._begin(name, messages.scene(message["scene"]))
            elif now and now.name != name:  # the last words of an attempt that was given up
                if message["kind"] == "cancelled":
                    self._deaths.pop(name, None)
            elif message["kind"] == "cancelled":  # and asked for again before it had stopped
                self._attempt, self.state = None, "queued"
            else:
                self._attempt, self.state = now or Attempt(name), "running"
                self._attempt.take(message["number"], messages.snapshot(message["snapshot"]))
            return self._attempt is not None and self._attempt.misses_something()

    def catch_up(self, told: list[Message]) -> None:
        """Take in what was missed, from all that is remembered of this run."""
        with self._lock:
            for message in told:
                if self._attempt and message["attempt"] == self._attempt.name:
                    self.hear(message)
            if self._attempt:
                self._attempt.go_on_without()

    def _begin(self, name: str, scene: Scene) -> None:
        now, self.state = self._attempt, "running"
        if now and now.name == name:
            now.scene = scene
            return
        if now:
            self._deaths[now.name] = says = DIED.format(now.steps)
            logging.getLogger(__name__).warning("%s: %s", self.key, says)
        self._attempt = Attempt(name, scene)

    def _kept_film(self) -> Film[Any] | None:
        return self._film(self.hash) if self.state == "finished" else None

"""Finished runs, in memory and in the store: found, kept for whoever asked for them, forgotten."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from dropviz.data.datasets import DATASETS, Dataset
from dropviz.experiments.film import Film
from dropviz.jobs.database import StoreError
from dropviz.jobs.films import Films
from dropviz.jobs.job import Job
from dropviz.jobs.store import Store, Things
from dropviz.jobs.tables import NOBODY
from dropviz.jobs.unsaved import ALL, Unsaved

NOT_YET = "This run is not kept yet: {} It is tried again by itself."
GIVEN_UP = "This run could not be kept: the database was away for too long."
NO_ROOM = (
    "The server has no more room for runs. To keep this one, {} older {} with a name had to go."
)


class Keeping:
    """The films of finished runs. Thread safe.

    store : where they are kept; what cannot be waits in memory until it can
    problem : one sentence if the database could not be read the last time; else empty
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.problem = ""
        self._films = Films()
        self._unsaved = Unsaved()

    def film(self, run: str) -> Film[Any] | None:
        """The film of a finished run, or None if there is none or the database is out of reach."""
        film = self.in_memory(run)
        if film is None:
            try:
                film = self.store.film(run)
            except StoreError as error:
                self.problem = str(error)
                return None
            self.problem = ""
            if film is not None:
                self._films.put(film)
        return film

    def in_memory(self, run: str) -> Film[Any] | None:
        """The film of a finished run, if the database need not be asked."""
        return self._films.get(run) or self._unsaved.film(run)

    def keep(self, job: Job, film: Film[Any], data: Dataset | None) -> set[str]:
        """Save a new film for all who asked for it: their hashes.

        If it cannot be saved now the job says so, and it is tried again.

        Parameters
        ----------
        data : what it was trained on, which is kept too where it is a person's own
        """
        self._films.put(film)
        owners = job.owners_now() or {NOBODY}

        def save() -> None:
            gone, saved = 0, set[str]()
            while new := (owners | job.owners_now()) - saved:  # some ask while others are saved
                gone = max(gone, *(self.store.save(film, owner) for owner in sorted(new)))
                saved |= new
            if gone:
                job.notify(NO_ROOM.format(gone, "run" if gone == 1 else "runs"))
            if data is not None and data.name not in DATASETS:
                self.store.save_dataset(data, min(owners), only_new=True)

        self._try(job, film, ALL, save)
        return owners

    def share(self, job: Job, owner: str) -> None:
        """Let someone else have a finished run."""
        film = self.film(job.hash)
        if film is None or self._unsaved.waits(job.hash, ALL):
            return  # once it is saved, then for all who have asked

        def hold() -> None:
            if not self.store.hold(job.hash, owner):
                self.store.save(film, owner)

        self._try(job, film, owner, hold)

    def forget(self, runs: Things) -> None:
        """Put finished runs, each with its owner, into the bin.

        Raises
        ------
        StoreError
            If the database cannot be used.
        """
        self.store.delete(runs)
        for run, _ in runs:
            self._films.drop(run)
            self._unsaved.drop(run)

    def forget_all(self) -> None:
        """Put all finished runs and all tables into the bin, whoever has them.

        Raises
        ------
        StoreError
            If the database cannot be used.
        """
        self.store.delete_all()
        self._films.clear()
        self._unsaved.clear()

    def close(self) -> None:
        """Save what still waits, if the database can be used; then let go of it."""
        self._unsaved.close()
        self.store.close()

    def _try(self, job: Job, film: Film[Any], owner: str, save: Callable[[], None]) -> None:
        try:
            save()
        except StoreError as error:
            says = NOT_YET.format(error)
            job.notify(says, for_now=True)

            def save_again() -> None:
                save()
                job.withdraw(says)

            def give_up() -> None:
                job.withdraw(says)
                job.notify(GIVEN_UP)

            self._unsaved.put(film, owner, save_again, give_up)
        except Exception as error:  # of the database's driver, say
            logging.getLogger(__name__).warning("%s: %r", job.key, error)
            job.notify("This run could not be kept; the server's log says why.")

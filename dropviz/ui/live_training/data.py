"""Data sets that can be chosen on the page, without loading what only workers need."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cache

import numpy as np
import streamlit as st

from dropviz.data.datasets import DATASETS, Dataset
from dropviz.data.splits import largest_train_size
from dropviz.jobs.database import StoreError
from dropviz.lessons.live_training.payload import DatasetChoice
from dropviz.ui.service import service
from dropviz.ui.visitor import owner

MOST_IN_MEMORY = 8
MOST_CHOICES = 5
CHOSEN = "live_training-own"
"""Names of the browser's own data sets, the newest last, in its session."""


class OwnData:
    """People's own data sets: the last used in memory, all of them in the store. Thread safe."""

    def __init__(self) -> None:
        self._last: OrderedDict[str, Dataset] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str) -> Dataset | None:
        """The data set of that name; None if there is none, or the store cannot be used."""
        with self._lock:
            found = self._last.get(name)
        if found is None:
            try:
                found = service().store.dataset(name)
            except StoreError:
                return None
        if found is not None:
            self.remember(found)
        return found

    def keep(self, data: Dataset) -> str:
        """Keep a data set of this browser; a sentence if it is lost when the server stops."""
        self.remember(data)
        try:
            service().store.save_dataset(data, owner())
        except StoreError as error:
            return f"These data are kept only while the server runs. {error}"
        return ""

    def remember(self, data: Dataset) -> None:
        """Keep a data set in memory, as one of the last few."""
        with self._lock:
            self._last[data.name] = data
            self._last.move_to_end(data.name)
            while len(self._last) > MOST_IN_MEMORY:
                self._last.popitem(last=False)

    def forget(self, name: str) -> None:
        """Let go of a data set that was deleted; the store has it while anyone keeps it."""
        with self._lock:
            self._last.pop(name, None)

    def clear(self) -> None:
        """Let go of all."""
        with self._lock:
            self._last.clear()


OWN_DATA = OwnData()


def own_names() -> list[str]:
    """Names of this browser's own data sets, the newest last; asked of the store once a session."""
    if CHOSEN not in st.session_state:
        try:
            found = service().store.tables(owner()).found
        except StoreError:
            return []
        st.session_state[CHOSEN] = [table.name for table in reversed(found)]
    names: list[str] = st.session_state[CHOSEN]
    return names


def own_data(name: str) -> Dataset | None:
    """A person's own data set, or None: for a registered one, and for one that is not here."""
    return None if name in DATASETS else OWN_DATA.get(name)


def data_for_jobs(name: str) -> Dataset | None:
    """What the job service needs: own data whole, of a registered set only how large it is."""
    return _outline(name) if name in DATASETS else OWN_DATA.get(name)


@cache
def _outline(name: str) -> Dataset:
    """A registered data set without its numbers, which workers load themselves."""
    entry = DATASETS[name]
    return Dataset(
        name=name,
        title=entry.title,
        x=np.empty((entry.n_rows, 0), np.float32),
        y=np.zeros(entry.n_rows, np.int64),
        classes=_numbered("class", entry.n_classes),
        features=_numbered("input", entry.n_features),
        standardise=np.zeros(entry.n_features, np.bool_),
    )


def why_not(name: str) -> str:
    """Why a data set cannot be trained on, in a sentence; empty if it can."""
    if name in DATASETS:
        return DATASETS[name].why_not()
    if not name.startswith("csv-"):
        return f"There is no data set {name!r}; there are {', '.join(DATASETS)}."
    if OWN_DATA.get(name) is None:
        return "The table of this experiment is not on this server: upload its CSV again below."
    return ""


def dataset_choices(chosen: str) -> list[DatasetChoice]:
    """All registered data sets; the person's own; and the one that is chosen, if it is here."""
    own = [name for name in own_names() if name != chosen]
    if chosen not in DATASETS:
        own.append(chosen)
    found = [OWN_DATA.get(name) for name in own[-MOST_CHOICES:]]
    return [_registered(name) for name in DATASETS] + [_own(data) for data in found if data]


def _registered(name: str) -> DatasetChoice:
    entry = DATASETS[name]
    why = entry.why_not()
    return DatasetChoice(
        name, entry.title, entry.sentence, largest_train_size(entry), entry.n_features,
        _numbered("class", entry.n_classes), two_d=entry.is_plane, available=not why, why=why,
    )  # fmt: skip


def _own(data: Dataset) -> DatasetChoice:
    says = f"{data.n_rows:,} rows, {data.n_features:,} inputs, {data.n_classes} classes."
    return DatasetChoice(
        data.name, data.title, says, largest_train_size(data), data.n_features, data.classes,
        two_d=data.n_features == 2,
    )  # fmt: skip


def _numbered(thing: str, n: int) -> tuple[str, ...]:
    return tuple(f"{thing} {number}" for number in range(1, n + 1))

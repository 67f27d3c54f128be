"""Deleting, and having back what was deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from dropviz.jobs.database import StoreError
from dropviz.jobs.summary import RunSummary, TableSummary
from dropviz.lessons.live_training.view import LiveView
from dropviz.ui.live_training.data import OWN_DATA
from dropviz.ui.live_training.stage import KEY
from dropviz.ui.plain import plain
from dropviz.ui.service import service
from dropviz.ui.views import impose_view, seen_view


@dataclass(frozen=True)
class Deletion:
    """What was deleted at once: runs and tables, each with its owner."""

    runs: tuple[tuple[str, str], ...] = ()
    tables: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def of_runs(cls, runs: Sequence[RunSummary]) -> Deletion:
        """Of these runs."""
        return cls(runs=tuple((run.hash, run.owner) for run in runs))

    @classmethod
    def of_tables(cls, tables: Sequence[TableSummary]) -> Deletion:
        """Of these tables."""
        return cls(tables=tuple((table.name, table.owner) for table in tables))

    @property
    def says(self) -> str:
        """A sentence on what was deleted."""
        n, what = len(self.runs) or len(self.tables), "run" if self.runs else "table"
        return f"{n} {what}{'s are' if n > 1 else ' is'} deleted."


def delete(what: Deletion, key: str) -> None:
    """Put runs or tables into the bin, off the stage, and offer to undo it."""
    try:
        service().forget(what.runs)
        service().store.delete(what.tables)
    except StoreError as error:
        st.warning(plain(str(error)))
        return
    for name, _ in what.tables:
        OWN_DATA.forget(name)
    st.session_state[f"{key}-undo"] = what
    clear_stage({run for run, _ in what.runs})
    st.rerun()


def restore(what: Deletion) -> None:
    """Take runs or tables out of the bin."""
    try:
        service().store.restore((*what.runs, *what.tables))
    except StoreError as error:
        st.warning(plain(str(error)))
    else:
        st.rerun()


def show_undo(key: str) -> None:
    """Say what was deleted last, with a button to undo it."""
    what: Deletion | None = st.session_state.get(f"{key}-undo")
    if what is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}-undo-row"):
        st.markdown(f"{what.says} You can undo that for a day.", width="content")
        if st.button("Undo", icon=":material/undo:", key=f"{key}-undo-it"):
            del st.session_state[f"{key}-undo"]
            restore(what)


def clear_stage(gone: set[str]) -> None:
    """Take a deleted run off the stage; its settings stay."""
    seen = seen_view(LiveView, KEY)
    if seen.run in gone:
        impose_view(seen.with_run(""), KEY)

"""The list of a browser's own tables: put one on the stage, delete it, have it back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from dropviz.data.datasets import Dataset
from dropviz.data.splits import largest_train_size
from dropviz.jobs.database import StoreError
from dropviz.jobs.holdings import EVERYONE
from dropviz.jobs.summary import Listed, TableSummary
from dropviz.lessons.live_training.view import LiveView
from dropviz.ui.live_training.bin import Deletion, delete, restore, show_undo
from dropviz.ui.live_training.data import OWN_DATA
from dropviz.ui.live_training.lists import chosen_rows, page_of, short_owner, show_pager
from dropviz.ui.live_training.stage import KEY, ON_STAGE, TOAST
from dropviz.ui.plain import plain
from dropviz.ui.service import service
from dropviz.ui.views import impose_view, seen_view
from dropviz.ui.visitor import owner


def show_own_tables() -> None:
    """The tables of this browser, once it has any."""
    show_tables(owner(), "live-tables")


def show_tables(whose: str, key: str) -> None:
    """The tables that someone has, what can be done with those that are chosen, and the bin.

    Parameters
    ----------
    whose : or ``EVERYONE``, for the teacher
    key : of the widgets
    """
    try:
        listed = service().store.tables(whose, page_of(key))
        deleted = service().store.tables(whose, page_of(f"{key}-bin"), deleted=True)
    except StoreError as error:
        st.warning(plain(str(error)))
        return
    show_undo(key)
    if listed.total:
        st.markdown("**Tables that were uploaded**")
        if chosen := _chosen(listed, whose, key):
            _show_actions(chosen, key)
    if deleted.total:
        label = f"Tables deleted within a day ({deleted.total:,})"
        with st.expander(label, icon=":material/delete:"):
            chosen = _chosen(deleted, whose, f"{key}-bin")
            if chosen and st.button("Restore", icon=":material/undo:", key=f"{key}-restore"):
                restore(Deletion.of_tables(chosen))


def put_on_stage(data: Dataset) -> None:
    """Put data on the stage, with settings that they have enough rows for."""
    before = seen_view(LiveView, KEY)
    size = min(before.n, largest_train_size(data))
    fits = {"data": data.name, "n": size, "batch": min(before.batch, size), "noise": 0.0}
    impose_view(before.with_run("").model_copy(update=fits), KEY)
    st.session_state[TOAST] = ON_STAGE
    st.rerun()


def _chosen(listed: Listed[TableSummary], whose: str, key: str) -> list[TableSummary]:
    tables = listed.found
    about = "".join(table.name + table.owner for table in tables)
    shown = [_row(table, with_owner=whose == EVERYONE) for table in tables]
    table = f"{key}-{hashlib.sha256(about.encode()).hexdigest()[:12]}"
    chosen = [tables[row] for row in chosen_rows(shown, _columns(), table)]
    show_pager(listed, key, "tables")
    return chosen


def _row(table: TableSummary, *, with_owner: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"table": table.title}
    if with_owner:
        row["browser"] = short_owner(table.owner)
    return row | {"rows": table.rows, "uploaded": datetime.fromtimestamp(table.created, UTC)}


def _columns() -> dict[str, Any]:
    return {
        "table": st.column_config.TextColumn(width=560),
        "uploaded": st.column_config.DatetimeColumn(
            format="YYYY-MM-DD HH:mm", timezone=st.context.timezone
        ),
    }


def _show_actions(chosen: Sequence[TableSummary], key: str) -> None:
    with st.container(horizontal=True, key=f"{key}-actions"):
        if len(chosen) == 1 and st.button("Put it on the stage", key=f"{key}-use"):
            data = OWN_DATA.get(chosen[0].name)
            if data is not None:
                put_on_stage(data)
        with st.popover("Delete", icon=":material/delete:"):
            which = f"“{chosen[0].title}”" if len(chosen) == 1 else f"these {len(chosen)} tables"
            says = "Runs on what is deleted stay. To train on it again, someone has to upload it."
            st.markdown(plain(f"Delete {which}? {says} You can undo that for a day."))
            if st.button("Delete", type="primary", key=f"{key}-delete"):
                delete(Deletion.of_tables(chosen), key)

"""What the lists of runs and tables share: rows to choose from, a pager, whose each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dropviz.jobs.summary import PAGE, Listed


def chosen_rows(rows: Sequence[Mapping[str, Any]], columns: dict[str, Any], key: str) -> list[int]:
    """Show a table whose rows can be chosen; which of them are."""
    table: Any = st.dataframe(
        list(rows),
        hide_index=True,
        column_config=columns,
        placeholder="",
        on_select="rerun",
        selection_mode="multi-row",
        key=key,
    )
    return [row for row in table.selection.rows if 0 <= row < len(rows)]


def page_of(key: str) -> int:
    """Number of the page of a list that is open, from 1."""
    number: int = st.session_state.get(f"{key}-page", 1)
    return number


def show_pager(listed: Listed[Any], key: str, what: str) -> None:
    """Show which part of a list is seen, and the way to the others, if there are any."""
    if listed.pages == 1:
        return
    # Another key for another number of pages: what was chosen might be beyond the last.
    widget = f"{key}-pager-{listed.pages}"

    def turn() -> None:
        st.session_state[f"{key}-page"] = st.session_state[widget]

    first = PAGE * (listed.number - 1) + 1
    last = min(PAGE * listed.number, listed.total)
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}-pages"):
        st.pagination(listed.pages, default=listed.number, key=widget, on_change=turn)
        st.markdown(f"{first:,} to {last:,} of {listed.total:,} {what}", width="content")


def short_owner(owner: str) -> str:
    """A code by which a teacher tells browsers apart; it opens nothing."""
    return owner[:4] or "nobody"

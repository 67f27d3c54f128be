"""A person's own CSV, made a data set to train on; MNIST, fetched where that can be."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dropviz.data.datasets import Dataset
from dropviz.data.mnist import DataUnavailable, fetch_mnist, mnist_is_here
from dropviz.data.own_csv import BadCsv, Table, read_csv
from dropviz.ui.live_training.data import CHOSEN, OWN_DATA, own_names
from dropviz.ui.live_training.own_tables import put_on_stage
from dropviz.ui.live_training.stage import NOTE
from dropviz.ui.live_training.table_panel import show_reading
from dropviz.ui.plain import plain

READ = "live_training-table"
"""The table that was uploaded last, or what is wrong with it, in its session."""

KEPT_AND_SEEN = (
    ":material/lock: *Use this table* keeps it on this server for this browser: "
    "**only it lists, downloads or deletes the table.** Who has a link to a run on it can open "
    "that run, and train on the table. It goes when you delete it, or after a day without a run "
    "on it."
)


def show_own_data() -> None:
    """Where to drop a CSV, what is wrong with it, and which column is to be predicted."""
    st.markdown(
        "A table with a row for each example. Choose the column to predict; the others become "
        "inputs: numbers are standardised, categories become columns of 0 and 1, dates become "
        "numbers. Nothing in it is run as code."
    )
    st.markdown(KEPT_AND_SEEN)
    file = st.file_uploader("CSV file", type=["csv", "tsv", "txt"], key="live-csv")
    if file is not None:
        _show_table(file)
    _show_mnist()


def _show_table(file: Any) -> None:
    table = _read(file.file_id, file.getvalue())
    if isinstance(table, str):
        st.error(plain(table))
        return
    data = show_reading(table, file.name)
    if (
        st.button("Use this table", type="primary", disabled=data is None, key="live-csv-use")
        and data
    ):
        _use(data)


def _use(data: Dataset) -> None:
    """Put the data on the stage, with settings that they have enough rows for."""
    if warning := OWN_DATA.keep(data):
        st.session_state[NOTE] = warning
    st.session_state[CHOSEN] = [*(name for name in own_names() if name != data.name), data.name]
    put_on_stage(data)


def _read(file_id: str, content: bytes) -> Table | str:
    """The table, or a sentence on what is wrong; read once for each upload."""
    before = st.session_state.get(READ)
    if before is not None and before[0] == file_id:
        found: Table | str = before[1]
        return found
    try:
        found = read_csv(content)
    except BadCsv as error:
        found = str(error)
    st.session_state[READ] = (file_id, found)
    return found


def _show_mnist() -> None:
    st.divider()
    if mnist_is_here():
        st.markdown("MNIST is on this server: choose it as *data* on the stage.")
        return
    st.markdown(
        "MNIST (70,000 digits of 28 by 28 pixels) is not on this server yet. The button downloads "
        "it once from openml.org, some 15 MB, into the folder of scikit-learn on this server."
    )
    if st.button("Download MNIST", key="live-mnist"):
        try:
            with st.spinner("Downloading MNIST ..."):
                fetch_mnist()
        except DataUnavailable as error:
            st.warning(plain(str(error)))
        else:
            st.rerun()

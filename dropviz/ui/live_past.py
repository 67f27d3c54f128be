"""The list of past runs: open, compare, rename, delete, export."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import streamlit as st

from dropviz.core.arms import arm_names
from dropviz.core.film import Film
from dropviz.data.datasets import DATASETS
from dropviz.figures.live_comparison import Curve, comparison_figure, described, loss_curves
from dropviz.jobs.store import LONGEST_NAME
from dropviz.jobs.summary import RunSummary
from dropviz.jobs.tables import StoreError
from dropviz.lessons.live_exports import named_curves_csv
from dropviz.stage.live_view import LiveView
from dropviz.ui.lesson import theme_base
from dropviz.ui.live_service import service
from dropviz.ui.live_stage import TOAST
from dropviz.ui.live_words import plain
from dropviz.ui.views import show_in_link

MOST_RUNS = 500
MOST_COMPARED = 6


def show_past_runs() -> None:
    """The runs that are kept, and what can be done with those that are chosen."""
    try:
        runs = service().store.listing()[:MOST_RUNS]
    except StoreError as error:
        st.warning(plain(str(error)))
        return
    if not runs:
        st.markdown("None yet: the runs that are trained here are kept and listed.")
        return
    st.markdown("Choose one to open or rename it, two or more to compare their curves.")
    # Another key for another list, so that a choice never slips to another run.
    listed = hashlib.sha256("".join(run.hash for run in runs).encode()).hexdigest()[:12]
    table: Any = st.dataframe(
        [_row(run) for run in runs],
        hide_index=True,
        column_config=_columns(),
        on_select="rerun",
        selection_mode="multi-row",
        key=f"live-past-{listed}",
    )
    chosen = [runs[row] for row in table.selection.rows if row < len(runs)]
    if chosen:
        _show_actions(chosen)
    if len(chosen) > 1:
        _show_comparison(chosen[:MOST_COMPARED])


def _row(run: RunSummary) -> dict[str, Any]:
    now = run.experiment
    entry = DATASETS.get(now.dataset)
    row: dict[str, Any] = {
        "name": run.name,
        "data": entry.title if entry else "own CSV",
        "trained": datetime.fromtimestamp(run.created, UTC),
        "examples": now.train_size,
        "hidden units": "-".join(map(str, now.hidden)),
        "steps": now.steps,
        "pairs": now.pairs,
    }
    for number, (name, arm) in enumerate(zip(arm_names(now.arms), run.arms, strict=True), 1):
        row |= {f"arm {number}": name, f"loss {number}": arm.test_loss}
        row |= {f"error {number}": None if arm.test_error is None else 100 * arm.test_error}
    return row | {"seconds": run.seconds, "device": run.device}


def _columns() -> dict[str, Any]:
    numbers = st.column_config.NumberColumn
    config: dict[str, Any] = {
        "trained": st.column_config.DatetimeColumn(
            format="YYYY-MM-DD HH:mm", timezone=st.context.timezone
        ),
        "seconds": numbers(format="%.1f"),
        "name": st.column_config.TextColumn(width="medium"),
    }
    for number in range(1, 7):
        loss, error = f"loss {number}", f"error {number}"
        config[loss] = numbers(format="%.3f", help="Mean test log-loss, nats")
        config[error] = numbers(format="%.1f %%", help="Mean share of wrong answers, test part")
    return config


def _show_actions(chosen: Sequence[RunSummary]) -> None:
    with st.container(horizontal=True, key="live-past-actions"):
        if len(chosen) == 1:
            (run,) = chosen
            st.button("Open", icon=":material/play_arrow:", on_click=_open, args=(run,))
            with st.popover("Rename", icon=":material/edit:"):
                _show_rename(run)
        with st.popover("Delete", icon=":material/delete:"):
            _show_delete(chosen)
        st.download_button(
            "Curves (CSV)", partial(_curves, tuple(chosen)), "dropviz-runs-curves.csv",
            on_click="ignore", icon=":material/download:", key="live-past-curves",
        )  # fmt: skip


def _open(run: RunSummary) -> None:
    show_in_link(LiveView.of(run.experiment, run=run.hash))
    st.session_state[TOAST] = "This run is on the stage."
    st.rerun()


def _show_rename(run: RunSummary) -> None:
    name = st.text_input("Name", run.name, max_chars=LONGEST_NAME, key=f"live-name-{run.hash}")
    if not st.button("Save the name", key="live-rename"):
        return
    try:
        service().store.rename(run.hash, name)
    except (ValueError, StoreError) as error:
        st.warning(plain(str(error)))
    else:
        st.rerun()


def _show_delete(chosen: Sequence[RunSummary]) -> None:
    which = f"“{chosen[0].name}”" if len(chosen) == 1 else f"these {len(chosen)} runs"
    st.markdown(plain(f"Delete {which} for everyone who uses this server?"))
    if not st.button("Delete for good", type="primary", key="live-delete"):
        return
    try:
        for run in chosen:
            service().forget(run.hash)
    except StoreError as error:
        st.warning(plain(str(error)))
    else:
        st.rerun()


def _films(chosen: Sequence[RunSummary]) -> list[tuple[str, Film]]:
    """With names that differ."""
    names = [run.name for run in chosen]
    found = []
    for run in chosen:
        film = service().film(run.hash)
        name = run.name if names.count(run.name) == 1 else f"{run.name} ({run.hash[:4]})"
        if film is not None:
            found.append((name, film))
    return found


def _curves(chosen: tuple[RunSummary, ...]) -> str:
    return named_curves_csv(_films(chosen))


def _show_comparison(chosen: Sequence[RunSummary]) -> None:
    curves: list[Curve] = []
    for name, film in _films(chosen):
        curves += loss_curves(name, arm_names(film.experiment.arms), film)
    says = described(curves)
    st.plotly_chart(
        comparison_figure(curves, theme_base()),
        theme=None,
        alt=says,
        config={"displaylogo": False},
        key="live-comparison",
    )
    st.caption(plain(says))

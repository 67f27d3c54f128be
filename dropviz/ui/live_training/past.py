"""The list of past runs: open, compare, rename, delete, export."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dropviz.experiments.arms import arm_names
from dropviz.experiments.film import Film
from dropviz.figures.comparison import Curve, comparison_figure, described, loss_curves
from dropviz.jobs.summary import RunSummary
from dropviz.jobs.tables import LONGEST_NAME, StoreError
from dropviz.lessons.live_training.exports import named_curves_csv
from dropviz.lessons.live_training.past_runs import MARGIN, data_words, run_name, verdict_words
from dropviz.lessons.live_training.view import LiveView
from dropviz.ui.lesson import theme_base
from dropviz.ui.live_training.notices import plain
from dropviz.ui.live_training.stage import KEY, TOAST
from dropviz.ui.service import service
from dropviz.ui.views import seen_view, show_in_link

MOST_RUNS = 500
MOST_COMPARED = 6
MOST_ARMS = 6
ARM, LOSS, ERROR = "arm {}", "arm {}: test log-loss, nats", "arm {}: test error"
"""Heads of the columns that each arm has; arms count from 1."""


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
        placeholder="",
        on_select="rerun",
        selection_mode="multi-row",
        key=f"live-past-{listed}",
    )
    chosen = [runs[row] for row in table.selection.rows if row < len(runs)]
    if chosen:
        _show_actions(chosen)
    if len(chosen) > 1:
        _show_comparison(chosen)


def _called(run: RunSummary) -> str:
    """The name that someone gave a run, else one that says what it is about."""
    return run.name or run_name(run.experiment, run.data_title)


def _row(run: RunSummary) -> dict[str, Any]:
    now = run.experiment
    row: dict[str, Any] = {
        "run": _called(run),
        "verdict": verdict_words(run.test_loss),
        "trained": datetime.fromtimestamp(run.created, UTC),
        "data": data_words(now, run.data_title),
        "examples": now.train_size,
        "hidden units": "-".join(map(str, now.hidden)),
        "steps": now.steps,
        "pairs": now.pairs,
    }
    measured = zip(arm_names(now.arms), run.test_loss, run.test_error, strict=True)
    for arm, (name, loss, error) in enumerate(measured, 1):
        row |= {ARM.format(arm): name, LOSS.format(arm): _mean(loss)}
        row |= {ERROR.format(arm): _mean(100 * error)}
    return row | {"training, s": run.seconds, "device": run.device}


def _mean(values: NDArray[np.float64]) -> float | None:
    """Mean over the runs that were not stopped; None if all were."""
    ended = values[np.isfinite(values)]
    return float(ended.mean()) if len(ended) else None


def _columns() -> dict[str, Any]:
    numbers, texts = st.column_config.NumberColumn, st.column_config.TextColumn
    config: dict[str, Any] = {
        "run": texts(width=560),
        "verdict": texts(
            help=f"On test log-loss, at a margin of {MARGIN} nats: each arm against arm 1, which "
            "is the baseline. As if nobody had looked at another number of pairs before"
        ),
        "trained": st.column_config.DatetimeColumn(
            format="YYYY-MM-DD HH:mm", timezone=st.context.timezone
        ),
        "training, s": numbers(format="%.1f", help="Seconds that training took"),
    }
    for arm in range(1, MOST_ARMS + 1):
        config[LOSS.format(arm)] = numbers(format="%.3f", help="Mean over the pairs")
        config[ERROR.format(arm)] = numbers(
            format="%.1f %%", help="Mean share of wrong answers over the pairs"
        )
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
    name = st.text_input(
        "Name", _called(run)[:LONGEST_NAME], max_chars=LONGEST_NAME, key=f"live-name-{run.hash}"
    )
    if not st.button("Save the name", key="live-rename"):
        return
    try:
        service().store.rename(run.hash, name)
    except (ValueError, StoreError) as error:
        st.warning(plain(str(error)))
    else:
        st.rerun()


def _show_delete(chosen: Sequence[RunSummary]) -> None:
    which = f"“{_called(chosen[0])}”" if len(chosen) == 1 else f"these {len(chosen)} runs"
    st.markdown(plain(f"Delete {which} for everyone who uses this server?"))
    if not st.button("Delete for good", type="primary", key="live-delete"):
        return
    try:
        for run in chosen:
            service().forget(run.hash)
    except StoreError as error:
        st.warning(plain(str(error)))
    else:
        _clear_stage({run.hash for run in chosen})
        st.rerun()


def _clear_stage(gone: set[str]) -> None:
    """Take a deleted run off stage and link; its settings stay."""
    seen = seen_view(LiveView, KEY)
    if seen.run in gone:
        show_in_link(seen.with_run(""))


def _films(chosen: Sequence[RunSummary]) -> list[tuple[str, Film]]:
    """Films of the first few chosen runs that can be read, with names that differ."""
    compared = chosen[:MOST_COMPARED]
    names = Counter(_called(run) for run in compared)
    found = []
    for run in compared:
        film, name = service().film(run.hash), _called(run)
        if film is not None:
            found.append((name if names[name] == 1 else f"{name} ({run.hash[:4]})", film))
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
    if len(chosen) > MOST_COMPARED:
        says = f"The first {MOST_COMPARED} of the {len(chosen)} that are chosen. {says}"
    st.caption(plain(says))

"""The list of past runs, a page at a time: each browser's own, and for the teacher all."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dropviz.experiments.arms import arm_names
from dropviz.jobs.database import StoreError
from dropviz.jobs.holdings import EVERYONE
from dropviz.jobs.summary import Listed, RunSummary
from dropviz.lessons.live_training.past_runs import MARGIN, data_words, verdict_words
from dropviz.ui.live_training.bin import Deletion, restore, show_undo
from dropviz.ui.live_training.lists import chosen_rows, page_of, short_owner, show_pager
from dropviz.ui.live_training.past_actions import called, show_actions, show_comparison
from dropviz.ui.plain import plain
from dropviz.ui.service import service
from dropviz.ui.visitor import is_remembered, owner

MOST_ARMS = 6
ARM, LOSS, ERROR = "arm {}", "arm {}: test log-loss, nats", "arm {}: test error"
"""Heads of the columns that each arm has; arms count from 1."""
TAB_ONLY = "This browser keeps no cookies: what you train belongs to this tab, until you close it."


def show_past_runs() -> None:
    """The runs of this browser, and what it can do with them."""
    if not is_remembered():
        st.caption(TAB_ONLY)
    show_runs(owner(), "live")


def show_runs(whose: str, key: str) -> None:
    """The runs that someone has, what can be done with those that are chosen, and the bin.

    Parameters
    ----------
    whose : or ``EVERYONE``, for the teacher
    key : of the widgets
    """
    try:
        listed = service().store.runs(whose, page_of(f"{key}-past"))
        deleted = service().store.runs(whose, page_of(f"{key}-bin"), deleted=True)
    except StoreError as error:
        st.warning(plain(str(error)))
        return
    show_undo(key)
    if not listed.total:
        st.markdown("None yet: the runs that are trained here are kept and listed.")
    elif chosen := _chosen(listed, whose, f"{key}-past"):
        show_actions(chosen, key)
        if len(chosen) > 1:
            show_comparison(chosen, key)
    if deleted.total:
        with st.expander(f"Deleted within a day ({deleted.total:,})", icon=":material/delete:"):
            _show_bin(deleted, whose, key)


def _show_bin(deleted: Listed[RunSummary], whose: str, key: str) -> None:
    chosen = _chosen(deleted, whose, f"{key}-bin")
    if chosen and st.button("Restore", icon=":material/undo:", key=f"{key}-restore"):
        restore(Deletion.of_runs(chosen))


def _chosen(listed: Listed[RunSummary], whose: str, key: str) -> list[RunSummary]:
    """Show a page of a list; the runs that are chosen on it."""
    if not key.endswith("-bin"):
        st.markdown("Choose one to open or rename it, two or more to compare their curves.")
    runs = listed.found
    shown = [_row(run, with_owner=whose == EVERYONE) for run in runs]
    # Another key for another list, so that a choice never slips to another run.
    about = "".join(run.hash + run.owner for run in runs)
    table = f"{key}-{hashlib.sha256(about.encode()).hexdigest()[:12]}"
    chosen = [runs[row] for row in chosen_rows(shown, _columns(), table)]
    show_pager(listed, key, "runs")
    return chosen


def _row(run: RunSummary, *, with_owner: bool) -> dict[str, Any]:
    now = run.experiment
    row: dict[str, Any] = {"run": called(run)}
    if with_owner:
        row["browser"] = short_owner(run.owner)
    row |= {
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
        "browser": texts(help="The same code is the same browser"),
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

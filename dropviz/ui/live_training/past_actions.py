"""What can be done with chosen runs: open, rename, delete, compare, take home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

import streamlit as st

from dropviz.experiments.arms import arm_names
from dropviz.experiments.film import Film
from dropviz.figures.comparison import Curve, comparison_figure, described, loss_curves
from dropviz.jobs.database import StoreError
from dropviz.jobs.summary import RunSummary
from dropviz.jobs.tables import LONGEST_NAME
from dropviz.lessons.live_training.exports import named_curves_csv
from dropviz.lessons.live_training.past_runs import run_name
from dropviz.lessons.live_training.view import LiveView
from dropviz.ui.lesson import theme_base
from dropviz.ui.live_training.bin import Deletion, delete
from dropviz.ui.live_training.stage import KEY, TOAST
from dropviz.ui.plain import plain
from dropviz.ui.service import service
from dropviz.ui.views import impose_view

MOST_COMPARED = 6


def called(run: RunSummary) -> str:
    """The name that its owner gave a run, else one that says what it is about."""
    return run.name or run_name(run.experiment, run.data_title)


def show_actions(chosen: Sequence[RunSummary], key: str) -> None:
    """A row of buttons for the runs that are chosen."""
    with st.container(horizontal=True, key=f"{key}-past-actions"):
        if len(chosen) == 1:
            (run,) = chosen
            st.button("Open", icon=":material/play_arrow:", on_click=_open, args=(run,))
            with st.popover("Rename", icon=":material/edit:"):
                _show_rename(run, key)
        with st.popover("Delete", icon=":material/delete:"):
            _show_delete(chosen, key)
        st.download_button(
            "Curves (CSV)", partial(curves, tuple(chosen)), "dropviz-runs-curves.csv",
            on_click="ignore", icon=":material/download:", key=f"{key}-past-curves",
        )  # fmt: skip


def _open(run: RunSummary) -> None:
    impose_view(LiveView.of(run.experiment, run=run.hash), KEY)
    st.session_state[TOAST] = "This run is on the stage."
    st.rerun()


def _show_rename(run: RunSummary, key: str) -> None:
    name = st.text_input(
        "Name", called(run)[:LONGEST_NAME], max_chars=LONGEST_NAME,
        key=f"{key}-name-{run.hash}{run.owner[:4]}",
    )  # fmt: skip
    if not st.button("Save the name", key=f"{key}-rename"):
        return
    try:
        service().store.rename(run.hash, run.owner, name)
    except (ValueError, StoreError) as error:
        st.warning(plain(str(error)))
    else:
        st.rerun()


def _show_delete(chosen: Sequence[RunSummary], key: str) -> None:
    which, links = f"these {len(chosen)} runs", "Their links stop"
    if len(chosen) == 1:
        which, links = f"“{called(chosen[0])}”", "Its link stops"
    says = f"Delete {which}? {links} working, unless someone else trained the same."
    st.markdown(plain(f"{says} You can undo that for a day."))
    if st.button("Delete", type="primary", key=f"{key}-delete"):
        delete(Deletion.of_runs(chosen), key)


def _films(chosen: Sequence[RunSummary]) -> list[tuple[str, Film]]:
    """Films of the first few chosen runs that can be read, with names that differ."""
    compared = chosen[:MOST_COMPARED]
    names = Counter(called(run) for run in compared)
    found = []
    for run in compared:
        film, name = service().film(run.hash), called(run)
        if film is not None:
            found.append((name if names[name] == 1 else f"{name} ({run.hash[:4]})", film))
    return found


def curves(chosen: tuple[RunSummary, ...]) -> str:
    """Curves of the first few chosen runs, as CSV."""
    return named_curves_csv(_films(chosen))


def show_comparison(chosen: Sequence[RunSummary], key: str) -> None:
    """The curves of the first few chosen runs, over one another."""
    found: list[Curve] = []
    for name, film in _films(chosen):
        found += loss_curves(name, arm_names(film.experiment.arms), film)
    says = described(found)
    st.plotly_chart(
        comparison_figure(found, theme_base()),
        theme=None,
        alt=says,
        config={"displaylogo": False},
        key=f"{key}-comparison",
    )
    if len(chosen) > MOST_COMPARED:
        says = f"The first {MOST_COMPARED} of the {len(chosen)} that are chosen. {says}"
    st.caption(plain(says))

"""The growth of time and memory with runs and width, as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import plotly.graph_objects as go
from playwright.sync_api import ViewportSize, sync_playwright
from plotly.subplots import make_subplots

from dropviz.figures.theme import PALETTES
from scripts.served_app import launch_options

SIZE: ViewportSize = {"width": 960, "height": 360}


def growth_figure(rows: list[dict[str, Any]]) -> go.Figure:
    """Left: against runs, at width 128; right: against width, at 20 runs. Log scales."""
    palette = PALETTES["light"]
    figure = make_subplots(
        1, 2, subplot_titles=("64-128-128-10, against runs", "20 runs of 64-H-H-10, against H")
    )
    for column, (key, fixed, value) in enumerate(
        (("runs", "width", 128), ("width", "runs", 20)), 1
    ):
        part = sorted((row for row in rows if row[fixed] == value), key=lambda row: row[key])
        for name, unit, colour, dash in (
            ("ms", "ms a step of all runs", palette.with_dropout, "solid"),
            ("mib", "memory, MiB", palette.without_dropout, "dash"),
        ):
            figure.add_scatter(
                x=[row[key] for row in part], y=[max(row[name], 0.1) for row in part],
                name=unit, mode="lines+markers", line={"color": colour, "dash": dash},
                showlegend=column == 1, row=1, col=column,
            )  # fmt: skip
        ticks = sorted({row[key] for row in part})
        figure.update_xaxes(
            type="log", tickvals=ticks, ticktext=[str(tick) for tick in ticks], title=key,
            row=1, col=column,
        )  # fmt: skip
    figure.update_yaxes(type="log", dtick=1)
    figure.update_layout(
        template="plotly_white", margin={"l": 50, "r": 20, "t": 40, "b": 50},
        legend={"orientation": "h", "y": 1.2}, **SIZE,
    )  # fmt: skip
    return figure


def save_growth_plot(rows: list[dict[str, Any]], path: Path) -> None:
    """Drawn by the browser that the tests use."""
    page_text = growth_figure(rows).to_html(include_plotlyjs=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        page = browser.new_page(viewport=SIZE)
        page.set_content(page_text)
        page.wait_for_selector(".main-svg")
        page.screenshot(path=path)
        browser.close()

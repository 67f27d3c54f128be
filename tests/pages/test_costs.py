"""What a page costs once it is warm: the server answers everybody with the same two cores."""

from __future__ import annotations

import time
from collections.abc import Callable

import altair as alt
import pytest
from streamlit.testing.v1 import AppTest

LIMIT = 0.08
"""Seconds of a core. It should be 0.05 (``benchmarks.page_costs``); the tests validate besides what
stages are sent, and other processes on the same core slow this one down."""
RUNS = 5
LINKS = [
    ("home", {}),
    ("toggle_neurons", {}),
    ("toggle_neurons", {"mode": "inference", "p": "0.7"}),
    ("thinned_networks", {}),
    ("expected_activations", {}),
    ("expected_activations", {"n": "64", "p": "0.9"}),
    ("live_training", {}),
    ("feature_maps", {}),
    ("feature_maps", {"way": "block", "block": "5"}),
    ("feature_maps", {"source": "photo", "way": "element"}),
    ("variants", {}),
    *(
        ("variants", {"variant": slug})
        for slug in ("dropout", "drop_block", "lstm_h", "attention", "stochastic_depth_row")
    ),
]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[alt.LayerChart]:
    """The charts that are drawn from now on."""
    charts: list[alt.LayerChart] = []
    to_dict = alt.LayerChart.to_dict

    def noted(chart: alt.LayerChart, **options: object) -> object:
        charts.append(chart)
        return to_dict(chart, **options)

    monkeypatch.setattr(alt.LayerChart, "to_dict", noted)
    return charts


@pytest.mark.parametrize(("name", "link"), LINKS)
def test_a_warm_page_costs_little_and_draws_no_chart_again(
    open_page: Callable[..., AppTest],
    drawn: list[alt.LayerChart],
    name: str,
    link: dict[str, str],
) -> None:
    app = open_page(name, link)
    app.run()
    drawn.clear()
    assert min(_seconds(app) for _ in range(RUNS)) < LIMIT
    assert not app.exception
    assert not drawn


def _seconds(app: AppTest) -> float:
    """Processor time of a run of the page."""
    start = time.process_time()
    app.run()
    return time.process_time() - start


@pytest.mark.parametrize("p", ["0.31", "0.87"])
def test_another_rate_draws_no_chart_again(
    open_page: Callable[..., AppTest], drawn: list[alt.LayerChart], p: str
) -> None:
    open_page("expected_activations")
    drawn.clear()
    assert not open_page("expected_activations", {"p": p}).exception
    assert not drawn

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from dropviz.lessons.expected_activations.facts import facts
from dropviz.lessons.expected_activations.view import ExpectedView

PAGE = "expected_activations"


def test_opens_with_tabs_figure_and_tables(open_page: Callable[..., AppTest]) -> None:
    app = open_page(PAGE, {"scene": "0"})
    assert not app.exception
    assert app.title[0].value == "Expected activations"
    assert [tab.label for tab in app.tabs] == ["The maths", "PyTorch", "Sources", "Words"]
    assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")
    assert any("| Forgotten `model.eval()` |" in markdown.value for markdown in app.markdown)
    table = next(markdown.value for markdown in app.markdown if "| Call |" in markdown.value)
    assert len(table.splitlines()) == 2 + 10
    headings = [heading.value for heading in app.subheader]
    assert "Forgot model.eval(): how far masked networks disagree" in headings
    assert any("50 passes with the masks left on" in caption.value for caption in app.caption)


def test_a_scene_has_the_stage_and_tabs_alone(open_page: Callable[..., AppTest]) -> None:
    app = open_page(PAGE, {})
    assert app.session_state[f"{PAGE}-view"].scene == 1
    assert not app.subheader
    assert len(app.tabs) == 4


@pytest.mark.parametrize("p", ["0.0", "1.0"])
def test_the_ends_of_the_slider(open_page: Callable[..., AppTest], p: str) -> None:
    app = open_page(PAGE, {"p": p, "n": "64"})
    assert not app.exception
    assert app.session_state[f"{PAGE}-view"] == ExpectedView(p=float(p), n=64)
    said = [markdown.value for markdown in app.markdown if "| Call |" not in markdown.value]
    assert not any("nan" in text for text in said)


def test_values_that_do_not_fit_are_ignored_with_a_notice(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page(PAGE, {"x": "z" * 12, "w": "9" * 65, "p": "0.2"})
    assert not app.exception
    assert "ignored" in app.info[0].value
    assert app.session_state[f"{PAGE}-view"] == ExpectedView(p=0.2)


@pytest.mark.parametrize(
    "query",
    [{"n": "1"}, {"n": "65"}, {"n": "ten"}, {"p": "nan"}, {"values": "all"}, {"seed": "-1"},
     {"input_seed": "10000"}, {"p": ["0.1", "0.2"]}, {"rule": "x"}, {"ticked": "012"},
     {"closer": ""}],
    ids=str,
)  # fmt: skip
def test_bad_links_show_the_default(
    open_page: Callable[..., AppTest], query: dict[str, Any]
) -> None:
    app = open_page(PAGE, query)
    assert not app.exception
    assert app.session_state[f"{PAGE}-view"] == ExpectedView()


@pytest.mark.parametrize(
    "query", [{}, {"p": "0.7", "n": "30"}, {"p": "1.0"}, {"p": "0.0"}], ids=str
)
def test_the_code_runs_and_agrees_with_the_facts(
    open_page: Callable[..., AppTest], capsys: pytest.CaptureFixture[str], query: dict[str, Any]
) -> None:
    app = open_page(PAGE, query, tab="pytorch")
    now = facts(app.session_state[f"{PAGE}-view"])
    exec(app.code[1].value, {})
    lines = capsys.readouterr().out.splitlines()
    for line, (rule, found) in zip(lines[:4], now.rules.items(), strict=True):
        mean, variance, inference = (
            float(number)
            for number in re.findall(r"(?:mean|variance|inference) +(-?[\d.]+|nan)", line)
        )
        error = 5 * np.sqrt(found.training.variance / 100_000) + 6e-4
        assert abs(mean - found.training.mean) <= error, rule
        assert math.isclose(variance, found.training.variance, rel_tol=0.03, abs_tol=6e-4), rule
        if found.inference is None:
            assert math.isnan(inference)
        else:
            assert math.isclose(inference, found.inference, abs_tol=6e-4), rule
    gap, error = (float(re.search(r"[+-]?\d+\.\d{3}", line)[0]) for line in lines[4:6])
    known = now.rules["inverted"].gap
    assert abs(gap - known.value) <= 5 * (error + known.error) + 6e-4

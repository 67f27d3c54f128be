"""Every lesson and variant at rates where formulas and sentences break: 0, near 0, near 1, 1."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dropviz.catalogue import LESSONS
from dropviz.lessons.variants.formulas import formulas
from dropviz.lessons.variants.view import VariantsView
from dropviz.variants import VARIANTS

RATES = [0.0, 0.05, 0.95, 0.99, 1.0]
UNTRUE = re.compile(
    r"(?i)\bnan\b|\binf\b|infinity|\\frac\{[^{}]*\}\{0(\.0*)?\}|(?<!0)/ ?0(\.0*)?(?![.\d])"
    r"|\b1 of them are\b|\b1 (maps|units|pixels|masks|entries|digits|pairs)\b"
)
"""No numbers, divisions by zero (but 0/0, which a page may speak of), one thing as several."""


@pytest.mark.parametrize("p_drop", RATES)
@pytest.mark.parametrize("name", [entry.name for entry in LESSONS])
def test_a_lesson_says_nothing_untrue(
    open_page: Callable[..., AppTest], name: str, p_drop: float
) -> None:
    app = open_page(name, {"p": f"{p_drop:.2f}"}, tab="maths")
    assert not app.exception
    said = [one.value for kind in (app.markdown, app.caption, app.latex) for one in kind]
    said = [re.sub("`[^`]*`", "", text) for text in said]  # code is as it is written
    assert said
    assert [text for text in said if UNTRUE.search(text)] == []


@pytest.mark.parametrize("p_drop", RATES)
@pytest.mark.parametrize("slug", VARIANTS)
def test_the_formulas_of_a_variant_have_a_value(slug: str, p_drop: float) -> None:
    said = formulas(VariantsView(variant=slug, p=p_drop))
    assert [one for one in said if UNTRUE.search(one.says + " " + one.latex)] == []

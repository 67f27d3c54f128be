from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from dropviz.catalogue import LESSONS


def test_home_shows_every_lesson_as_a_card(open_page: Callable[..., AppTest]) -> None:
    app = open_page("home")
    assert not app.exception
    shown = [markdown.value for markdown in app.markdown]
    for entry in LESSONS:
        assert any(entry.question in text for text in shown)
    assert len(app.get("page_link")) == len(LESSONS)

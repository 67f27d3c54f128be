"""A link on a page of a test, which has no browser that would keep it in its address."""

from __future__ import annotations

from collections.abc import Mapping

from streamlit.testing.v1 import AppTest


def go_to(app: AppTest, lesson: str, query: Mapping[str, str | list[str]]) -> None:
    """Enter a lesson again by another link, as by the back button from another page."""
    app.query_params.clear()
    app.query_params.update(query or {"scene": "0"})
    app.session_state["lesson_entered"] = lesson
    app.run()


def link_of(app: AppTest, lesson: str) -> dict[str, str]:
    """The link that the browser would write for what is on the stage."""
    return dict(app.session_state[f"{lesson}-view"].to_query())

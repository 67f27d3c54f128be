"""What stands below a stage: where a scene asks for what it would tell, it waits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

LEFT_ON = "Forgot model.eval(): how far masked networks disagree"


@pytest.mark.parametrize(
    ("lesson", "heading", "scenes"),
    [
        ("toggle_neurons", "How each network stands up to losing units", {0}),
        ("feature_maps", "Why drop whole maps?", {0}),
        ("expected_activations", LEFT_ON, {0, 5}),  # the last scene speaks of it
    ],
)
def test_a_figure_stands_in_its_scenes_alone(
    open_page: Callable[..., AppTest], lesson: str, heading: str, scenes: set[int]
) -> None:
    shown = set()
    for scene in (0, 1, 3, 5 if lesson != "feature_maps" else 2):
        app = open_page(lesson, {"scene": str(scene)})
        assert not app.exception
        if heading in [one.value for one in app.subheader]:
            shown.add(scene)
    assert shown == scenes

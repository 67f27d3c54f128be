"""Where a press on a stage may lead."""

from __future__ import annotations

from typing import Any

import pytest

from dropviz.stage.component import way_to

WAYS = {"why", "variants"}


@pytest.mark.parametrize(
    ("link", "way"),
    [
        ("why", ("why", {})),
        ("variants?p=0.5&variant=dropout", ("variants", {"p": ["0.5"], "variant": ["dropout"]})),
        ("variants?typed=a+%26+b%3F&places=", ("variants", {"typed": ["a & b?"], "places": [""]})),
        ("why?p=1&p=2", ("why", {"p": ["1", "2"]})),
        ("live_training", None),
        ("../home", None),
        ("", None),
        (None, None),
        ({"why": 1}, None),
        (["why"], None),
    ],
)
def test_a_press_leads_to_known_lessons_with_what_its_link_holds(link: Any, way: Any) -> None:
    assert way_to(link, WAYS) == way

"""Random and hostile query strings at every page: no exception, no trace.

What a page makes of a link is its view, so thousands of links go to the view alone and some to the
whole page.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dropviz.catalogue import LESSONS
from dropviz.lessons.toggle_neurons.view import ToggleView
from dropviz.stage.view import View
from scripts.payload_types import of_lesson
from tests.pages.links import go_to

N_LINKS, N_LINKS_READ = 40, 2_000
LINKS_A_SESSION = 20
VIEWS: dict[str, type[View]] = {"home": ToggleView} | {
    entry.name: view for entry in LESSONS if (view := of_lesson(entry.name).view)
}
HOSTILE = [
    "", " ", "0", "1", "-1", "1.0000001", "nan", "NaN", "inf", "-inf", "1e309", "1e-309", "0x10",
    "1_0", "１", "٣", "null", "None", "true", "[]", "{}", "[0.5]", '{"p": 0.5}', "0.5,0.5", "0.5;",
    "'; DROP TABLE runs; --", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "../../etc/passwd", "%00", "\x00", "\n", "\ufffd", "😀" * 50, "{{7*7}}", "${7*7}", "__import__",
    "javascript:alert(1)", "[x](https://example.com)", "$\\frac{1}{0}$", "9" * 500, "0" * 128,
    "-" * 128, "2" * 128, "01-" * 42, "0" * 64, "g" * 64, "z" * 64, "A" * 5000, "training ",
    "INVERTED", "cos\x00pickle", "gASVCgAAAAAAAACMBnN5c3RlbZQu",
]  # fmt: skip


def random_text(rng: random.Random) -> str:
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice(HOSTILE)
    if kind == 1:
        return str(rng.uniform(-1e6, 1e6))
    if kind == 2:
        return str(rng.randrange(-(10**12), 10**12))
    alphabet = string.printable + "éß漢字\u202e\u0000"
    return "".join(rng.choice(alphabet) for _ in range(rng.randrange(200)))


def random_link(rng: random.Random, names: list[str]) -> dict[str, str | list[str]]:
    link: dict[str, str | list[str]] = {}
    for name in rng.sample(names, rng.randrange(1, len(names))):
        value = random_text(rng)
        link[name] = [value, random_text(rng)] if rng.random() < 0.2 else value
    return link


def single(link: dict[str, str | list[str]]) -> dict[str, list[str]]:
    return {key: value if isinstance(value, list) else [value] for key, value in link.items()}


@pytest.mark.parametrize("name", VIEWS)
def test_hostile_links_become_a_view_that_a_link_can_hold(name: str) -> None:
    rng = random.Random(f"views for {name}")
    model = VIEWS[name]
    for _ in range(N_LINKS_READ):
        link = random_link(rng, [*model.model_fields, "unknown", "__class__"])
        view, rejected = model.from_query(single(link))
        assert set(rejected) <= set(link)
        again = model.from_query({key: [text] for key, text in view.to_query().items()})
        assert again == (view, []), link


@pytest.mark.parametrize("name", VIEWS)
def test_an_unknown_name_is_said_in_a_sentence(
    open_page: Callable[..., AppTest], name: str
) -> None:
    app = open_page(name, {"nonsense": "<b>7</b>"})
    (said,) = (one.value for one in app.info if "nonsense" in one.value)
    assert "<b>" not in said
    assert len(said) < 120
    assert not any("nonsense" in one.value for one in open_page(name).info)


@pytest.mark.parametrize("name", VIEWS)
def test_hostile_links_leave_the_page_whole(open_page: Callable[..., AppTest], name: str) -> None:
    rng = random.Random(f"links for {name}")
    known = [*VIEWS[name].model_fields.keys() - {"scene"}, "unknown", "__class__", "revision"]
    for number in range(N_LINKS):
        link = random_link(rng, known)
        if number % LINKS_A_SESSION == 0:
            app = open_page(name, link)
        else:
            go_to(app, name, link)
        assert not app.exception, (number, link, app.exception)
        assert not app.error, (number, link)
        view = VIEWS[name].from_query(single(link))[0]
        if name != "home" and VIEWS[name].model_fields.keys() & link.keys():
            assert app.session_state[f"{name}-view"] == view, (number, link)

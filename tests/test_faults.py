"""The benchmark of faults says what was missed. (It does its harm when it is run.)"""

from __future__ import annotations

import inspect

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.faults.__main__ import SCENARIOS
from benchmarks.faults.fairness import OF_A_TAB, SEEDS_APART, TABS
from benchmarks.faults.report import Found, table
from benchmarks.load import LESSON, press_train
from benchmarks.visitor import Visitor
from dropviz.lessons.live_training.view import LiveView
from tests.apart import run_apart


def test_every_scenario_says_what_it_does() -> None:
    assert len(SCENARIOS) >= 15
    assert all(inspect.getdoc(scenario) for scenario in SCENARIOS.values())


@pytest.mark.parametrize(
    ("pages", "but_once", "missed"),
    [
        ([0.1, 2.9], 0.0, []),
        ([0.1, 4.5], 0.0, ["others waited 4.5 s for a page"]),
        ([0.1, 4.5], 5.5, []),
        ([4.1, 4.5], 5.5, ["others waited 4.1 s for a page"]),
        ([0.1, 9.0], 5.5, ["others waited 9.0 s for a page"]),
    ],
)
def test_who_waits_too_long_is_missed(
    pages: list[float], but_once: float, missed: list[str]
) -> None:
    found = Found("a fault", pages=pages)
    found.check_others(but_once)
    assert found.missed == missed


def test_the_table_names_what_was_lost_and_missed() -> None:
    found = Found("a fault", saw=[("a sentence", 2.0)], pages=[0.5], gestures=[0.25])
    assert "| a fault | a sentence (2.0 s) | 0.5, 0.2 s | nothing |" in table([found])
    found.lost.append("run 1")
    found.missed.append("too late")
    assert "| run 1 |" in table([found])
    assert "- a fault: too late" in table([found])


def test_nobody_trains_what_the_page_refuses() -> None:
    with pytest.raises(ValueError, match="choose this on the page: seed"):
        run_apart(press_train(Visitor("", LESSON), seed=10_000))
    last = OF_A_TAB | {"seed": SEEDS_APART * (TABS - 1)}
    assert LiveView.accept(last)[1] == []


def test_a_message_left_out_that_is_forgotten_is_the_end_of_a_visit() -> None:
    """As in a browser, where Streamlit's page breaks off the connection for good."""
    visitor = Visitor("", LESSON)
    visitor._hear(ForwardMsg(ref_hash="x"))
    assert visitor.problems == ["the server left out a message that is forgotten here"]

from collections.abc import Callable

import numpy as np
from streamlit.testing.v1 import AppTest

from dropviz.lessons.toggle_neurons.facts import facts
from dropviz.lessons.toggle_neurons.view import ToggleView
from dropviz.lessons.words import words_of


def test_opens_with_tasks_tabs_and_figure(open_page: Callable[..., AppTest]) -> None:
    app = open_page("toggle_neurons")
    assert not app.exception
    assert app.title[0].value == "Toggle neurons"
    assert [tab.label for tab in app.tabs] == ["The maths", "PyTorch", "Sources", "Words"]
    assert any("chance of being *dropped*" in markdown.value for markdown in app.markdown)
    assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")


def test_the_link_decides_what_is_shown(open_page: Callable[..., AppTest]) -> None:
    app = open_page("toggle_neurons", {"p": "1.0", "mode": "training"}, tab="pytorch")
    assert facts(app.session_state["toggle_neurons-view"]).hidden_kept == 0
    assert "factor = [1.0, 0.0, 0.0]" in app.code[1].value


def test_only_the_open_tab_is_sent(open_page: Callable[..., AppTest]) -> None:
    sources = open_page("toggle_neurons", tab="sources")
    assert any("JMLR 15" in markdown.value for markdown in sources.markdown)
    assert not sources.code


def test_of_the_formulas_only_those_that_a_gesture_changes_are_other_texts(
    open_page: Callable[..., AppTest],
) -> None:
    """What is the same text as before, the browser does not set in type again."""

    def shown(mask: str) -> list[str]:
        app = open_page("toggle_neurons", {"mask": mask})
        return [one.value for one in app.markdown if "gathered" in one.value]

    before, after = shown(""), shown("-" * 64 + "0" + "-" * 63)
    assert [one.count("gathered") for one in before] == [2, 2, 2]  # begin and end
    assert before[2] == after[2]
    assert before[0] != after[0]


def test_a_mask_of_the_wrong_length_is_ignored_with_a_notice(
    open_page: Callable[..., AppTest],
) -> None:
    app = open_page("toggle_neurons", {"mask": "0" * 12, "p": "0.2"})
    assert not app.exception
    assert "does not fit this network" in app.info[0].value
    assert app.session_state["toggle_neurons-view"] == ToggleView(p=0.2)


def test_the_strip_compares_both_networks(open_page: Callable[..., AppTest]) -> None:
    app = open_page("toggle_neurons")
    says = [caption.value for caption in app.caption if "64 silenced" in caption.value]
    assert len(says) == 1
    assert np.all([name in says[0] for name in ("Trained with dropout", "Trained without")])


def test_the_words_of_the_page_are_explained(open_page: Callable[..., AppTest]) -> None:
    app = open_page("toggle_neurons", tab="words")
    (words,) = [one.value for one in app.markdown if one.value.startswith("- **coin**: ")]
    assert words.count("\n- **") + 1 == len(words_of("toggle_neurons"))

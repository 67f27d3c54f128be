"""All sentences of the pages are short: counted as they stand in the browser, in many states."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from dropviz.stage.tabs import TABS
from scripts.served_app import follow, open_stage, settle
from tests.browser.sentences import n_numbers, n_words, sentences, sentences_on

MOST_WORDS, MOST_WORDS_OF_A_SOURCE, MOST_NUMBERS = 25, 30, 7
STATES = {
    "home": ["/"],
    "check": ["/check", "/check?topic=masks&card=by_heart&answer=4"],
    "why": ["/why?scene=0", "/why?scene=1"],
    "toggle_neurons": ["/toggle_neurons?p=0", "/toggle_neurons?p=1&mode=inference"],
    "thinned_networks": ["/thinned_networks?p=0", "/thinned_networks?p=1&masks=batch"],
    "expected_activations": [
        "/expected_activations?p=0", "/expected_activations?p=1",
        "/expected_activations?closer=activation&rule=mistake",
    ],
    "live_training": ["/live_training?steps=77&pairs=2&arms=0~h0.3_wd0.01"],
    "feature_maps": [
        "/feature_maps?way=block&p=1", "/feature_maps?many=true", "/feature_maps?source=photo&p=0",
    ],
    "variants": [
        "/variants?p=1", "/variants?variant=alpha",
        "/variants?variant=drop_block&block=6", "/variants?variant=lstm_variational",
        "/variants?variant=attention", "/variants?variant=layer_drop&p=1",
    ],
}  # fmt: skip
"""By page, links to states that say other things."""


def too_long(page: Page, tab: str = "") -> list[str]:
    """What is shown and has too many words or numbers."""
    most = MOST_WORDS_OF_A_SOURCE if tab == "sources" else MOST_WORDS
    found = sentences_on(page)
    assert len(found) > 10
    return [one for one in found if n_words(one) > most or n_numbers(one) > MOST_NUMBERS]


@pytest.mark.parametrize("name", STATES)
def test_sentences_are_short(page: Page, name: str) -> None:
    first, *others = STATES[name]
    open_stage(page, first)
    settle(page, 200)
    found = too_long(page)
    for link in others:
        follow(page, link)
        found += too_long(page)
    for tab, label in TABS.items():
        opens = page.get_by_role("tab", name=label)
        if opens.count():
            opens.click()
            settle(page, 200)
            found += too_long(page, tab)
    assert found == []


def test_sentences_are_counted_as_they_are_read() -> None:
    assert sentences("One. Two (of e.g. A)? 3 is next; this goes on: all.") == [
        "One.", "Two (of e.g. A)?", "3 is next; this goes on: all.",
    ]  # fmt: skip
    assert n_words("It is 0.5 – or 1,000 × a_1.") == 6
    assert n_numbers("From 0.5 to 1,000 in 3 steps") == 3


def test_a_long_sentence_is_found_wherever_it_stands(page: Page) -> None:
    open_stage(page, "/toggle_neurons")
    words = " ".join(["word"] * (MOST_WORDS + 1))
    numbers = ", ".join(["1.5"] * (MOST_NUMBERS + 1))
    page.get_by_test_id("caption").evaluate("(node, text) => node.textContent = text", words)
    page.get_by_role("heading", level=1).evaluate("(node, text) => node.append(text)", numbers)
    found = too_long(page)
    assert len(found) == 2
    assert words in found

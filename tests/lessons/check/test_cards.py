"""The cards of *Check yourself*: whole, short, and with links that lead where they say."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from dropviz.catalogue import lesson
from dropviz.lessons.check.card import TOPICS, Card, Shown
from dropviz.lessons.check.cards import CARDS, turned
from dropviz.lessons.check.how_it_works import MASKS, MODES, SCALING
from dropviz.lessons.check.payload import payload
from dropviz.lessons.check.where_and_why import HELPS, PLACES, THEORY

LONGEST_SENTENCE = 25
ALL = [*HELPS, *SCALING, *MASKS, *MODES, *PLACES, *THEORY]
SHOWN = [one for one in ALL if one.show]


def name_of(card: Card) -> str:
    return card.name


def test_no_two_cards_have_one_name_or_one_question() -> None:
    assert len(CARDS) == len(ALL) == len({one.ask for one in ALL})
    assert len(CARDS) >= 25
    assert Counter(one.topic for one in ALL).keys() == TOPICS.keys()


@pytest.mark.parametrize("card", ALL, ids=name_of)
def test_a_card_has_an_answer_and_at_most_four(card: Card) -> None:
    assert 1 <= len(card.answers) <= 4
    assert len(set(card.answers)) == len(card.answers)
    assert 0 <= card.right < len(card.answers)
    assert card.ask.endswith("?")
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", card.name)


@pytest.mark.parametrize("card", ALL, ids=name_of)
def test_sentences_are_short(card: Card) -> None:
    assert len(re.findall(r"[.?!]( |$)", card.why)) == 1, "one sentence why"
    for text in (card.ask, card.why, *card.answers):
        for sentence in re.split(r"(?<=[.?!])\s+", text):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_the_right_answer_is_not_always_in_one_place() -> None:
    places = Counter(one.right for one in ALL if len(one.answers) > 1)
    assert max(places.values()) <= 0.6 * sum(places.values())


@pytest.mark.parametrize("card", SHOWN, ids=name_of)
def test_a_link_leads_to_the_view_that_shows_the_answer(card: Card) -> None:
    assert isinstance(card.show, Shown)
    name, _, query = card.show.link.partition("#")[0].partition("?")
    assert lesson(name).name == name
    view, rejected = type(card.show.view).from_query(parse_qs(query, keep_blank_values=True))
    assert rejected == []
    assert view == card.show.view
    assert card.show.finds


def test_what_is_sent_says_where_an_answer_is_seen() -> None:
    sent = {one["name"]: one for one in payload()["cards"]}
    assert sent["survivor_factor"]["href"] == "variants?variant=dropout&p=0.2"
    assert sent["survivor_factor"]["lesson"] == "Variants"
    assert sent["geometric_mean"]["href"] == sent["geometric_mean"]["lesson"] == ""


def test_no_place_is_right_too_often() -> None:
    three = [card for card in CARDS.values() if len(card.answers) == 3]
    for place in range(3):
        assert sum(card.right == place for card in three) <= 0.5 * len(three)


def test_the_order_of_answers_changes_no_answer() -> None:
    card = Card("any", "masks", "Which?", ("a", "b", "c"), "So it is.", right=1)
    same = [turned(replace(card, name=f"card {number}")) for number in range(20)]
    assert {one.answers[one.right] for one in same} == {"b"}
    assert {one.right for one in same} == {0, 1, 2}

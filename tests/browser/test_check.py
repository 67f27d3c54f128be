"""Check yourself: each answer is on the page that *Show me* opens; keys, intervals, paper."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from dropviz.catalogue import lesson
from dropviz.lessons.check.card import Card
from dropviz.lessons.check.cards import CARDS
from scripts.served_app import follow, open_stage, settle

KEY = "dropviz-cards"
DAY_MS = 24 * 3600 * 1000
FIRST, SECOND = list(CARDS.values())[:2]
SHOWN = [card for card in CARDS.values() if card.show]


def visited(page: Page, kept: Any = None, path: str = "/check") -> Locator:
    """The stage, for a visitor whose browser has kept that: an object, or any text."""
    page.goto("/_stcore/health")
    page.evaluate("localStorage.clear()")
    if kept is not None:
        text = kept if isinstance(kept, str) else json.dumps(kept)
        page.evaluate(f"(text) => localStorage.setItem('{KEY}', text)", text)
    stage = open_stage(page, path)
    settle(page)
    return stage


def known(page: Page) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(
        page.evaluate(f"localStorage.getItem('{KEY}')") or "{}"
    )
    return found


def days_until(due: float) -> float:
    return (due / 1000 - time.time()) * 1000 / DAY_MS


def card_on(stage: Locator, card: Card) -> None:
    expect(stage).to_have_attribute("data-card", card.name)
    expect(stage.get_by_role("heading", name=card.ask)).to_be_visible()


@pytest.mark.parametrize("name", sorted({card.show.lesson for card in SHOWN}))
def test_the_answers_are_on_the_page_that_show_me_opens(page: Page, name: str) -> None:
    cards = [card for card in SHOWN if card.show.lesson == name]
    stage, missing = open_stage(page, f"/{cards[0].show.link}"), []
    settle(page)
    for card in cards:
        if card is not cards[0]:
            follow(page, f"/{card.show.link}")
        places = [page.get_by_test_id("stMain"), *page.get_by_test_id("stage").all()]
        text = " ".join(" ".join(place.inner_text() for place in places).split())
        missing += [(card.name, find) for find in card.show.finds if find not in text]
    assert missing == []
    expect(stage).to_be_visible()


def test_show_me_leads_there_and_back_returns_to_the_answered_card(page: Page) -> None:
    card = CARDS["survivor_factor"]
    stage = visited(page, path=f"/check?card={card.name}")
    stage.get_by_role("button", name="0.8").click()
    expect(stage.get_by_test_id("why")).to_have_text(f"Not quite: “1.25”. {card.why}")
    link = stage.get_by_role("link", name="Show me")
    expect(link).to_have_attribute("href", card.show.link)  # for a new tab too
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson(card.show.lesson).title)
    expect(page).to_have_url(re.compile(r"/variants\?.*variant=dropout"))
    expect(page.get_by_test_id("stage")).to_have_attribute("data-p-drop", "0.2")
    page.go_back()
    card_on(stage, card)
    expect(stage.get_by_test_id("why")).to_contain_text(card.why)
    assert known(page)[card.name]["box"] == 0  # asked once


def test_show_me_scrolls_to_what_stands_below_the_stage(page: Page) -> None:
    stage = visited(page, path="/check?card=mc_spread&answer=0")
    stage.get_by_role("link", name="Show me").click()
    heading = page.get_by_role("heading", name=re.compile(r"^Forgot model.eval\(\)"))
    expect(heading).to_be_in_viewport()
    page.wait_for_function(  # what stands above it may grow for a moment
        "document.getElementById('left-on').getBoundingClientRect().top < 300"
    )


def test_a_card_that_no_lesson_shows_says_so(page: Page) -> None:
    stage = visited(page, path="/check?card=geometric_mean")
    stage.get_by_role("button", name="In any network").click()
    expect(stage.get_by_text("A lesson on this is to come.")).to_be_visible()
    expect(stage.get_by_role("link")).to_have_count(0)


def test_a_card_comes_again_at_growing_intervals(page: Page) -> None:
    due = {"box": 2, "due": time.time() * 1000 - DAY_MS}
    stage = visited(page, {SECOND.name: due})
    card_on(stage, SECOND)  # what is due comes before what is new
    stage.locator(f'[data-answer="{SECOND.right}"]').click()
    expect(stage.get_by_test_id("why")).to_contain_text("Yes.")
    expect(stage.get_by_text("It comes again in 7 days.")).to_be_visible()
    kept = known(page)[SECOND.name]
    assert kept["box"] == 3
    assert abs(days_until(kept["due"]) - 7) < 0.01
    stage.get_by_role("button", name="Next card").click()
    card_on(stage, FIRST)
    settle(page)  # the address follows when gestures rest
    page.reload()
    card_on(stage, FIRST)
    expect(stage).to_have_attribute("data-due", str(len(CARDS) - 1))


def test_all_by_keyboard(page: Page) -> None:
    stage = visited(page)
    card_on(stage, FIRST)
    page.keyboard.press(str(FIRST.right + 1))
    expect(stage.get_by_test_id("why")).to_contain_text("Yes.")
    page.keyboard.press("Enter")
    card_on(stage, SECOND)
    for _ in range(SECOND.right + 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(stage.get_by_test_id("why")).to_contain_text("Yes.")
    page.keyboard.press("Enter")
    third, fourth = list(CARDS.values())[2:4]
    card_on(stage, third)
    page.keyboard.press("Space")
    expect(stage.get_by_test_id("why")).to_contain_text(third.answers[third.right])
    assert third.name not in known(page)  # whether it was known is for the person to say
    page.keyboard.press("1")
    card_on(stage, fourth)
    page.keyboard.press("Space")
    page.keyboard.press("2")
    expect(stage).not_to_have_attribute("data-card", fourth.name)
    boxes = {name: kept["box"] for name, kept in known(page).items()}
    assert boxes == {FIRST.name: 1, SECOND.name: 1, third.name: 1, fourth.name: 0}


def test_by_topic_or_mixed(page: Page) -> None:
    stage = visited(page)
    stage.get_by_label("Topic").select_option("theory")
    theory = [card for card in CARDS.values() if card.topic == "theory"]
    card_on(stage, theory[0])
    expect(stage).to_have_attribute("data-due", str(len(theory)))
    expect(page).to_have_url(re.compile("topic=theory"))
    later = {"box": 1, "due": time.time() * 1000 + DAY_MS}
    stage = visited(page, {card.name: later for card in theory}, "/check?topic=theory")
    expect(stage.get_by_role("heading", name="No card is due")).to_be_visible()
    expect(stage.get_by_text("The next one comes in 1 day.")).to_be_visible()
    stage.get_by_role("button", name="Ask me all the same").click()
    for card in theory:  # one after the other, until all were asked
        card_on(stage, card)
        stage.get_by_role("button", name="Show the answer").click()
        stage.get_by_role("button", name="I knew it").click()
    expect(stage.get_by_role("heading", name="No card is due")).to_be_visible()


@pytest.mark.parametrize(
    "kept",
    ["{{", "null", '["<img src=x onerror=alert(1)>"]', f'{{"{FIRST.name}": {{"box": 99}}}}'],
)
def test_what_cannot_be_read_counts_as_nothing(page: Page, kept: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    stage = visited(page, kept)
    card_on(stage, FIRST)
    expect(stage).to_have_attribute("data-due", str(len(CARDS)))
    assert errors == []


def test_what_is_kept_can_be_erased(page: Page) -> None:
    later = {"box": 1, "due": time.time() * 1000 + DAY_MS}
    stage = visited(page, {FIRST.name: later})
    card_on(stage, SECOND)
    stage.get_by_role("button", name="Erase my cards").click()
    stage.get_by_role("button", name="Keep").click()
    assert known(page)
    stage.get_by_role("button", name="Erase my cards").click()
    stage.get_by_role("button", name="Erase", exact=True).click()
    card_on(stage, FIRST)
    assert not known(page)


@pytest.mark.parametrize(("path", "pages"), [("/check?topic=theory", 2), ("/check", 4)])
def test_on_paper_the_answers_have_a_page_of_their_own(page: Page, path: str, pages: int) -> None:
    stage = visited(page, path=path)
    expect(stage.get_by_test_id("paper")).to_be_hidden()
    printed = len(re.findall(rb"/Type\s*/Page\b", page.pdf()))
    assert printed == pages if pages == 2 else printed >= pages
    page.emulate_media(media="print")
    paper = stage.get_by_test_id("paper")
    expect(paper).to_be_visible()
    answers = paper.get_by_role("heading", name="Answers")
    assert answers.evaluate("(node) => getComputedStyle(node).breakBefore") == "page"
    expect(stage.locator(".check-card")).to_be_hidden()
    page.emulate_media(media="screen")

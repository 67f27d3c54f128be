"""Words of the glossary are marked where they first appear on a page, and explained there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from dropviz.lessons.words import GLOSSARY, USED
from scripts.served_app import follow, settle

MARKED = """() => Array.from(CSS.highlights.get("dropviz-word") ?? [])
  .filter((range) => !range.collapsed) // a text that has changed since
  .map((range) => {
    const { x, y, width, height } = range.getBoundingClientRect();
    return [range.toString(), x + width / 2, y + height / 2];
  })"""


def marked(page: Page) -> dict[str, tuple[float, float]]:
    """The words that are marked, in lower case, and where each of them stands."""
    page.wait_for_function(f"({MARKED})().length > 0")
    found = page.evaluate(MARKED)
    assert len({text.lower() for text, _, _ in found}) == len(found)  # once each
    return {text.lower(): (x, y) for text, x, y in found}


def of_glossary(text: str) -> str:
    """The word of the glossary that a marked text is, in one or many."""
    (word,) = (one for one in GLOSSARY if re.fullmatch(f"{re.escape(one.lower())}(e?s)?", text))
    return word


@pytest.mark.parametrize("lesson", USED)
def test_what_is_marked_is_explained(
    stage: Callable[[str], Locator], page: Page, lesson: str
) -> None:
    stage(f"/{lesson}?scene=0")
    settle(page)
    words = [of_glossary(text) for text in marked(page)]
    follow(page, f"/{lesson}?scene=1")
    words += [of_glossary(text) for text in marked(page)]
    page.get_by_role("tab", name="Words").click()
    listed = page.get_by_role("tabpanel").locator("strong")
    expect(listed).to_have_count(len(USED[lesson]))
    assert {*words} <= {*listed.all_inner_texts()} == {*USED[lesson]}


def test_a_marked_word_says_what_it_means(stage: Callable[[str], Locator], page: Page) -> None:
    stage("/live_training")
    settle(page)
    x, y = marked(page)["nats"]
    said = page.get_by_role("tooltip")
    expect(said).to_be_hidden()
    page.mouse.move(x, y)
    expect(said).to_have_text(f"nats: {GLOSSARY['nats']}")
    box = said.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert 0 < box["y"] - y < 40
    page.mouse.move(x, y + 60)
    expect(said).to_be_hidden()


def test_a_word_is_marked_again_where_its_text_has_changed(
    stage: Callable[[str], Locator], page: Page
) -> None:
    stage("/toggle_neurons")
    settle(page)
    before = {*marked(page)}
    page.get_by_test_id("guide").get_by_role("button", name="Guide: ").click()
    page.wait_for_function(
        f"(words) => {{ const now = ({MARKED})().map(([text]) => text.toLowerCase());"
        " return now.length && now.some((text) => !words.includes(text))"
        " || now.length !== words.length }",
        arg=[*before],
    )
    assert {of_glossary(text) for text in marked(page)} <= {*USED["toggle_neurons"]}

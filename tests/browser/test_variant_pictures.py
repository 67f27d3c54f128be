"""Transformer, recurrent grid and residual network of the lesson Variants, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from dropviz.core.recurrent import COINS_SHAPE
from dropviz.core.transformer import CONTEXT
from dropviz.data.text import VOCABULARY, readable, unseen_text
from dropviz.lessons.variants.recurrent import N_COINS as RECURRENT_COINS
from dropviz.lessons.variants.view import VariantsView
from dropviz.stage.coin_rows import whole_coins
from tests.oracles.recurrent import memory
from tests.oracles.transformer import places_on
from tests.vectors.transformer import laid_out, torch_pass


def expected_prediction(view: VariantsView) -> str:
    typed = readable(view.typed, CONTEXT) or unseen_text()[view.window : view.window + CONTEXT]
    on = places_on(view)
    _, probabilities = torch_pass(typed, laid_out(view.seed), on, view.p)
    return VOCABULARY[probabilities[-1].argmax()]


def test_the_transformer_by_mouse_keyboard_and_link(
    stage: Callable[[str], Locator], page: Page
) -> None:
    root = stage("/variants?variant=attention&places=attention&typed=the%20mouse&p=0.6")
    view = VariantsView(variant="attention", typed="the mouse", p=0.6)
    expect(root).to_have_attribute("data-places", "attention")
    expect(root).to_have_attribute("data-prediction", expected_prediction(view))
    assert whole_on_a_projector(page)
    root.get_by_role("group", name=re.compile("^Attention of head 2")).focus()
    page.keyboard.press("ArrowDown")
    expect(root.get_by_test_id("readout")).to_contain_text("Head 2, character 2, “h”, looks at")
    root.locator('[data-unit="mlp"]').click()
    expect(root).to_have_attribute("data-places", "attention,mlp")
    attention = root.locator('[data-unit="attention"]')
    attention.focus()
    page.keyboard.press("Space")
    expect(attention).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_test_id("caption")).to_contain_text("Every row of attention sums to 1.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(root).to_have_attribute("data-places", "after_attention,mlp")
    view = view.model_copy(update={"places": "after_attention,mlp"})
    expect(root).to_have_attribute("data-prediction", expected_prediction(view))


def test_the_transformer_reads_what_is_typed(stage: Callable[[str], Locator], page: Page) -> None:
    root = stage("/variants?variant=attention&places=after_attention,mlp&p=0.6")
    view = VariantsView(variant="attention", places="after_attention,mlp", p=0.6)
    root.get_by_role("textbox").fill("The 2nd TIME")
    expect(root.locator("p[role=status]")).to_have_text("The network does not know “2”: left out.")
    root.get_by_role("slider", name=re.compile("^dropout rate")).fill("0.15")
    view = view.model_copy(update={"typed": "The 2nd TIME", "p": 0.15})
    expect(root).to_have_attribute("data-prediction", expected_prediction(view))
    expect(page).to_have_url(re.compile(r"p=0\.15.*places=after_attention"), timeout=5000)
    root.get_by_role("textbox").fill("Zürich dropped letters twice")
    note = root.locator("p[role=status]")
    expect(note).to_contain_text("does not know “ü”: left out. It reads the last 16 characters: “")
    root.get_by_role("textbox").blur()
    expect(page).to_have_url(re.compile(r"typed=Z%C3%BCrich\+dropped\+letters"), timeout=5000)
    root.get_by_role("slider", name=re.compile("^text from")).fill("100")
    view = view.model_copy(update={"typed": "", "window": 100})
    expect(root).to_have_attribute("data-prediction", expected_prediction(view))
    root.get_by_role("button", name="All off").click()
    expect(root).to_have_attribute("data-droppable", "0")
    expect(page.get_by_test_id("caption")).to_contain_text("Nothing is dropped.")


def whole_on_a_projector(page: Page) -> bool:
    caption = page.get_by_test_id("caption").bounding_box()
    return caption["y"] + caption["height"] <= 768


def alive_after(view: VariantsView) -> int:
    u = whole_coins(view.seed, RECURRENT_COINS).reshape(COINS_SHAPE)[:, : view.times]
    c, _ = memory(view.variant, u / 100 + 0.005, view.p)
    return int((c[-1] > 0).sum())

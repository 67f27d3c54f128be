"""Transformer, recurrent grid and residual network of the lesson Variants, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from dropviz.core.coins import coins as coins_of
from dropviz.core.recurrent import COINS_SHAPE, Memory, held_if_there, memory, survival
from dropviz.core.residual import N_BLOCKS, N_EXAMPLES, expected_depth, kept_blocks
from dropviz.core.transformer import CONTEXT, N_HEADS, PLACES
from dropviz.data.text import VOCABULARY, codes, readable, unseen_text
from dropviz.data.transformer import shipped_transformer
from dropviz.stage.coin_rows import whole_coins
from dropviz.stage.recurrent import N_COINS as RECURRENT_COINS
from dropviz.stage.recurrent import packed_rules
from dropviz.stage.residual import COIN_PARTS, packed_variants
from dropviz.stage.transformer import N_COINS, SHAPES, packed_transformer, places_on
from dropviz.stage.variants import VariantsView
from dropviz.training.char_transformer import CharTransformer

PASS = """({tensors, cases, size}) => {
  const decoded = decodeTensors(tensors);
  return cases.map(({codes, kept, p}) => {
    const pass = transformerPass(decoded, size, codes, kept, p);
    return {
      attention: pass.attention.map((head) => head.map((row) => [...row])),
      probabilities: pass.probabilities.map((row) => [...row]),
    };
  });
}"""


MEMORY = """({cases, rules}) => cases.map(({coins, p, times}) => {
  const taken = coins.map((rows) => rows.map((row) => row.map((u) => (u >= p ? 1 : 0))));
  return rules.map((rule) => ({
    ...memoryOf(rule, ...taken, p),
    chance: survivalOf(rule, p, times), held: heldIfThere(rule, p, times),
  }));
})"""


def laid_out(seed: int) -> dict[str, np.ndarray]:
    """The coins of each place."""
    ends = np.cumsum([np.prod(shape) for shape in SHAPES.values()])
    parts = np.split(whole_coins(seed, N_COINS), ends[:-1])
    return {place: part.reshape(SHAPES[place]) for place, part in zip(PLACES, parts, strict=True)}


def torch_pass(
    typed: str, coins: dict, on: tuple, p: float, monkeypatch: pytest.MonkeyPatch
) -> tuple:
    """Attention weights as used, and probabilities, of the torch module on these coins."""
    n = len(typed)
    shown = {
        "embedding": coins["embedding"][None],
        "attention": coins["attention"][None, :, :n, :n],
        "after_attention": coins["after_attention"][None, :n],
        "mlp": coins["mlp"][None, :n],
        "after_mlp": coins["after_mlp"][None, :n],
        "block": coins["block"].reshape(1, 1, 1),
    }
    left = [torch.from_numpy(shown[place] / 100 + 0.005) for place in PLACES if place in on]

    def thrown(shape: Any, like: Any, generator: Any = None) -> torch.Tensor:
        coin = left.pop(0)
        assert tuple(shape) == tuple(coin.shape)
        return coin

    for module in ("dropviz.layers.masks", "dropviz.layers.transformer"):
        monkeypatch.setattr(f"{module}.coins", thrown)
    network = CharTransformer(len(VOCABULARY), dict.fromkeys(on, p)).double()
    tensors = shipped_transformer().tensors.items()
    network.load_state_dict({name: torch.from_numpy(value) for name, value in tensors})
    with torch.no_grad():
        scores = network(torch.from_numpy(codes(typed))[None])[0]
    assert not left or p == 0
    return network.block.attention[0].numpy(), scores.softmax(-1).numpy()


def test_the_browsers_transformer_is_pytorchs(
    blank_page_with: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [
        ("and of having no", (), 0.3, 1),
        ("and of having no", PLACES, 0.3, 2),
        ("the white rabbit", ("attention",), 0.5, 3),
        ("oh dear!", ("embedding", "mlp"), 0.25, 4),
        ("a", ("attention", "block"), 0.6, 5),
        ("off with her", ("after_attention", "after_mlp"), 0.77, 6),
        ("curious", PLACES, 1.0, 7),
    ]
    sent = []
    for typed, on, p, seed in cases:
        coins = laid_out(seed)
        kept = {place: (coins[place] >= round(100 * p)).ravel().tolist() for place in on}
        sent.append({"codes": codes(typed).tolist(), "kept": kept, "p": p})
    page: Page = blank_page_with("shared/arithmetic.js", "transformer/pass.js")
    found = page.evaluate(
        PASS,
        {
            "tensors": packed_transformer(),
            "cases": sent,
            "size": {"heads": N_HEADS, "context": CONTEXT},
        },
    )
    for (typed, on, p, seed), ours in zip(cases, found, strict=True):
        attention, probabilities = torch_pass(typed, laid_out(seed), on, p, monkeypatch)
        np.testing.assert_allclose(ours["probabilities"], probabilities, rtol=0, atol=1e-5)
        for head, rows in enumerate(ours["attention"]):
            for query, row in enumerate(rows):
                np.testing.assert_allclose(
                    row, attention[head, query, : query + 1], rtol=0, atol=1e-5
                )


def test_the_browsers_memory_is_pythons(blank_page_with: Callable) -> None:
    """Which tests/core/test_recurrent.py holds to the layers."""
    rng = np.random.default_rng(2)
    cases = [(p, times) for p in (0.0, 0.25, 0.7, 1.0) for times in (2, 9)]
    coins = [rng.random((2, times, 4)) for _, times in cases]
    sent = [
        {"coins": u.tolist(), "p": p, "times": times}
        for u, (p, times) in zip(coins, cases, strict=True)
    ]
    page: Page = blank_page_with("recurrent/memory.js")
    found = page.evaluate(MEMORY, {"cases": sent, "rules": packed_rules()})
    for u, (p, times), of_rules in zip(coins, cases, found, strict=True):
        for packed, ours in zip(packed_rules(), of_rules, strict=True):
            rule = Memory(packed["on"], packed["once"], packed["holds"])
            c, read = memory(rule, u, p)
            np.testing.assert_allclose(ours["c"], c, rtol=1e-12)
            np.testing.assert_allclose(ours["read"], read, rtol=1e-12)
            assert ours["chance"] == pytest.approx(survival(rule, p, times))
            assert ours["held"] == pytest.approx(held_if_there(rule, p, times), nan_ok=True)


def test_the_browsers_chain_is_pythons(blank_page_with: Callable) -> None:
    """Which tests/core/test_residual.py holds to the layers."""
    coins = whole_coins(9, N_EXAMPLES * N_BLOCKS, COIN_PARTS)
    exact = coins_of(9, N_EXAMPLES * N_BLOCKS).reshape(N_EXAMPLES, N_BLOCKS)
    page: Page = blank_page_with("residual/depth.js")
    found = page.evaluate(
        """({coins, variants, size, rates}) => rates.map((p) => variants.map((variant) => ({
          kept: keptBlocks(variant, coins, p, size), depth: expectedDepth(variant, p, size.blocks),
        })))""",
        {
            "coins": coins.tolist(),
            "variants": packed_variants(),
            "size": {"blocks": N_BLOCKS, "examples": N_EXAMPLES},
            "rates": [k / 100 for k in range(101)],
        },
    )
    for k, of_variants in enumerate(found):
        for packed, ours in zip(packed_variants(), of_variants, strict=True):
            rules = {"linear": packed["linear"]}
            kept = kept_blocks(exact.astype(np.float64), k / 100, own=packed["own"], **rules)
            assert np.array_equal(np.array(ours["kept"], dtype=bool), kept), (packed["slug"], k)
            assert ours["depth"] == pytest.approx(expected_depth(k / 100, **rules))


def expected_prediction(view: VariantsView, monkeypatch: pytest.MonkeyPatch) -> str:
    typed = readable(view.typed, CONTEXT) or unseen_text()[view.window : view.window + CONTEXT]
    on = places_on(view)
    _, probabilities = torch_pass(typed, laid_out(view.seed), on, view.p, monkeypatch)
    return VOCABULARY[probabilities[-1].argmax()]


def test_the_transformer_by_mouse_keyboard_and_link(
    stage: Callable[[str], Locator], page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = stage("/variants?variant=attention&places=attention&typed=the%20mouse&p=0.6")
    view = VariantsView(variant="attention", typed="the mouse", p=0.6)
    expect(root).to_have_attribute("data-places", "attention")
    expect(root).to_have_attribute("data-prediction", expected_prediction(view, monkeypatch))
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
    expect(root).to_have_attribute("data-prediction", expected_prediction(view, monkeypatch))

    root.get_by_role("textbox").fill("The 2nd TIME")
    expect(root.locator("p[role=status]")).to_have_text("The network does not know “2”: left out.")
    root.get_by_role("slider", name=re.compile("^dropout rate")).fill("0.15")
    view = view.model_copy(update={"typed": "The 2nd TIME", "p": 0.15})
    expect(root).to_have_attribute("data-prediction", expected_prediction(view, monkeypatch))
    expect(page).to_have_url(re.compile(r"p=0\.15.*places=after_attention"), timeout=5000)
    root.get_by_role("textbox").fill("Zürich dropped letters twice")
    note = root.locator("p[role=status]")
    expect(note).to_contain_text("does not know “ü”: left out. It reads the last 16 characters: “")
    root.get_by_role("textbox").blur()
    expect(page).to_have_url(re.compile(r"typed=Z%C3%BCrich\+dropped\+letters"), timeout=5000)
    root.get_by_role("slider", name=re.compile("^text from")).fill("100")
    view = view.model_copy(update={"typed": "", "window": 100})
    expect(root).to_have_attribute("data-prediction", expected_prediction(view, monkeypatch))
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

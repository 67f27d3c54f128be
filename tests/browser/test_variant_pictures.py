"""Transformer, recurrent grid and residual network of the lesson Variants, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from playwright.sync_api import Page

from dropviz.core.transformer import CONTEXT, N_HEADS, PLACES
from dropviz.data.text import VOCABULARY, codes
from dropviz.data.transformer import shipped_transformer
from dropviz.stage.coin_rows import hundredths
from dropviz.stage.transformer import N_COINS, SHAPES, packed_transformer
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


def laid_out(seed: int) -> dict[str, np.ndarray]:
    """The coins of each place."""
    ends = np.cumsum([np.prod(shape) for shape in SHAPES.values()])
    parts = np.split(hundredths(seed, N_COINS), ends[:-1])
    return {place: part.reshape(SHAPES[place]) for place, part in zip(PLACES, parts, strict=True)}


def torch_pass(typed: str, coins: dict, on: tuple, p: float, monkeypatch) -> tuple:
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

    def thrown(shape, like, generator=None):
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


def test_the_browsers_transformer_is_pytorchs(blank_page_with: Callable, monkeypatch) -> None:
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
    page: Page = blank_page_with("network.js", "transformer_pass.js")
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

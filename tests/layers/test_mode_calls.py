"""What switches dropout off: the calls really run, and say what they returned."""

from __future__ import annotations

import re

import pytest
import torch
from torch.nn import functional

from dropviz.layers.mode_calls import CALLS, ran_calls

DROPS = {
    "nn.Dropout(0.5)(x)": True,
    "nn.Dropout(0.5).eval()(x)": False,
    "with torch.no_grad(): nn.Dropout(0.5)(x)": True,
    "F.dropout(x, 0.5)": True,
    "F.dropout(x, 0.5, training=self.training)": False,
    "F.scaled_dot_product_attention(q, k, v, dropout_p=0.5)": True,
    "nn.LSTM(4, 4, num_layers=1, dropout=0.5)(x)": False,
    "nn.Dropout2d(0.5)(x)": True,
    "nn.Dropout(1.0)(torch.tensor([nan, 1]))": True,
    "model.eval(); model[1].train(); model(x)": True,
}
"""As measured with PyTorch 2.13 to 2.15."""


def test_ten_calls_drop_or_do_not() -> None:
    found = {call.code: call.drops for call in ran_calls()}
    assert found == DROPS
    assert sum(call.in_eval for call in CALLS) == 5


def test_results_have_the_numbers_of_the_run() -> None:
    results = {call.code: call.result for call in ran_calls()}
    half = re.compile(r"(\d+) of 1,000 values are 0, the others 2")
    for code, result in results.items():
        if found := half.fullmatch(result):
            assert 400 < int(found[1]) < 600, code
    assert sum(bool(half.fullmatch(result)) for result in results.values()) == 4
    assert results["nn.Dropout(1.0)(torch.tensor([nan, 1]))"].startswith(
        "`[nan, 1]` became `[nan, 0]`"
    )
    rows = re.match(r"(\d+) rows of 16 are 0, and (\d) of", results["nn.Dropout2d(0.5)(x)"])
    assert 30 < int(rows[1]) < 98
    assert rows[2] == "0"
    assert "it warns" in results["nn.LSTM(4, 4, num_layers=1, dropout=0.5)(x)"]


def test_a_call_that_no_longer_drops_is_not_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were F.dropout to follow the model one day, the page would say so."""
    monkeypatch.setattr(functional, "dropout", lambda x, *others, **named: x)
    monkeypatch.setattr(functional, "dropout2d", lambda x, *others, **named: x)
    found = {call.code: call for call in ran_calls()}
    assert [call.code for call in found.values() if call.drops] == [
        "F.scaled_dot_product_attention(q, k, v, dropout_p=0.5)"
    ]
    assert found["F.dropout(x, 0.5)"].result == "all 1,000 values as they were"


def test_gradients_are_on_again_afterwards() -> None:
    ran_calls()
    assert torch.is_grad_enabled()

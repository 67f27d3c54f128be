"""What the browser is compared with under Node is what PyTorch and NumPy say today."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from scripts import vectors


def assert_alike(kept: Any, computed: Any, where: str) -> None:
    """The same, but for the last digits of numbers, which differ between processors."""
    assert type(kept) is type(computed), where
    if isinstance(kept, dict):
        assert kept.keys() == computed.keys(), where
        for key in kept:
            assert_alike(kept[key], computed[key], f"{where}.{key}")
    elif isinstance(kept, list):
        assert len(kept) == len(computed), where
        for i, (one, other) in enumerate(zip(kept, computed, strict=True)):
            assert_alike(one, other, f"{where}[{i}]")
    elif isinstance(kept, float):
        assert np.isclose(kept, computed, rtol=1e-5, atol=2e-6), where
    else:
        assert kept == computed, where


@pytest.mark.parametrize("name", vectors.names())
def test_vectors_are_current(name: str) -> None:
    kept = json.loads(vectors.path(name).read_text("utf-8"))
    assert_alike(kept, vectors.cases(name), name)

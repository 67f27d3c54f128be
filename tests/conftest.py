"""What all tests share: their marks by folder, one thread each, draws of their own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

# As in the workers of the app: several tests run at once, and small products gain nothing.
os.environ.setdefault("OMP_NUM_THREADS", "1")

HERE = Path(__file__).parent
MARKS = {"browser": "browser", "pages": "page"}
"""By folder."""
EXPENSIVE = {"visit", "warm"}
"""Fixtures of a module that its tests should share, also where several processes run tests."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder = item.path.relative_to(HERE).parts[0]
        if folder in MARKS:
            item.add_marker(MARKS[folder])
        if EXPENSIVE.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(autouse=True)
def _own_draws() -> None:
    """What a test draws does not depend on the tests before it."""
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)

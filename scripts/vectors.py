"""Write what the browser's arithmetic is compared with: ``python -m scripts.vectors [NAME ...]``.

A module of ``tests/vectors/`` has ``cases()``, inputs and what PyTorch or NumPy makes of them; they
go into the JSON file beside it, which the tests in ``tests/js/`` read.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "vectors"
DECIMALS = 6
"""Unless a case says otherwise."""


def names() -> list[str]:
    """The modules that have cases."""
    return sorted(file.stem for file in FOLDER.glob("*.py") if file.stem != "__init__")


def cases(name: str) -> Any:
    """What a module computes, as JSON has it."""
    return json.loads(json.dumps(import_module(f"tests.vectors.{name}").cases(), allow_nan=False))


def rounded(values: ArrayLike, decimals: int = DECIMALS) -> Any:
    """Numbers for a vector, nested as the axes of the array."""
    return np.round(np.asarray(values, np.float64), decimals).tolist()


def path(name: str) -> Path:
    """The file that a module's cases are kept in."""
    return FOLDER / f"{name}.json"


if __name__ == "__main__":
    for each in sys.argv[1:] or names():
        text = json.dumps(cases(each), separators=(",", ":"), sort_keys=True)
        path(each).write_text(text + "\n", "utf-8")

"""Films of runs that take long, computed beforehand by ``python -m scripts.train_films``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from dropviz.experiments.film import Film
from dropviz.files import ASSETS

FOLDER = ASSETS / "films"


def film_file(run: str) -> Path:
    """Where the film of the run with that hash is, if it is shipped."""
    return FOLDER / f"{run}.safetensors"


@cache
def shipped_film(run: str) -> Film[Any] | None:
    """The film of the run with that hash, if it is shipped."""
    file = film_file(run)
    return Film.from_bytes(file.read_bytes()) if file.exists() else None

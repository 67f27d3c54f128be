"""How a stage comes to the page: its modules, its styles, its data packed small."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from dropviz.core.coins import coins
from dropviz.core.network import Network
from dropviz.figures.theme import css_variables
from dropviz.stage.view import N_SEEDS

BROWSER = Path(__file__).parent / "browser"
ROWS_BEHIND = 8


@dataclass(frozen=True)
class Imposed:
    """A view that Python puts on a stage: from a link, the back button, or a return to the page.

    ``token`` is another one each time, also after a restart of the server; ``revision`` is the
    newest gesture Python knew of, so that a stage with newer ones keeps them.
    """

    view: dict[str, Any]
    revision: int = 0
    token: str = field(default_factory=lambda: token_hex(8))

    def as_data(self) -> dict[str, Any]:
        """For the stage's ``ViewStore``."""
        return {"view": self.view, "imposed": self.token, "revision": self.revision}


def stage_component(
    name: str, *, styles: Sequence[str] = (), testid: str = "stage"
) -> Callable[..., Any]:
    """What mounts the stage whose modules are in ``browser/<name>/``, from ``stage.js`` on.

    Streamlit serves the modules: ``pyproject.toml`` names each stage. It is registered when first
    shown, for only a running server knows of that.

    Parameters
    ----------
    styles : further files in ``browser/``, before the stage's own
    testid : of the root; another one for what stands on a page beside its stage
    """

    @cache
    def registered() -> Any:
        return st.components.v2.component(
            f"dropviz.{name}",
            html=f'<div class="stage" data-testid="{testid}"></div>',
            css=stage_styles(*styles, f"{name}/stage.css"),
            js=f"{name}/stage.js",
        )

    return lambda **options: registered()(**options)


def stage_styles(*files: str) -> str:
    """The colours and shared styles, and those of ``files`` in ``browser/`` that there are."""
    found = [BROWSER / file for file in ("shared/stage.css", *files)]
    return "\n".join(
        [css_variables(), *(file.read_text("utf-8") for file in found if file.exists())]
    )


def packed(values: NDArray[Any]) -> str:
    """An array's bytes (little-endian, row-major) as base64."""
    little = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
    return base64.b64encode(little.tobytes()).decode("ascii")


def packed_network(network: Network) -> dict[str, Any]:
    """A network for ``decodeNetwork`` in ``shared/arithmetic.js``: float32 weights and biases."""
    return {
        "sizes": list(network.sizes),
        "weights": [packed(weight) for weight in network.weights],
        "biases": [packed(bias) for bias in network.biases],
    }


@cache
def packed_coins(seed: int, n_units: int, behind: int = ROWS_BEHIND) -> dict[str, Any]:
    """Rows of coins around a seed, so that the next flips need no server.

    Blocks of rows are shared by neighbouring seeds: the data changes once in ``behind`` flips.
    After the last seed comes seed 0.
    """
    first = seed - seed % behind
    rows = 3 * behind
    values = np.stack([coins((first + row) % N_SEEDS, n_units) for row in range(rows)])
    return {
        "first": first,
        "rows": rows,
        "seeds": N_SEEDS,
        "units": n_units,
        "bytes": values.itemsize,
        "values": packed(values),
    }

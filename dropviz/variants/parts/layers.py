"""How a variant's layer is built, with PyTorch imported when the first one is."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from dropviz.variants.facts import MakesLayer, Site


def layer(name: str, **settings: Any) -> MakesLayer:
    """What builds the class of that name in ``dropviz.layers`` with a rate and these settings.

    name : module and class, "dense.Dropout" for example
    """

    def made(p_drop: float, site: Site, *, generator: Any = None) -> Any:
        module, kind = name.split(".")
        found = getattr(import_module(f"dropviz.layers.{module}"), kind)
        return found(p_drop, **settings, generator=generator)

    return made

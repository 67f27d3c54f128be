"""The variants of dropout: each is one module of this package, which declares its ``VARIANT``.

``VARIANTS`` holds them by slug, in the order of the gallery: by family, then by ``order``.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from dropviz.variants.base import Variant
from dropviz.variants.facts import FAMILIES


def _declared() -> list[Variant]:
    """The variants that modules of this package declare."""
    modules = [
        import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    ]
    return [module.VARIANT for module in modules if hasattr(module, "VARIANT")]


def in_order(variants: list[Variant]) -> dict[str, Variant]:
    """Variants by slug, in the order of the gallery.

    Raises
    ------
    ValueError
        If two have one slug, or one place in a family.
    """
    placed: dict[tuple[int, int], Variant] = {}
    for one in variants:
        other = placed.setdefault((FAMILIES.index(one.family), one.order), one)
        if other is not one:
            names = f"{other.slug} and {one.slug}"
            raise ValueError(f"{names} both have order {one.order} in the family {one.family}")
    by_slug = {placed[place].slug: placed[place] for place in sorted(placed)}
    if len(by_slug) < len(variants):
        raise ValueError("two variants have one slug")
    return by_slug


VARIANTS = in_order(_declared())


def variant(slug: str) -> Variant:
    """The variant with that slug.

    Raises
    ------
    ValueError
        If there is none.
    """
    if slug not in VARIANTS:
        raise ValueError(f"variant is {slug!r}; it is one of {', '.join(VARIANTS)}")
    return VARIANTS[slug]

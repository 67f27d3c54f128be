"""PyTorch code of each variant for the rate on the stage; every script runs as it stands."""

from __future__ import annotations

from string import Template

from dropviz.core.residual import N_BLOCKS
from dropviz.lessons.in_place import of_variant
from dropviz.lessons.variants.view import VariantsView
from dropviz.variants import VARIANTS
from dropviz.variants.facts import N_STEPS
from dropviz.variants.parts.alpha import ALPHA_PRIME, affine

_GALLERY = """import torch

torch.manual_seed($seed)
p = $p
x = torch.randn(2, 4, 6, 6)  # example, channel, height, width

# One rule, other coins: an axis of length 1 in the shape of the coins is one that is shared.
for name, shape in {
    "element-wise": (2, 4, 6, 6),
    "spatial": (2, 4, 1, 1),
    "the same for all examples": (1, 4, 6, 6),
}.items():
    kept = torch.rand(shape) >= p
    y = torch.where(kept, x / (1 - p) if p < 1 else x, 0.0)
    print(f"{name}: {kept.numel()} coins, {(y == 0).float().mean():.1%} of the entries are 0")
"""


def code(view: VariantsView) -> str:
    """The script for the opened variant; in the gallery, one rule for many of them."""
    numbers = {
        "p": view.p, "block": view.block, "at": view.at, "seed": view.seed, "steps": N_STEPS,
        "blocks": N_BLOCKS, "replacement": _replacement(view.p),
    }  # fmt: skip
    if not view.variant:
        return Template(_GALLERY).substitute(numbers)
    variant = VARIANTS[view.variant]
    own = {
        "p": variant.usable(view.p),
        "shape": ", ".join(map(str, variant.shape)),
        "axes": ", ".join(variant.layout.axes),
        "texts": list(variant.words),
    }
    return Template(variant.script).substitute(numbers | own)


def in_place(view: VariantsView) -> str:
    """The lines of that script that matter."""
    script = code(view)
    if view.variant:
        return of_variant(VARIANTS[view.variant], script)
    return next(line.strip() for line in script.splitlines() if "torch.where" in line)


def _replacement(p_drop: float) -> str:
    """What alpha dropout makes of a dropped entry: a alpha' + b."""
    a, b = affine(p_drop)
    return f"{a * ALPHA_PRIME + b:.6f}"

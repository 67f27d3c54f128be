"""PyTorch code of each variant for the rate on the stage; every script runs as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from string import Template

from dropviz.core.residual import N_BLOCKS
from dropviz.core.variant_moments import ALPHA_PRIME, alpha_affine
from dropviz.core.variants import N_STEPS, TOKENS, VARIANTS
from dropviz.lessons.variants.whole_scripts import WHOLE
from dropviz.stage.variants import VariantsView


@dataclass(frozen=True)
class Recipe:
    """How a layer that takes one tensor is made, and where it stands in a network."""

    make: str
    where: str
    imports: str = "from torch import nn"
    x: str = ""


RECIPES = {
    "dropout": Recipe(
        "nn.Dropout(p=$p)",
        "nn.Sequential(nn.Linear(12, 32), nn.ReLU(), nn.Dropout(p=$p), nn.Linear(32, 10))",
    ),
    "input_dropout": Recipe(
        "nn.Dropout(p=$p)",
        "nn.Sequential(nn.Dropout(p=$p), nn.Flatten(), nn.Linear(64, 32), nn.ReLU())",
        x="torch.rand",
    ),
    "gaussian": Recipe(
        "GaussianDropout(p=$p)",
        "nn.Sequential(nn.Linear(12, 32), nn.ReLU(), GaussianDropout(p=$p), nn.Linear(32, 10))",
        "from torch import nn\n\nfrom dropviz.layers.dense import GaussianDropout",
    ),
    "alpha": Recipe(
        "nn.AlphaDropout(p=$p)",
        "nn.Sequential(nn.Linear(12, 32), nn.SELU(), nn.AlphaDropout(p=$p), nn.Linear(32, 10))",
    ),
    "feature_alpha": Recipe(
        "nn.FeatureAlphaDropout(p=$p)",
        "nn.Sequential(nn.Conv2d(4, 8, 3), nn.SELU(), nn.FeatureAlphaDropout(p=$p))",
    ),
    "spatial_1d": Recipe(
        "nn.Dropout1d(p=$p)",
        "nn.Sequential(nn.Conv1d(5, 16, 3), nn.ReLU(), nn.Dropout1d(p=$p))",
    ),
    "spatial_2d": Recipe(
        "nn.Dropout2d(p=$p)",
        "nn.Sequential(nn.Conv2d(4, 16, 3), nn.ReLU(), nn.Dropout2d(p=$p))",
    ),
    "spatial_3d": Recipe(
        "nn.Dropout3d(p=$p)",
        "nn.Sequential(nn.Conv3d(2, 8, 3), nn.ReLU(), nn.Dropout3d(p=$p))",
    ),
    "residual": Recipe(
        "nn.Dropout(p=$p)",
        "nn.TransformerEncoderLayer(8, 2, 32, dropout=$p, batch_first=True)",
    ),
    "mlp": Recipe(
        "nn.Dropout(p=$p)",
        "nn.Sequential(nn.Linear(8, 32), nn.GELU(), nn.Dropout(p=$p), nn.Linear(32, 8))",
    ),
}


_SHARE_OF_ZEROS = ('print(f"{(y == 0).float().mean():.1%} of the entries are 0")',)
_SHARE_REPLACED = (
    "replaced = (y - $replacement).abs() < 1e-5  # a dropped entry becomes a alpha' + b",
    'print(f"{replaced.float().mean():.1%} of the entries are dropped")',
)


def code(view: VariantsView) -> str:
    """The script for the opened variant; in the gallery, one rule for many of them."""
    slug = view.variant
    numbers = {
        "p": VARIANTS[slug].usable(view.p) if slug else view.p,
        "block": view.block, "at": view.at, "seed": view.seed, "steps": N_STEPS,
        "blocks": N_BLOCKS, "texts": list(TOKENS), "replacement": _replacement(view.p),
    }  # fmt: skip
    return Template(_recipe(slug) if slug in RECIPES else WHOLE[slug]).substitute(numbers)


def _replacement(p: float) -> str:
    """What alpha dropout makes of a dropped entry: a alpha' + b."""
    a, b = alpha_affine(p)
    return f"{a * ALPHA_PRIME + b:.6f}"


def _recipe(slug: str) -> str:
    recipe, variant = RECIPES[slug], VARIANTS[slug]
    shape, names = ", ".join(map(str, variant.shape)), ", ".join(variant.layout.axes)
    lines = [
        "import torch", recipe.imports, "", "torch.manual_seed($seed)",
        f"x = {recipe.x or 'torch.randn'}({shape})  # {names}",
        f"layer = {recipe.make}",
        "y = layer(x)  # modules start in training mode",
        *(_SHARE_REPLACED if variant.kind == "alpha" else _SHARE_OF_ZEROS),
        'print(f"at inference nothing changes: {torch.equal(layer.eval()(x), x)}")',
        "", "# Where it stands in a network:", f"network = {recipe.where}", "print(network)",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"

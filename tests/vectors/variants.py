"""What each variant makes of its example, by its layer on the coins of the stage."""

from __future__ import annotations

import math
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import ndtri
from torch import Tensor

from dropviz.core.coins import scattered_coins
from dropviz.layers import conv, dense, depth, masks, recurrent, transformer
from dropviz.layers.measured import drop_connect
from dropviz.lessons.variants.payload import N_COINS, packed_variant
from dropviz.variants import VARIANTS
from dropviz.variants.base import Variant
from dropviz.variants.facts import word_numbers
from scripts.vectors import rounded
from tests.variants.rates import rates_of

RATES = (0.0, 0.3, 1.0)
AT, BLOCK = 5, 2
"""The step at which early and late dropout change, the side of DropBlock's squares."""
SENT = (
    "axes", "coins", "absent", "x", "kind", "rule", "lowest", "highest", "scaled",
    "temperature", "alpha_prime",
)  # fmt: skip
"""What the arithmetic needs of a variant."""


class Coins:
    """In place of ``torch.rand``: the coins of the stage, in the order in which it has them."""

    def __init__(self, values: Tensor) -> None:
        self.left = values

    def __call__(
        self, shape: Any, *, generator: Any = None, dtype: Any = None, device: Any = None
    ) -> Tensor:
        n = math.prod(shape)
        taken, self.left = self.left[:n], self.left[n:]
        return taken.reshape(tuple(shape)).to(dtype)


def by_layer(variant: Variant, x: Tensor, u: Tensor, p: float) -> Tensor:
    """What the layer of a variant makes of x, written down from its own module."""
    slug = variant.slug
    if variant.kind == "zoneout":
        zoneout = recurrent.ZoneoutLSTM(3, 4, p, p_cell=p)
        held, y = torch.zeros(x[:, 0].shape, dtype=x.dtype), []
        for step in x.unbind(1):
            held = zoneout.zoned(held, step, p)
            y.append(held)
        return torch.stack(y, 1)
    if variant.family == "recurrent":
        shape = variant.shape if slug != "lstm_variational" else (2, 1, 4)
        return masks.dropped(x, masks.coins(shape, x) >= p, p)
    if variant.rate_rule != "constant":
        parts = []
        for part, rate in zip(x, rates_of(variant, p, AT).ravel().tolist(), strict=True):
            mode = "batch" if slug == "stochastic_depth_batch" else "row"
            steps = slug in ("early", "late")
            layer = dense.Dropout(rate) if steps else depth.StochasticDepth(rate, mode)
            if rate == 0:  # a layer flips no coin then; the stage has them nonetheless
                masks.coins(layer.mask_shape(part), part)
            parts.append(layer(part))
        return torch.stack(parts)
    if slug == "embedding":
        tokens = torch.tensor(word_numbers(variant.words))
        return transformer.EmbeddingDropout(int(tokens.max()) + 1, p)(x, tokens)
    if slug == "layer_drop":
        kept = masks.coins((len(x),), x) >= p
        return torch.where(kept[:, None, None], x, 0.0)
    layers = {
        "gaussian": dense.GaussianDropout, "alpha": dense.AlphaDropout,
        "feature_alpha": dense.FeatureAlphaDropout, "concrete": dense.ConcreteDropout,
        "variational_gaussian": lambda p: dense.VariationalGaussianDropout(12, p),
        "spatial_1d": conv.SpatialDropout1d, "spatial_2d": conv.SpatialDropout2d,
        "spatial_3d": conv.SpatialDropout3d, "attention": transformer.AttentionDropout,
        "drop_block": lambda p: conv.DropBlock(p, BLOCK),
    }  # fmt: skip
    return layers.get(slug, dense.Dropout)(p).double()(x)


def expected_outputs(variant: Variant, u: NDArray[np.float32], p: float) -> Tensor:
    """What comes out of the layer of a variant for its example: of drop connect, the weights."""
    coins = torch.from_numpy(u).double()
    if variant.kind == "zoneout":  # the layer flips them step by step
        coins = coins[: math.prod(variant.shape)].reshape(variant.shape).transpose(0, 1)
    if variant.kind == "concrete":  # and those the other way round
        coins = 1 - coins
    rand, randn = Coins(coins.flatten()), Coins(torch.from_numpy(ndtri(u.astype(float))))
    x = torch.from_numpy(variant.example_tensor).to(torch.float32).double()
    with patch.object(torch, "rand", rand), patch.object(torch, "randn", randn):
        if variant.slug == "drop_connect":
            given = torch.from_numpy(variant.given(variant.example_tensor))
            return drop_connect(x[0], p, None).before_activation(given).detach()
        return by_layer(variant, x, coins, variant.usable(p)).detach()


def _found(variant: Variant, u: NDArray[np.float32], p: float) -> dict[str, Any]:
    given = variant.given(variant.example_tensor) if variant.slug == "drop_connect" else None
    return {
        "slug": variant.slug,
        "p": p,
        "given": None if given is None else rounded(given),
        "outputs": rounded(expected_outputs(variant, u, p).flatten()),
    }


def cases() -> dict[str, Any]:
    """Every variant at each rate, on coins of one seed."""
    u = scattered_coins(3, N_COINS)
    sent = {slug: dict(packed_variant(variant)) for slug, variant in VARIANTS.items()}
    return {
        "seed": 3,
        "n_coins": N_COINS,
        "settings": {"at": AT, "block": BLOCK},
        "variants": {slug: {name: one[name] for name in SENT} for slug, one in sent.items()},
        "cases": [_found(variant, u, p) for variant in VARIANTS.values() for p in RATES],
    }

"""The small tensor that each variant's mask is shown over: digits where it fits, else seeded."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, softmax

from dropviz.core.variants import TOKENS, VARIANTS, WORDS, Variant
from dropviz.data.digits import test_digits

FloatArray = NDArray[np.float64]
DIGITS = (13, 28, 29)
"""Places of the digits that are shown, in the test part: a 0, a 2, a 4."""
FILTERS = np.array(
    [
        [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
        [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
        [[0, -1, 0], [-1, 4, -1], [0, -1, 0]],
    ]
) / np.array([4.0, 4.0, 9.0, 4.0]).reshape(4, 1, 1)
"""Upright edges, level edges, blur, spots."""

WHAT = {
    "dropout": "hidden activations drawn from N(0, 1)",
    "input_dropout": "the pixels of three digits",
    "maps": "two digits through four 3x3 filters: upright edges, level edges, blur, spots",
    "spatial_1d": "five rows of three digits, each row a channel",
    "spatial_3d": "two digits through two edge filters, in three frames that move by a pixel",
    "drop_connect": "weights W drawn from N(0, 1), the same for every example",
    "steps": "hidden activations of one example drawn from N(0, 1), the same in every step",
    "r_drop": "hidden activations drawn from N(0, 1), the same in both passes",
    "recurrent": "a state over time (tanh of a random walk), each step masked for itself",
    "attention": "causal attention weights: softmax of random scores",
    "embedding": "word vectors drawn from N(0, 1); a letter stands for a word",
    "residual": "outputs of a sub-layer drawn from N(0, 1)",
    "mlp": "hidden units of the MLP: GELU of N(0, 1)",
    "blocks": "residual branches f(x) drawn from N(0, 1)",
}


def what_it_is(variant: Variant) -> str:
    """What the tensor holds, in words."""
    group = {
        "spatial_2d": "maps", "drop_block": "maps", "feature_alpha": "maps", "early": "steps",
        "late": "steps",
    }.get(variant.slug, variant.slug)  # fmt: skip
    fallback = {"recurrent": "recurrent", "residual": "blocks"}.get(variant.family, "dropout")
    return WHAT.get(group, WHAT[fallback])


@cache
def example_tensor(slug: str) -> FloatArray:
    """Float64 of the variant's shape, rounded to hundredths; the same every time."""
    variant = VARIANTS[slug]
    made: dict[str, Callable[[], FloatArray]] = {
        "input_dropout": lambda: _images(3),
        "spatial_1d": lambda: _images(3)[:, 1:6],
        "spatial_2d": lambda: _filtered(_images(2)),
        "drop_block": lambda: _filtered(_images(2)),
        "feature_alpha": lambda: _filtered(_images(2)),
        "spatial_3d": _frames,
        "recurrent": lambda: np.tanh(np.cumsum(_normal(variant), axis=1) * 0.6),
        "attention": lambda: _attention(variant),
        "embedding": lambda: _words(variant),
        "mlp": lambda: _normal(variant) * ndtr(_normal(variant)),
    }
    same_along_first = variant.rate_rule in ("early", "late") or slug in ("r_drop", "drop_connect")
    key = "recurrent" if variant.family == "recurrent" else slug
    if key in made:
        x = made[key]()
    elif same_along_first:
        x = np.broadcast_to(_normal(variant)[:1], variant.shape)
    else:
        x = _normal(variant)
    return np.asarray(np.round(x, 2) + 0.0)


def _normal(variant: Variant) -> FloatArray:
    return np.random.default_rng(5).normal(size=variant.shape)


def _images(n: int) -> FloatArray:
    """Pixels of shape (n, 8, 8) in [0, 1]."""
    return np.asarray(test_digits().images[list(DIGITS[:n])], dtype=np.float64).reshape(n, 8, 8)


def _filtered(images: FloatArray) -> FloatArray:
    """Every 3x3 window against every filter: shape (n, 4, height - 2, width - 2)."""
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), axis=(1, 2))
    return np.asarray(np.einsum("nhwij,fij->nfhw", windows, FILTERS))


def _frames() -> FloatArray:
    """A window of 4x4 that moves over the maps: shape (2, 2, 3, 4, 4)."""
    maps = _filtered(_images(2))[:, :2]
    return np.stack([maps[:, :, 1:5, start : start + 4] for start in range(3)], axis=2)


def _attention(variant: Variant) -> FloatArray:
    scores = np.where(variant.absent, -np.inf, 1.5 * _normal(variant))
    return np.asarray(softmax(scores, axis=-1))


def _words(variant: Variant) -> FloatArray:
    vectors = np.random.default_rng(5).normal(size=(len(WORDS), variant.shape[-1]))
    return np.stack([vectors[[WORDS.index(letter) for letter in text]] for text in TOKENS])

"""The small tensors that masks are shown over: digits where they fit, else seeded numbers."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, softmax

from dropviz.core.arrays import FloatArray
from dropviz.data.digits import test_digits
from dropviz.variants.base import Variant
from dropviz.variants.facts import word_numbers

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


def normal(variant: Variant) -> FloatArray:
    """Numbers drawn from N(0, 1), of the variant's shape; the same every time."""
    return np.random.default_rng(5).normal(size=variant.shape)


def same_along_first(variant: Variant) -> FloatArray:
    """Numbers drawn from N(0, 1), the same in every step, pass or example."""
    return np.broadcast_to(normal(variant)[:1], variant.shape)


def random_walk(variant: Variant) -> FloatArray:
    """A state over time, of shape (example, time, unit)."""
    return np.tanh(np.cumsum(normal(variant), axis=1) * 0.6)


def gelu_of_normal(variant: Variant) -> FloatArray:
    """Hidden units of a transformer's MLP: GELU of numbers drawn from N(0, 1)."""
    return np.asarray(normal(variant) * ndtr(normal(variant)))


def pixels(variant: Variant) -> FloatArray:
    """Pixels of digits, in [0, 1], of shape (example, height, width)."""
    return images(variant.shape[0])


def rows_as_channels(variant: Variant) -> FloatArray:
    """Pixels of digits with rows as channels, in [0, 1], of shape (example, channel, length)."""
    return images(variant.shape[0])[:, 1 : 1 + variant.shape[1]]


def maps(variant: Variant) -> FloatArray:
    """Feature maps of digits through four filters, of shape (example, channel, height, width)."""
    return filtered(images(variant.shape[0]))


def frames(variant: Variant) -> FloatArray:
    """A film of feature maps seen through a 4x4 window that moves: shape (2, 2, 3, 4, 4)."""
    edges = filtered(images(2))[:, :2]
    return np.stack([edges[:, :, 1:5, start : start + 4] for start in range(3)], axis=2)


def attention_weights(variant: Variant) -> FloatArray:
    """Attention weights: softmax over the keys that a query sees."""
    scores = np.where(variant.absent, -np.inf, 1.5 * normal(variant))
    return np.asarray(softmax(scores, axis=-1))


def word_vectors(variant: Variant) -> FloatArray:
    """Vectors of the words in the variant's texts, drawn from N(0, 1)."""
    numbers = np.array(word_numbers(variant.words))
    vectors = np.random.default_rng(5).normal(size=(numbers.max() + 1, variant.shape[-1]))
    return np.asarray(vectors[numbers])


def images(n: int) -> FloatArray:
    """Pixels of the first n digits of ``DIGITS``, of shape (n, 8, 8) in [0, 1]."""
    return np.asarray(test_digits().images[list(DIGITS[:n])], dtype=np.float64).reshape(n, 8, 8)


def filtered(images: FloatArray) -> FloatArray:
    """Every 3x3 window against every filter: shape (n, 4, height - 2, width - 2)."""
    windows = np.lib.stride_tricks.sliding_window_view(images, (3, 3), axis=(1, 2))
    return np.asarray(np.einsum("nhwij,fij->nfhw", windows, FILTERS))

"""Sizes of the drawn transformer, its places of dropout, and losses to compare its own with."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]

CONTEXT = 16
"""Characters that it sees at most."""
N_UNITS, N_HEADS, N_HIDDEN = 16, 2, 64
PLACES = ("embedding", "attention", "after_attention", "mlp", "after_mlp", "block")
"""Where it may drop, in the order of the computation; "block" is stochastic depth."""


def coin_shapes(n_characters: int) -> dict[str, tuple[int, ...]]:
    """Shape of the coins of each place of dropout, for a context of full length.

    In the order of ``PLACES``: (character,); (head, query, key); (time, unit) three times; (1,). A
    shorter text takes the coins of the first times.
    """
    outputs = (CONTEXT, N_UNITS)
    shapes = (
        (n_characters,), (N_HEADS, CONTEXT, CONTEXT), outputs, (CONTEXT, N_HIDDEN), outputs, (1,),
    )  # fmt: skip
    return dict(zip(PLACES, shapes, strict=True))


def uniform_loss(n_characters: int) -> float:
    """Cross-entropy in nats when all characters are taken as equally likely."""
    return math.log(n_characters)


def unigram_loss(train: Codes, test: Codes, n_characters: int) -> float:
    """Mean cross-entropy in nats a character on ``test``, guessed by the shares in ``train``.

    Each character is counted once more than it occurs, so that none is impossible.
    """
    counts = np.bincount(train, minlength=n_characters) + 1.0
    return float(-np.log(counts / counts.sum())[test].mean())


def bigram_loss(train: Codes, test: Codes, n_characters: int) -> float:
    """As ``unigram_loss``, but guessed by what follows each character in ``train``.

    0.1 is added to each count.
    """
    counts = np.full((n_characters, n_characters), 0.1)
    np.add.at(counts, (train[:-1], train[1:]), 1.0)
    shares = counts / counts.sum(axis=1, keepdims=True)
    return float(-np.log(shares[test[:-1], test[1:]]).mean())

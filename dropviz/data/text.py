"""A short text of plain characters, for networks that predict the next one.

Chapters I and II of *Alice's Adventures in Wonderland* by Lewis Carroll (1865), which is in the
public domain: lower case, one kind of quotation mark, line breaks as spaces.
"""

from __future__ import annotations

import re
import string
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dropviz.files import ASSETS

TITLE = "the first two chapters of *Alice's Adventures in Wonderland* (Lewis Carroll, 1865)"
VOCABULARY = "".join(sorted(" !'(),-.:;?" + string.ascii_lowercase))
"""The 37 characters; the code of a character is its place here."""


@cache
def text() -> str:
    """The whole text, some 22,000 characters, all of them in ``VOCABULARY``."""
    return " ".join((ASSETS / "text" / "alice.txt").read_text("utf-8").split())


def codes(characters: str) -> NDArray[np.int64]:
    """The code of each character, of shape (n_characters,).

    Raises
    ------
    ValueError
        If one is not in ``VOCABULARY``.
    """
    if unknown := sorted(set(characters) - set(VOCABULARY)):
        raise ValueError(f"the text has no {' '.join(map(repr, unknown))}")
    return np.array([VOCABULARY.index(character) for character in characters], dtype=np.int64)


@cache
def encoded() -> NDArray[np.int64]:
    """The codes of the whole text, of shape (n_characters,)."""
    return codes(text())


def readable(typed: str, most: int) -> str:
    """The last characters of a typed text that are in ``VOCABULARY``, in lower case."""
    lower = re.sub(r"\s", " ", re.sub('[’‘“”"`]', "'", typed.lower()))
    return "".join(character for character in lower if character in VOCABULARY)[-most:]


def split() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Codes of the first nine tenths of the text, to train on, and of the rest, to test on."""
    unseen = len(unseen_text())
    return encoded()[:-unseen], encoded()[-unseen:]


def unseen_text() -> str:
    """The last tenth of the text, which the shipped network was not trained on."""
    return text()[len(text()) * 9 // 10 :]

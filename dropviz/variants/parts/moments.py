"""Mean and variance of an entry over masks, where entry, coin and rate alone decide."""

from __future__ import annotations

from dropviz.variants.base import Entry
from dropviz.variants.facts import EntryMoments


def of_coin(entry: Entry) -> EntryMoments:
    """Mean and variance of an entry that is kept or dropped, or multiplied by noise alike.

    The noise has the mean and variance that a scaled mask has.
    """
    variant = entry.variant
    return coin_moments(float(entry.x[entry.at]), variant.usable(entry.p), scaled=variant.scaled)


def unknown(entry: Entry) -> None:
    """None: there is no closed form of mean and variance."""


def coin_moments(x: float, p_drop: float, *, scaled: bool = True) -> EntryMoments:
    """Mean and variance of an entry with value x that is dropped at rate p.

    ``scaled`` : what is kept is divided by 1 - p
    """
    q = 1.0 - p_drop
    if q == 0.0:
        return EntryMoments(0.0, 0.0)
    return EntryMoments(x, p_drop / q * x**2) if scaled else EntryMoments(q * x, p_drop * q * x**2)

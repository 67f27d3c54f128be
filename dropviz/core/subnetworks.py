"""Counting thinned sub-networks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, gammaln


def expected_distinct(
    n_units: int, p_drop: float, n_draws: NDArray[np.integer] | int
) -> NDArray[np.float64]:
    """Expected number of distinct masks among independent draws, same shape as ``n_draws``.

    A mask with d dropped units has probability P = p^d (1-p)^(n-d), there are C(n, d) of them,
    and each is among N draws with probability 1 - (1 - P)^N. Summed over d, in logarithms, so
    that 2^64 masks are no trouble.
    """
    draws = np.asarray(n_draws, dtype=np.float64)
    if p_drop in (0.0, 1.0):
        return np.minimum(draws, 1.0)
    d = np.arange(n_units + 1)
    log_count = gammaln(n_units + 1) - gammaln(d + 1) - gammaln(n_units - d + 1)
    log_p = d * np.log(p_drop) + (n_units - d) * np.log1p(-p_drop)
    log_never = draws[..., None] * np.log1p(-np.exp(log_p))
    with np.errstate(divide="ignore"):
        log_seen = np.log(-np.expm1(log_never))
    return np.asarray(np.exp(log_count + log_seen).sum(axis=-1))


def binomial_band(n_draws: int, chance: float, coverage: float = 0.95) -> tuple[float, float]:
    """Shares between which a binomial share of ``n_draws`` falls at least that often.

    The exact binomial quantiles, leaving at most (1 - coverage) / 2 on either side.
    """
    cumulative = bdtr(np.arange(n_draws + 1), n_draws, chance)
    tail = (1.0 - coverage) / 2.0
    low, high = np.searchsorted(cumulative, [tail, 1.0 - tail])
    return float(low) / max(n_draws, 1), float(high) / max(n_draws, 1)

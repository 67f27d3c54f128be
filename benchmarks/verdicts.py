"""How often verdicts claim what is not so, and how often they find what is: simulated.

``python -m benchmarks.verdicts [experiments]`` (2,000 of each kind, three minutes). Each rate is
the worst over true differences, spreads, numbers of pairs and both measures, for 2, 3 and 6 arms;
*before* is the plain t interval at every look, from two pairs on.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from dropviz.experiments.interval import ERROR_RATE, claims, ends, pairs_for_no_difference

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
MOST = 100
COMPARISONS = (1, 2, 5)
NUMBERS = (2, 3, 5, 6, 7, 8, 10, 12, 15, 20, 29, 36, 44, 60, 100)
LOOKS: dict[str, tuple[int, ...]] = {
    "5, 10, 20, 40, 100": (5, 10, 20, 40, 100),
    "10, 20, 40, 80, 100": (10, 20, 40, 80, 100),
    "44, 60, 100": (44, 60, 100),
    "each from 6 to 100": tuple(range(6, MOST + 1)),
}
MARGIN = 1.0
TRUTHS = (0.0, 1.0, -1.0, 2.0, -2.0)
SPREADS = (0.3, 1.0, 3.0)
"""True differences, and standard deviations of the differences, in margins."""
ROWS_A_MARGIN = 2
"""Of the error: its margin of 1 point is two rows of a test part of 200."""
ALLOWED = 0.06
RARE_Z = 1.2815515655446004
"""What a standard normal number exceeds once in ten times."""


def _student(z: Floats, draw: np.random.Generator) -> Floats:
    return z / np.sqrt(draw.chisquare(3, z.shape))


def _rare(calm: float) -> Callable[[Floats, np.random.Generator], Floats]:
    def one_in_ten(z: Floats, draw: np.random.Generator) -> Floats:
        return ((z > RARE_Z) - 0.1) / 0.3 + calm * draw.standard_normal(z.shape)

    return one_in_ten


KINDS: dict[str, Callable[[Floats, np.random.Generator], Floats]] = {
    "normal": lambda z, _: z,
    "t with 3 degrees": _student,
    "lognormal": lambda z, _: (np.exp(z) - np.exp(0.5)) / np.sqrt(np.exp(2) - np.exp(1)),
    "ties": lambda z, _: 1.5 * np.round(0.6 * z),
    "one in ten, near": _rare(0.5),
    "one in ten, far": _rare(0.02),
}
"""Differences of mean 0 and standard deviation about 1, from standard normal numbers."""


class Pairs:
    """Differences of shape (experiments, comparisons, MOST), and their sums up to each pair."""

    def __init__(self, values: Floats) -> None:
        self.n_comparisons = values.shape[1]
        self._sums = [np.cumsum(values**power, axis=-1) for power in (1, 2, 3)]

    def summary(self, n: int) -> tuple[Floats, Floats, Floats]:
        """Mean, standard deviation and skewness of the first n, as ``interval.summary`` has it."""
        mean, squares, cubes = (total[..., n - 1] / n for total in self._sums)
        variance = squares - mean**2
        variance = np.where(variance > 1e-12 * (squares + 1e-300), variance, 0.0)
        third = cubes - 3 * mean * squares + 2 * mean**3
        skew = np.where(variance > 0, third / np.where(variance > 0, variance, 1.0) ** 1.5, 0.0)
        return mean, np.sqrt(variance * n / max(n - 1, 1)), skew


@dataclass(frozen=True)
class Procedure:
    """How the interval of the first n pairs is made, and what it claims.

    bounds : both ends, from pairs, n, whether they were looked at before
    says : helped, hurt, no practical difference, from ends, n, margin and comparisons
    """

    bounds: Callable[[Pairs, int, bool], tuple[Floats, Floats]]
    says: Callable[..., tuple[Flags, Flags, Flags]]


def _bounds_now(pairs: Pairs, n: int, again: bool) -> tuple[Floats, Floats]:
    return ends(*pairs.summary(n), n, 1 - ERROR_RATE / pairs.n_comparisons, again)


def _bounds_before(pairs: Pairs, n: int, again: bool) -> tuple[Floats, Floats]:
    mean, spread, _ = pairs.summary(n)
    t = stdtrit(n - 1, 1 - ERROR_RATE / pairs.n_comparisons / 2)
    half = np.where((spread == 0) & (n < 6), np.inf, t * spread / np.sqrt(n))
    return mean - half, mean + half


def _says_before(
    low: Floats, high: Floats, n: int, margin: float, k: int
) -> tuple[Flags, Flags, Flags]:
    inside = (-margin < low) & (high < margin)
    return ~inside & (high < 0), ~inside & (low > 0), inside


NOW, BEFORE = Procedure(_bounds_now, claims), Procedure(_bounds_before, _says_before)


def noise(kind: str, n_comparisons: int, experiments: int, seed: int = 0) -> Floats:
    """Differences without an effect; those of several arms share the noise of their baseline."""
    draw = np.random.default_rng([seed, list(KINDS).index(kind), n_comparisons])
    z = draw.standard_normal((experiments, n_comparisons, MOST))
    if n_comparisons > 1:
        z = (z + draw.standard_normal((experiments, 1, MOST))) / np.sqrt(2)
    return KINDS[kind](z, draw)


def rounded(values: Floats, draw: np.random.Generator) -> Floats:
    """Differences of an error, in whole rows of the test part, with the same mean."""
    rows = values * ROWS_A_MARGIN
    return np.floor(rows + draw.random(rows.shape)) / ROWS_A_MARGIN


def cases(base: Floats, measure: str) -> Iterator[tuple[float, float, Pairs]]:
    """True difference, what the pairs are to be multiplied with before it is added, and the pairs.

    A loss is as good in any unit; an error is in whole rows.
    """
    draw = np.random.default_rng(1)
    whole = Pairs(base)
    for truth in TRUTHS:
        for spread in SPREADS:
            if measure == "error":
                yield truth, 1.0, Pairs(rounded(truth + spread * base, draw))
            else:
                yield truth, spread, whole


def false_claims(
    base: Floats, plans: Sequence[Sequence[int]], how: Procedure, measure: str
) -> tuple[float, float]:
    """The worst share of experiments with a false claim at any look of a plan, in any arm.

    First that an arm helped or hurt, then that there is no practical difference.
    """
    worst = [0.0, 0.0]
    for truth, scale, pairs in cases(base, measure):
        shift = truth if measure == "log-loss" else 0.0
        for looks in plans:
            sign, none = np.zeros((2, len(base)), np.bool_)
            for turn, n in enumerate(looks):
                low, high = (shift + scale * end for end in how.bounds(pairs, n, turn > 0))
                helped, hurt, nothing = how.says(low, high, n, MARGIN, pairs.n_comparisons)
                sign |= ((helped & (truth >= 0)) | (hurt & (truth <= 0))).any(axis=1)
                none |= nothing.any(axis=1) & (abs(truth) >= MARGIN)
            worst = [max(worst[0], float(sign.mean())), max(worst[1], float(none.mean()))]
    return worst[0], worst[1]


def plans_for(n_comparisons: int) -> dict[str, list[tuple[int, ...]]]:
    """Numbers of pairs that are looked at, by the name of the plan."""
    rare = pairs_for_no_difference(n_comparisons)
    return {
        "once, below 29 / 36 / 44": [(n,) for n in NUMBERS if n < rare],
        "once, from there on": [(n,) for n in NUMBERS if n >= rare],
        **{name: [looks] for name, looks in LOOKS.items()},
    }


def worst_rates(
    kind: str, plan: str, how: Procedure, experiments: int
) -> list[tuple[float, float]]:
    """For each number of comparisons the worst rates of both measures, as ``false_claims``."""
    found = []
    for k in COMPARISONS:
        base = noise(kind, k, experiments)
        plans = plans_for(k)[plan]
        rates = [false_claims(base, plans, how, measure) for measure in ("log-loss", "error")]
        found.append((max(one[0] for one in rates), max(one[1] for one in rates)))
    return found


def chosen_margin(experiments: int, pairs: int, how: Procedure, margins: Sequence[float]) -> float:
    """Share of "no practical difference" at one of these margins where the truth is at the first.

    Whoever chooses the margin after looking has several; a verdict keeps its one.
    """
    shown = Pairs(noise("normal", 1, experiments, seed=3))
    low, high = (MARGIN + end for end in how.bounds(shown, pairs, False))
    said = [how.says(low, high, pairs, margin * MARGIN, 1)[2] for margin in margins]
    return float(np.any(said, axis=0).mean())


def power(size: float, n: int, experiments: int, how: Procedure, again: bool = False) -> float:
    """Share of experiments that find an effect of so many standard deviations."""
    low, high = how.bounds(Pairs(size + noise("normal", 1, experiments, seed=4)), n, again)
    return float(how.says(low, high, n, 0.0, 1)[1].mean())


def power_of_none(spread: float, n: int, experiments: int, how: Procedure) -> float:
    """Share of experiments without a difference that say so; the spread in margins."""
    low, high = how.bounds(Pairs(spread * noise("normal", 1, experiments, seed=5)), n, False)
    return float(how.says(low, high, n, MARGIN, 1)[2].mean())


def _cell(rates: Sequence[float]) -> str:
    said = " / ".join(f"{100 * rate:.1f}" for rate in rates)
    return f"**{said}**" if max(rates) > ALLOWED else said


def _print_false_claims(experiments: int) -> None:
    print("| differences | pairs looked at | helped or hurt, before | now | none, before | now |")
    print("|---|---|--:|--:|--:|--:|")
    for kind in KINDS:
        for plan in plans_for(1):
            few = experiments // 10 if plan.startswith("each") else experiments
            before, now = (worst_rates(kind, plan, how, few) for how in (BEFORE, NOW))
            cells = [
                _cell([one[claim] for one in rates]) for claim in (0, 1) for rates in (before, now)
            ]
            print(f"| {kind} | {plan} | {' | '.join(cells)} |", flush=True)


def _print_power(experiments: int) -> None:
    print("\n| effect, standard deviations | pairs | before | now | now, looked at before |")
    print("|--:|--:|--:|--:|--:|")
    for size in (0.5, 1.0, 2.0, 3.0, 5.0):
        for n in (6, 10, 20, 40):
            found = [power(size, n, experiments, how) for how in (BEFORE, NOW)]
            found.append(power(size, n, experiments, NOW, again=True))
            print(f"| {size} | {n} | {' | '.join(f'{100 * one:.0f}' for one in found)} |")
    print("\n| spread where nothing differs, margins | pairs | before | now |\n|--:|--:|--:|--:|")
    for spread in (0.5, 1.0, 2.0):
        for n in (10, 29, 50, 100):
            found = [power_of_none(spread, n, experiments, how) for how in (BEFORE, NOW)]
            print(f"| {spread} | {n} | {' | '.join(f'{100 * one:.0f}' for one in found)} |")


def main() -> None:
    experiments = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    print(
        f"Percent of {experiments:,} experiments; 2 / 3 / 6 arms; bold: above {100 * ALLOWED:g}\n"
    )
    _print_false_claims(experiments)
    print("\nMargin chosen after looking, of 1 to 10 times the one before, truth at that one:")
    for n in (10, 40):
        before = chosen_margin(experiments, n, BEFORE, (1, 2, 5, 10))
        now = chosen_margin(experiments, n, NOW, (1,))
        print(f"{n} pairs: {100 * before:.0f} % before, {100 * now:.1f} % with its own margin now")
    _print_power(experiments)


if __name__ == "__main__":
    main()

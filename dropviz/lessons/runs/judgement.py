"""What follows from a finished run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dropviz.experiments.spread import Spread
from dropviz.experiments.verdict import Verdict


@dataclass(frozen=True)
class Judgement:
    """What follows from a finished run, at the margins that were chosen.

    verdicts, spreads : by the number of the arm that is compared with the first
    says : sentences under "verdict", "spread" and "diagnosis"
    """

    verdicts: Mapping[int, tuple[Verdict, Verdict]]
    spreads: Mapping[int, Spread]
    says: Mapping[str, Sequence[str]]

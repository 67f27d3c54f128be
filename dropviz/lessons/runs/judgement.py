"""What follows from a finished run, and on what terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dropviz.experiments.spread import Spread
from dropviz.experiments.verdict import Verdict


@dataclass(frozen=True)
class Terms:
    """On what terms a run is judged: they stand when Train is pressed.

    margin, margin_error : differences of log-loss (nats) and error (share) that do not matter
    again : whether the same comparison was looked at before, with other pairs
    tried : margins that were chosen since, of log-loss and error, where they are others
    """

    margin: float
    margin_error: float
    again: bool = False
    tried: tuple[float, float] | None = None


@dataclass(frozen=True)
class Judgement:
    """What follows from a finished run, on its terms.

    verdicts, spreads : by the number of the arm that is compared with the first
    says : sentences under "verdict", "spread" and "diagnosis"
    learnt : whether some arm beats always answering the most frequent class
    """

    verdicts: Mapping[int, tuple[Verdict, Verdict]]
    spreads: Mapping[int, Spread]
    says: Mapping[str, Sequence[str]]
    learnt: bool = True

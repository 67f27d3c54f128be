"""The strip's sentences are true of its numbers, whichever way they fall."""

import numpy as np
import pytest

from dropviz.core.robustness import RobustnessCurve
from dropviz.figures.robustness import described, robustness_strip


def curve(mean: list[float]) -> RobustnessCurve:
    k = np.arange(65)
    values = np.interp(k, [0, 16, 32, 64], mean)
    return RobustnessCurve(k, values, values - 0.05, values + 0.05)


@pytest.mark.parametrize("base", ["light", "dark"])
def test_the_strip_has_both_networks_in_their_colours(base: str) -> None:
    curves = {"with": curve([0.96, 0.9, 0.7, 0.1]), "without": curve([0.98, 0.6, 0.4, 0.1])}
    spec = robustness_strip(curves, base).to_dict()
    assert len(spec["layer"]) == 3
    assert spec["description"] == described(curves)


def test_the_sentences_follow_the_numbers() -> None:
    curves = {"with": curve([0.96, 0.9, 0.7, 0.1]), "without": curve([0.98, 0.6, 0.4, 0.1])}
    says = described(curves)
    assert "96\u00a0% with all units, 90\u00a0% with 16 and 70\u00a0% with 32" in says
    assert "2.0 points worse" in says
    assert "partly by construction" in says
    swapped = described({"with": curves["without"], "without": curves["with"]})
    assert "2.0 points better" in swapped
    assert "by construction" not in swapped

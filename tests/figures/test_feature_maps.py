"""The sentences below the figures are true of their numbers, whichever way they fall."""

import itertools

import numpy as np
import pytest

from dropviz.core.feature_probe import MapProbe, Rebuilt
from dropviz.core.map_silencing import MapLosses
from dropviz.core.robustness import RobustnessCurve
from dropviz.figures.feature_maps import (
    described_losses,
    described_probes,
    map_loss_bars,
    mean_r2,
    probe_dots,
)
from dropviz.figures.robustness import FEATURE_MAPS, described, robustness_strip

LOSSES = {
    "without": MapLosses(0.98, (np.array([0.97, 0.5, 0.978]), np.array([0.98, 0.99]))),
    "with": MapLosses(0.96, (np.array([0.96, 0.96, 0.95]), np.array([0.9, 0.96]))),
}
NAN = float("nan")


def alt_rows(spec: dict) -> list[list[dict]]:
    """All rows of data in a chart, wherever Altair put them."""
    return [part["data"]["values"] for part in (spec, *spec["layer"]) if "data" in part]


def probe(alone: list[float], with_map: list[float]) -> MapProbe:
    left = Rebuilt(np.array(alone), np.array(with_map), (10.0, 7.0))
    return MapProbe(left, left, 0)


@pytest.mark.parametrize("base", ["light", "dark"])
def test_the_bars_lie_apart_and_below_the_numbers_of_their_maps(base: str) -> None:
    spec = map_loss_bars(LOSSES, base).to_dict()
    rows = max(alt_rows(spec), key=len)
    assert len(rows) == 10
    places = sorted((row["left"], row["right"]) for row in rows)
    assert all(right <= left for (_, right), (left, _) in itertools.pairwise(places))
    assert [row["lost"] for row in rows[:2]] == [1.0, 48.0]
    low, high = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert low == -1.0
    assert high > 48.0
    assert spec["description"] == described_losses(LOSSES)


def test_the_sentences_name_the_worst_map_of_each_network() -> None:
    says = described_losses(LOSSES)
    assert "Trained without dropout, the network reads 98.0\u00a0%" in says
    assert "loses most without map 2 of block 1 (50.0\u00a0% without it)" in says
    assert "3 of 5 maps cost it less than half a point" in says
    assert "loses most without map 1 of block 2 (90.0\u00a0% without it)" in says


def test_the_probe_says_what_its_means_say() -> None:
    probes = {
        "photos": probe([0.9, 1.0], [0.1, -0.3]),
        "block 1": probe([0.6, NAN], [0.65, NAN]),
        "block 2": probe([0.2, 0.4], [0.7, 0.8]),
    }
    assert mean_r2(probes["block 1"].near) == (0.6, 0.65)
    photos, first, second, so = described_probes(probes).split(". ")
    assert photos == (
        "Photos: 0.95 if dropped alone, -0.10 if with its map; better alone in 2 of 2 maps"
    )
    assert first.endswith("better alone in 0 of 1 maps")
    assert second.endswith("better alone in 0 of 2 maps")
    assert so == "So the usual reason holds for some of them, not for all."
    only = {"photos": probes["photos"]}
    assert described_probes(only).endswith("holds here: more is left to guess from.")
    assert described_probes({"x": probes["block 2"]}).endswith("does not hold here.")
    spec = probe_dots(probes, "light").to_dict()
    longest = max(alt_rows(spec), key=len)
    assert len(longest) == 10  # a map without R² has no dot
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"][0] < -0.3


def test_the_strip_speaks_of_maps() -> None:
    k = np.arange(25)
    curves = {
        name: RobustnessCurve(k, mean, mean - 0.05, mean + 0.05)
        for name, mean in (("without", 0.98 - 0.03 * k), ("with", 0.97 - 0.02 * k))
    }
    says = described(curves, FEATURE_MAPS)
    assert "98\u00a0% with all maps, 80\u00a0% with 6 and 62\u00a0% with 12 of 24 silenced" in says
    assert "trained with spatial dropout is 1.0 points worse" in says
    spec = robustness_strip(curves, "light", FEATURE_MAPS).to_dict()
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 24]
